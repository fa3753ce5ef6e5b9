"""How much work and output an item may cause; what exceeds it is left out, with a note."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .._spec import (
    RENDER_MAX_OPERATIONS,
    RENDER_MAX_OUTPUT_FACTOR,
    RENDER_MAX_PARTS,
    RENDER_MIN_OUTPUT_CHARACTERS,
    RENDER_OPERATIONS_PER_CHARACTER,
    RENDER_SHARED_OUTPUT_CHARACTERS,
    RENDER_SHARED_STYLE_CHARACTERS,
    RENDER_SHARED_UNPACKED_BYTES,
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
    #: Bytes that packed payloads may still become out of proportion.
    unpacked: float = RENDER_SHARED_UNPACKED_BYTES
    _operations: float = field(init=False)
    _output: float = field(init=False)
    #: Of `_output`, what the present item was given of what all items share.
    _lent: float = field(init=False)
    _shared: float = field(init=False)
    #: Of the present item, as far as it was counted.
    _written: int = 0
    #: Of style sheets so far.
    _styles: int = 0
    _parts: int = RENDER_MAX_PARTS
    #: What may still be granted of what is packed, or is shown again.
    _most: float = math.inf
    _repeats: float = field(init=False)

    def __post_init__(self) -> None:
        self._operations = self.limits.operations
        self._output = self._lent = self._repeats = self.limits.output
        self._shared = max(self.limits.output, RENDER_SHARED_OUTPUT_CHARACTERS)

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
        self._shared = max(self._shared - max(self._lent - self._output, 0), 0)
        self._output = self._lent = min(self.limits.output, self._shared)
        self._written = 0

    def settle(self, characters: int) -> None:
        """Count all that the present item became, as far as it was not counted before."""
        self._output -= max(characters - self._written, 0)
        self._written = max(characters, self._written)

    def count(self) -> bool:
        """Return whether there may be another item, or cell of a notebook."""
        if not self._parts:
            self.left_out["left_out_parts"] = None
            return False
        self._parts -= 1
        return True

    def style(self, characters: int) -> bool:
        """Return whether there is room for style sheets, which each shadow root needs.

        They are not counted as what an item becomes, however little it is.
        """
        room = RENDER_SHARED_STYLE_CHARACTERS + self.granted * self.limits.output_factor
        if self._styles + characters > room:
            self.left_out["left_out_formatting"] = None
            return False
        self._styles += characters
        self._written += characters
        return True

    @property
    def room(self) -> float:
        """Characters that the present item may still become."""
        return max(self._output, 0)

    @property
    def spare(self) -> float:
        """Characters that it may become if nothing is left for later items."""
        return max(self._output + self._shared - self._lent, 0)

    @contextmanager
    def within(self, characters: float) -> Iterator[None]:
        """Grant no more than so much for what is in a packed payload, or is shown again."""
        outer, granted = self._most, self.granted
        self._most = min(characters, outer)
        try:
            yield
        finally:
            self._most = outer - (self.granted - granted)

    def unpack(self, size: float) -> None:
        """Count what a packed payload became out of proportion."""
        self.unpacked = max(self.unpacked - max(size, 0), 0)

    def grant(self, characters: int) -> None:
        """Count a payload of a size."""
        characters = int(min(characters, self._most))
        self._most -= characters
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
        self._written += characters
        return True
