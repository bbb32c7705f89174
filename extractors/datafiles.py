"""Reading the data files that ship beside the extractors."""

import json
from importlib.resources import files
from typing import Any


def read_text(name: str) -> str:
    """The text of a file in ``extractors/data``."""
    return files("extractors").joinpath("data", name).read_text(encoding="utf-8")


def read_json(name: str) -> Any:
    """The content of a JSON file in ``extractors/data``."""
    return json.loads(read_text(name))
