"""The browser bundle: where it is, how a page includes it, and how it is built."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .locate import bundle

if TYPE_CHECKING:
    from .embedding import result_tag
    from .policy import csp, csp_directives
    from .tags import asset_root, script_tags

__all__ = ["asset_root", "bundle", "csp", "csp_directives", "result_tag", "script_tags"]

_HOMES = {
    "asset_root": "tags",
    "csp": "policy",
    "csp_directives": "policy",
    "result_tag": "embedding",
    "script_tags": "tags",
}


def __getattr__(name: str) -> Any:
    # The build hook imports this module where nothing third-party is installed.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
