"""Reads a saved file whose outputs are shown: a notebook, or a Backend.AI result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from ..errors import DemoError
from ..model.jsonio import read
from ..model.plain_values import to_plain

MAX_BYTES = 512 << 20


class Cell(msgspec.Struct, omit_defaults=True):
    """A cell for the page; `outputs` are passed to the library unchanged."""

    kind: str
    source: str = ""
    count: int | None = None
    outputs: list[Any] = []


class View(msgspec.Struct):
    """A whole file."""

    name: str
    language: str
    cells: list[Cell]


class Document:
    """A file, read again on each request. Raises `DemoError` if that is not possible."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.view()

    def view(self) -> View:
        """Read the file. Raises `DemoError` if it cannot be read, or is of another format."""
        try:
            if self.path.stat().st_size > MAX_BYTES:
                raise DemoError(
                    f"{self.path} has more than {MAX_BYTES >> 20} MB, which is too much for a page."
                )
            # Python writes NaN and lone surrogates, which a page cannot parse.
            value = to_plain(read(self.path.read_bytes()))
        except OSError as error:
            raise DemoError(f"{self.path} cannot be read: {error.strerror}.") from error
        except (ValueError, RecursionError) as error:
            raise DemoError(f"{self.path} is not JSON: {error}.") from error
        if isinstance(value, dict) and isinstance(value.get("worksheets"), list):
            raise DemoError(
                f"{self.path} is in the format of before 2015; convert it with "
                "`jupyter nbconvert --to notebook`."
            )
        if isinstance(value, dict) and isinstance(value.get("cells"), list):
            cells = [_cell(cell) for cell in value["cells"] if isinstance(cell, dict)]
            return View(self.path.name, _language(value), cells)
        if self.path.suffix == ".ipynb":
            raise DemoError(f"{self.path} is not a notebook: it has no cells.")
        return View(self.path.name, "", [Cell("result", outputs=[value])])


def _cell(cell: dict[str, Any]) -> Cell:
    source, outputs = cell.get("source"), cell.get("outputs")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    count = cell.get("execution_count")
    return Cell(
        kind=str(cell.get("cell_type", "raw")),
        source=source if isinstance(source, str) else "",
        count=count if isinstance(count, int) else None,
        outputs=outputs if isinstance(outputs, list) else [],
    )


def _language(notebook: dict[str, Any]) -> str:
    metadata = notebook.get("metadata")
    for key in ("language_info", "kernelspec"):
        info = metadata.get(key) if isinstance(metadata, dict) else None
        name = (
            info.get("name" if key == "language_info" else "language")
            if isinstance(info, dict)
            else None
        )
        if isinstance(name, str):
            return name
    return "python"
