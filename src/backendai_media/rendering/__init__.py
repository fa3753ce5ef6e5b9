"""Outputs as static HTML: what the browser script shows, from Python and without a browser.

::

    from backendai_media import render

    render(response, "cell-1")  # a fragment
    render(response, standalone=True, theme="dark")  # a page of its own
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import render
    from .notebooks import notebook

__all__ = ["notebook", "render"]

_HOMES = {"notebook": "notebooks", "render": "api"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
