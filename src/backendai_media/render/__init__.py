"""Outputs as static HTML: what the browser script shows, from Python and without a browser.

::

    from backendai_media import render

    render(response, "cell-1")  # a fragment
    render(response, standalone=True, theme="dark")  # a page of its own

This module is also the function `render`, so that it does not matter how it is imported.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import render
    from .notebooks import notebook

__all__ = ["notebook", "render"]

_HOMES = {"notebook": "notebooks", "render": "api"}


class _Callable(ModuleType):
    """A module that is called as its function `render`."""

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        made: str = self.render(*args, **kwargs)
        return made


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__


sys.modules[__name__].__class__ = _Callable
