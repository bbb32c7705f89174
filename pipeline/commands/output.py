"""JSON Lines on standard output, and words for a person on standard error."""

import json
import sys
import unicodedata
from typing import Any

#: Categories of characters that move the cursor, colour, or turn the direction of a text.
_STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def print_line(content: dict[str, Any]) -> None:
    """One JSON object a line, in UTF-8, at once: a reader behind a pipe sees it as it comes."""
    print_text(json.dumps(content, ensure_ascii=False, separators=(", ", ": ")))


def print_text(text: str) -> None:
    """A text exactly as it is, in UTF-8."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def plain(text: str) -> str:
    """A text that others wrote as a terminal may show it: what would steer it is spelled out."""
    return "".join(
        ascii(each)[1:-1] if unicodedata.category(each) in _STEERING else each for each in text
    )


def complain(message: str) -> None:
    """One problem in words."""
    sys.stderr.write(f"gigawatch: {message}\n")
