"""`%load_ext backendai_media`: the last values of cells are shown as `display` shows them."""

from typing import Any

from .._emit import offer
from ..model import MediaItem, normalize
from .dispatch import mimebundle

__all__ = ["load_ipython_extension", "unload_ipython_extension"]


def load_ipython_extension(shell: Any) -> None:
    """Replace IPython's formatting of objects with that of `display`.

    It holds for IPython's own displays and for the last values of cells, so that a data frame as a
    last value works where a kernel forwards images only.
    """
    formatter = shell.display_formatter
    original = formatter.format

    def format_object(obj: Any, include: Any = None, exclude: Any = None) -> Any:
        if include or exclude:
            return original(obj, include, exclude)
        data, metadata = mimebundle(obj, original)
        items = normalize(data) if data else []
        if len(items) != 1 or not isinstance(items[0], MediaItem):
            return data, metadata
        return offer(items[0].data), metadata

    formatter.format = format_object


def unload_ipython_extension(shell: Any) -> None:
    """Restore IPython's own formatting."""
    vars(shell.display_formatter).pop("format", None)
