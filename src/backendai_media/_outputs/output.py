"""The base class of all outputs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import OutputError

if TYPE_CHECKING:
    from ..model import MediaItem

__all__ = ["Output", "read_file"]


class Output(ABC):
    """A value in one or more media types, converted once, when it is first shown."""

    @cached_property
    def data(self) -> dict[str, Any]:
        """Media type → payload (text, base64 text or a JSON value), the best type first."""
        return self._make()

    @property
    def metadata(self) -> dict[str, Any]:
        """Media type → what viewers may use besides the payload, such as a title or a size."""
        return {}

    @property
    def item(self) -> MediaItem:
        """The item, as `normalize` would return it."""
        from ..model import MediaItem

        return MediaItem(self.data, self.metadata)

    @abstractmethod
    def _make(self) -> dict[str, Any]: ...

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        from .._emit import offer

        return offer(self.data), self.metadata


def read_file(path: Path) -> bytes:
    """Return a file's content. Raises `OutputError` if it cannot be read."""
    try:
        return path.expanduser().read_bytes()
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror or error}") from error
