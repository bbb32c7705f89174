"""JSON Lines on standard output, and words for a person on standard error."""

import json
import sys
from typing import Any


def print_line(content: dict[str, Any]) -> None:
    """One JSON object a line, in UTF-8, at once: a reader behind a pipe sees it as it comes."""
    line = json.dumps(content, ensure_ascii=False, separators=(", ", ": "))
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def complain(message: str) -> None:
    """One problem in words."""
    sys.stderr.write(f"gigawatch: {message}\n")
