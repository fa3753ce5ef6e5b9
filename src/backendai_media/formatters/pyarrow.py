"""pyarrow's tables and record batches."""

from typing import Any

from .._outputs import Table
from .registry import Bundle, Formatter

__all__ = ["FALLBACKS"]


def _table(table: Any) -> Bundle:
    shown = Table(table)
    return shown.data, shown.metadata


FALLBACKS: dict[str, Formatter] = {"RecordBatch": _table, "Table": _table}
