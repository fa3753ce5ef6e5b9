"""Why a payload is not shown as its type."""

from __future__ import annotations

from .languages import MessageId

__all__ = ["MessageError", "RenderError"]


class RenderError(ValueError):
    """A payload cannot be rendered as its type; another type or a notice is shown instead."""


class MessageError(RenderError):
    """A `RenderError` whose reason is an interface text, which the notice has in its language."""

    def __init__(self, id_: MessageId, **values: int | str) -> None:
        super().__init__(id_, values)
        self.id_ = id_
        self.values = values
