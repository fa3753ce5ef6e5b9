"""The browser bundle: where it is, and how pages include it."""

from typing import TYPE_CHECKING

from .._imports import attach
from .locate import bundle

if TYPE_CHECKING:
    from .embedding import result_tag
    from .policy import csp, csp_directives
    from .tags import asset_root, script_tags, static_tags

__all__ = [
    "asset_root",
    "bundle",
    "csp",
    "csp_directives",
    "result_tag",
    "script_tags",
    "static_tags",
]

# The build hook imports this module where nothing third-party is installed.
__getattr__, __dir__ = attach(
    __name__,
    {
        "asset_root": "tags",
        "csp": "policy",
        "csp_directives": "policy",
        "result_tag": "embedding",
        "script_tags": "tags",
        "static_tags": "tags",
    },
)
