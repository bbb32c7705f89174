"""Dagster's home under the data directory, so that its history stays with the data.

``python -m pipeline.dagster_home DATA`` prepares it and prints its path, for ``make dev``.
"""

import sys
from importlib.resources import files
from pathlib import Path

from pipeline.settings import Settings
from pipeline.store import write_atomically


def prepare(home: Path) -> Path:
    """Make the home with our configuration, unless a person has put one there."""
    config = home / "dagster.yaml"
    if not config.exists():
        write_atomically(config, files("pipeline").joinpath("dagster.yaml").read_bytes())
    return home


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else None
    sys.stdout.write(f"{prepare(Settings.given(given).data.dagster)}\n")
