"""Pictures that were drawn before, on disk: drawing takes seconds, and a run changes few of them.

A drawing is kept under the hash of what it shows and of the program that draws it, so that what
is found is what would be drawn. Of each picture the last one is kept.
"""

import hashlib
import os
from collections.abc import Callable
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path

import pyarrow as pa

#: The libraries that draw; what they draw changes with their version.
_LIBRARIES = ("altair", "vl-convert-python")


class Drawings:
    """The drawings of a folder; without one every picture is drawn anew."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def svg(self, name: str, data: pa.Table) -> str:
        """The named picture of these rows."""

        def draw() -> bytes:
            from warehouse.digest.drawing import drawn  # noqa: PLC0415  (altair loads slowly)

            return drawn(name, data).encode()

        return self._kept(name, "svg", repr(data.to_pylist()), draw).decode()

    def png(self, name: str, svg: str) -> bytes:
        """A picture for what cannot show SVG."""

        def convert() -> bytes:
            from warehouse.digest.chart_style import png  # noqa: PLC0415  (altair loads slowly)

            return png(svg)

        return self._kept(name, "png", svg, convert)

    def _kept(self, name: str, suffix: str, content: str, make: Callable[[], bytes]) -> bytes:
        if self._folder is None:
            return make()
        key = hashlib.sha256(f"{_program()}\n{content}".encode()).hexdigest()[:32]
        path = self._folder / f"{name}-{key}.{suffix}"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            made = make()
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        unfinished.write_bytes(made)
        unfinished.replace(path)
        for older in self._folder.glob(f"{name}-*.{suffix}"):
            if older != path:
                older.unlink(missing_ok=True)
        return made


@cache
def _program() -> str:
    """The version of what draws."""
    folder = files("warehouse").joinpath("digest")
    sources = sorted(file.name for file in folder.iterdir() if file.name.endswith(".py"))
    told = [f"{name} {metadata.version(name)}" for name in _LIBRARIES]
    told += [folder.joinpath(name).read_text(encoding="utf-8") for name in sources]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
