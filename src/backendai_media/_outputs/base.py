"""What all outputs share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BackendAIMediaError

if TYPE_CHECKING:
    from ..model import MediaItem

__all__ = ["Output", "OutputError", "read"]


class OutputError(BackendAIMediaError, ValueError):
    """What was given cannot be shown that way; the message says why, and what can."""


class Output(ABC):
    """A value in one or several types, made once, when it is first shown."""

    @cached_property
    def data(self) -> dict[str, Any]:
        """Its forms by type, the best one first: text, base64 text or what JSON knows."""
        return self._make()

    @property
    def metadata(self) -> dict[str, Any]:
        """What viewers may want to know, by type."""
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


def read(path: Path) -> bytes:
    """Read a file; raises `OutputError` where that is not possible."""
    try:
        return path.expanduser().read_bytes()
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror or error}") from error
