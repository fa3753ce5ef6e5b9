"""The one exception of drawings."""

from ..errors import BackendAIMediaError

__all__ = ["DrawingError"]


class DrawingError(BackendAIMediaError, ValueError):
    """An argument or a drawing's data is wrong; the message names what and where."""
