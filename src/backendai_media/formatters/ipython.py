"""`%load_ext backendai_media`: cells' last values are shown as `display` shows them."""

from typing import Any

from .._emit import offer
from ..model import MediaItem, normalize
from . import dispatch

__all__ = ["load_ipython_extension", "unload_ipython_extension"]


def load_ipython_extension(shell: Any) -> None:
    """Let IPython's displays, and what cells end with, be what `display` makes of an object.

    So a data frame as a last value does no harm where a kernel forwards images only.
    """
    formatter = shell.display_formatter
    own = formatter.format

    def form(obj: Any, include: Any = None, exclude: Any = None) -> Any:
        if include or exclude:
            return own(obj, include, exclude)
        data, metadata = dispatch.formats(obj, own)
        items = normalize(data) if data else []
        if len(items) != 1 or not isinstance(items[0], MediaItem):
            return data, metadata
        return offer(items[0].data), metadata

    formatter.format = form


def unload_ipython_extension(shell: Any) -> None:
    """Let IPython do what it did before."""
    vars(shell.display_formatter).pop("format", None)
