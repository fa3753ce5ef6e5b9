"""Compiles modules for the kernel: its own Python runs this, in Node, when a site is built.

Otherwise each start would compile them. Of Python's library those are compiled that a start and a
first cell import, since all would weigh too much; of packages all are.
"""

from __future__ import annotations

import sys
import zipfile
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path
from py_compile import PycInvalidationMode, compile  # noqa: A004 - that is its name
from tempfile import TemporaryDirectory
from typing import Any
from zipimport import zipimporter

__all__ = ["main"]

#: Holds `*.zip` and `*.whl`; the results are put there as well.
FOLDER = Path("/kernel")
TIME = (1980, 1, 1, 0, 0, 0)
FIRST_CELL = """
from backendai_media import Table
display(Table([{"a": 1}]))
try:
    import turtle
    turtle.forward(1)
except ImportError:
    pass  # some systems have it in a package of its own
"""


class _Host:
    """Runs a cell, and shows nothing."""

    def send(self, items: str) -> None: ...

    def write(self, name: str, text: str) -> None: ...

    def listen(self) -> bool:
        return False

    def ignore(self) -> None: ...


async def main() -> None:
    """Write the library with compiled modules, and an archive of those of packages."""
    packages = Path(next(path for path in sys.path if path.endswith("site-packages")))
    library = next(path for path in sys.path if path.endswith(".zip"))
    _unpack(packages)
    _write_library(library, await _imported(library))
    _write_packages(packages)


def _unpack(packages: Path) -> None:
    for archive in [*FOLDER.glob("*.whl"), FOLDER / "kernel.zip"]:
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(packages)


def _write_library(library: str, wanted: set[str]) -> None:
    """Write the library; modules that are wanted stand beside their sources, as compiled."""
    with (
        zipfile.ZipFile(FOLDER / "python_stdlib.zip") as old,
        zipfile.ZipFile(FOLDER / "library.zip", "w") as new,
    ):
        for name in sorted(old.namelist()):
            content = old.read(name)
            new.writestr(zipfile.ZipInfo(name, TIME), content)
            made = _compiled(content, f"{library}/{name}") if name in wanted else None
            if made:
                new.writestr(zipfile.ZipInfo(f"{name}c", TIME), made)


def _write_packages(packages: Path) -> None:
    with zipfile.ZipFile(FOLDER / "compiled.zip", "w") as archive:
        for path in sorted(packages.rglob("*.py")):
            if made := _compiled(path.read_bytes(), str(path)):
                name = Path(cache_from_source(str(path))).relative_to(packages).as_posix()
                archive.writestr(zipfile.ZipInfo(name, TIME), made)


async def _imported(library: str) -> set[str]:
    """Return the files of the library that a first cell has imported."""
    kernel: Any = import_module("kernel_main").Kernel(_Host())
    if not await kernel.run(FIRST_CELL):
        raise RuntimeError("the first cell fails")
    modules: list[Any] = list(sys.modules.values())
    loaded = [one for one in modules if isinstance(getattr(one, "__loader__", 0), zipimporter)]
    # Ours is a copy of `turtle` that is not among them.
    return {one.__file__.removeprefix(f"{library}/") for one in loaded} | {"turtle.py"}


def _compiled(source: bytes, name: str) -> bytes | None:
    """Return a module as compiled, which is never checked against its source; `None` if wrong."""
    with TemporaryDirectory() as folder:
        path, target = Path(folder) / "source", Path(folder) / "compiled"
        path.write_bytes(source)
        mode = PycInvalidationMode.UNCHECKED_HASH
        made = compile(str(path), str(target), name, quiet=2, invalidation_mode=mode)
        return target.read_bytes() if made else None
