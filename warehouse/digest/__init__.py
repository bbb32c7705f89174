"""The weekly digest: what changed, each line with its sentence, in four formats."""

from warehouse.digest.content import Digest, WeekError, collect, last_full_week
from warehouse.digest.write import Written, write_digest

__all__ = ["Digest", "WeekError", "Written", "collect", "last_full_week", "write_digest"]
