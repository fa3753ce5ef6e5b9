"""Finds the formatter of an object by its class's library and name, without importing the library.

A module of this package that is named for a library has two tables, `OVERRIDES` and `FALLBACKS`:
name of a class → formatter. It is imported when an object of that library is shown first. Classes
are identified by the names of library and class, so that a library may move them.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

__all__ = ["Bundle", "Formatter", "find_fallback", "find_override", "with_text"]

#: A mimebundle and its metadata.
Bundle = tuple[dict[str, Any], dict[str, Any]]
Formatter = Callable[[Any], Bundle | None]

#: Top-level package of a library → the module here that has its formatters.
_MODULES = {
    "IPython": "ipython",
    "PIL": "pillow",
    "altair": "altair",
    "bokeh": "bokeh",
    "matplotlib": "matplotlib",
    "pandas": "pandas",
    "plotly": "plotly",
    "pyarrow": "pyarrow",
}


def find_override(obj: Any) -> Formatter | None:
    """Return the formatter that overrides an object's own representation; it may return `None`."""
    return _find(obj, "OVERRIDES")


def find_fallback(obj: Any) -> Formatter | None:
    """Return the formatter for an object that has nothing but text; it may return `None`."""
    return _find(obj, "FALLBACKS")


def with_text(data: dict[str, Any], obj: Any) -> Bundle:
    """Return a bundle of `data` with the object's `repr` as its text."""
    return {**data, "text/plain": repr(obj)}, {}


def _find(obj: Any, table: str) -> Formatter | None:
    for cls in type(obj).__mro__[:-1]:
        library = (cls.__module__ or "").partition(".")[0]
        if library not in _MODULES:
            continue
        module = import_module(f".{_MODULES[library]}", __package__)
        formatters: dict[str, Formatter] = getattr(module, table, {})
        if formatter := formatters.get(cls.__qualname__):
            return formatter
    return None
