"""Columns → Arrow's IPC stream, by whichever library is there."""

from __future__ import annotations

import base64
import io
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .base import OutputError

if TYPE_CHECKING:
    from .columns import Columns

__all__ = ["as_table", "stream"]

#: Rows of a batch: readers take a stream batch by batch.
_BATCH = 65_536


def as_table(data: Any) -> Any:
    """Return an Arrow table (of pyarrow or, where that is not installed, of polars)."""
    if pyarrow := _library("pyarrow"):
        if isinstance(data, pyarrow.Table):
            return data
        if isinstance(data, pyarrow.RecordBatch):
            return pyarrow.Table.from_batches([data])
        if hasattr(data, "__arrow_c_stream__"):
            return pyarrow.table(data)
        raise OutputError(f"A {type(data).__name__} of pyarrow is no table")
    if polars := _library("polars"):
        return polars.DataFrame(data)
    raise OutputError(
        f"Showing a {type(data).__name__} needs pyarrow or polars: pip install pyarrow"
    )


def stream(columns: Columns) -> str | None:
    """Return columns as base64 of an IPC stream; `None` where no library can write them."""
    source = columns.source
    root = type(source).__module__.partition(".")[0]
    try:
        if root == "polars":
            return _polars_stream(source)
        if pyarrow := _library("pyarrow"):
            return _pyarrow_stream(pyarrow, _pyarrow_table(pyarrow, columns))
        if polars := _library("polars"):
            pairs = zip(columns.names, columns.values(), strict=True)
            return _polars_stream(polars.DataFrame(dict(pairs)))
    except Exception:  # noqa: BLE001 - what these libraries raise for mixed columns has no common base
        return None
    return None


def _library(name: str) -> ModuleType | None:
    try:
        return sys.modules.get(name) or import_module(name)
    except ImportError:
        return None


def _polars_stream(frame: Any) -> str:
    file = io.BytesIO()
    oldest = import_module("polars").CompatLevel.oldest()
    frame.write_ipc_stream(file, compression="uncompressed", compat_level=oldest)
    return base64.b64encode(file.getvalue()).decode()


def _pyarrow_table(pyarrow: ModuleType, columns: Columns) -> Any:
    source = columns.source
    if source is None:
        return pyarrow.table(dict(zip(columns.names, columns.values(), strict=True)))
    if type(source).__module__.startswith("pandas"):
        return pyarrow.Table.from_pandas(source, preserve_index=False)
    return source.rename_columns(columns.names)


def _pyarrow_stream(pyarrow: ModuleType, table: Any) -> str:
    file = io.BytesIO()
    with pyarrow.RecordBatchStreamWriter(file, table.schema) as writer:
        writer.write_table(table, max_chunksize=_BATCH)
    return base64.b64encode(file.getvalue()).decode()
