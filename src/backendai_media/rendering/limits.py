"""How much work and output an item may cause; what exceeds it is left out, with a note."""

from __future__ import annotations

from dataclasses import dataclass, field

from .._spec import (
    RENDER_MAX_OPERATIONS,
    RENDER_MAX_OUTPUT_FACTOR,
    RENDER_MIN_OUTPUT_CHARACTERS,
    RENDER_OPERATIONS_PER_CHARACTER,
)
from .languages import MessageId

__all__ = ["Limits", "Meter"]


@dataclass(frozen=True)
class Limits:
    """Limits of one call of `render`.

    An operation is about as much work as a microsecond of a present processor: a step of a
    parser, not an instruction. The values are those of `spec/limits.json`.
    """

    #: Operations of a call, whatever its input.
    operations: int = RENDER_MAX_OPERATIONS
    #: Further operations for each character of the input.
    operations_per_character: float = RENDER_OPERATIONS_PER_CHARACTER
    #: Characters that an item may become, whatever its input.
    output: int = RENDER_MIN_OUTPUT_CHARACTERS
    #: Further characters of output for each character of the input.
    output_factor: float = RENDER_MAX_OUTPUT_FACTOR


@dataclass
class Meter:
    """Counts what a call spends of its limits.

    `left_out` says what is missing of the present item, by ids of messages.
    """

    limits: Limits
    left_out: dict[MessageId, None] = field(default_factory=dict)
    #: Characters of all payloads so far.
    granted: int = 0
    _operations: float = field(init=False)
    _output: float = field(init=False)
    _repeats: float = field(init=False)

    def __post_init__(self) -> None:
        self._operations = self.limits.operations
        self._output = self._repeats = self.limits.output

    def allow_repeats(self, since: int) -> None:
        """Let data be shown again for what was granted after `since`, when it was shown first."""
        self._repeats += (self.granted - since) * self.limits.output_factor / 2

    def repeat(self, characters: int) -> bool:
        """Return whether there is room to show the same data once more."""
        if characters > self._repeats:
            return False
        self._repeats -= characters
        return True

    def start(self) -> None:
        """Begin another item."""
        self.left_out.clear()
        self._output = self.limits.output

    def grant(self, characters: int) -> None:
        """Count a payload of a size."""
        self._operations += characters * self.limits.operations_per_character
        self._output += characters * self.limits.output_factor
        self.granted += characters

    def spend(self, operations: float, what: MessageId) -> bool:
        """Return whether operations are left for a piece of work; if not, `what` is left out."""
        if operations > self._operations:
            self.left_out[what] = None
            return False
        self._operations -= operations
        return True

    def charge(self, operations: float) -> None:
        """Count work that was dearer than it could be known before."""
        self._operations = max(self._operations - max(operations, 0), 0)

    def write(self, characters: int, what: MessageId) -> bool:
        """Return whether there is room for that much output; if not, `what` is left out."""
        if characters > self._output:
            self.left_out[what] = None
            return False
        self._output -= characters
        return True
