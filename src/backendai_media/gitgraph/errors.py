"""The one exception of git graphs."""

from ..errors import BackendAIMediaError

__all__ = ["GitGraphError"]


class GitGraphError(BackendAIMediaError, ValueError):
    """A repository cannot be read, or a graph's data is wrong; the message says what to do."""
