"""Writes columns as an Arrow IPC stream, with pyarrow or polars, whichever is installed."""

from __future__ import annotations

import base64
import io
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

from ..errors import OutputError
from .columns import Columns

__all__ = ["to_arrow_stream", "to_arrow_table"]

#: Readers process a stream batch by batch.
_BATCH_ROWS = 65_536


def to_arrow_table(data: Any) -> Any:
    """Return an Arrow table, or a polars data frame where pyarrow is not installed.

    Raises `OutputError` for anything else, or if neither library is installed.
    """
    if pyarrow := _library("pyarrow"):
        if isinstance(data, pyarrow.Table):
            return data
        if isinstance(data, pyarrow.RecordBatch):
            return pyarrow.Table.from_batches([data])
        if hasattr(data, "__arrow_c_stream__"):
            return pyarrow.table(data)
        raise OutputError(f"A pyarrow {type(data).__name__} is not a table")
    if polars := _library("polars"):
        return polars.DataFrame(data)
    raise OutputError(
        f"Showing a {type(data).__name__} needs pyarrow or polars: pip install pyarrow"
    )


def to_arrow_stream(columns: Columns) -> str | None:
    """Return columns as an IPC stream in base64; `None` if no library can write them."""
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
        writer.write_table(table, max_chunksize=_BATCH_ROWS)
    return base64.b64encode(file.getvalue()).decode()
