"""The messages between the page and the server over the WebSocket.

The page sends one JSON object per message, of at most `MAX_REQUEST` bytes. The server sends one or
more JSON objects per message, one per line: events as they happen, and pieces of the log
(`run_log.py`), each ended by a `Mark` that the page acknowledges once it has shown the piece.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

MAX_REQUEST = 1_000_000

KernelState = Literal["starting", "idle", "busy", "restarting", "dead"]
Outcome = Literal["ok", "error", "skipped", "stopped"]


class _Message(msgspec.Struct, tag_field="type", tag=str.lower):
    pass


# From the page


class Run(_Message):
    """Execute `code`; `title` is the example it comes from."""

    code: str
    title: str = ""


class Interrupt(_Message):
    """Interrupt the running code."""


class Restart(_Message):
    """Restart the kernel."""


class Reply(_Message):
    """The answer to the question `request`."""

    request: str
    text: str


class Events(_Message):
    """What a person did with drawings of running programs, as docs/turtle.md describes it."""

    events: list[dict[str, Any]]


class Clear(_Message):
    """Forget all finished runs."""


class Comm(_Message):
    """A widget of the run `run` tells the kernel something: a message of Jupyter's.

    `buffers` are base64 text. What answers the message names `id`, and belongs to the run.
    """

    run: str
    id: str
    msg_type: Literal["comm_open", "comm_msg"]
    content: dict[str, Any]
    metadata: dict[str, Any] = {}
    buffers: list[bytes] = []


class Ack(_Message):
    """Everything up to the mark `id` is displayed."""

    id: int


Request = Run | Interrupt | Restart | Reply | Comm | Events | Clear | Ack


# From the server, as it happens


class Hello(_Message):
    """A new log begins: the page clears its outputs."""


class Kernel(_Message):
    """The state of the kernel; `reason` says why it is dead."""

    state: KernelState
    reason: str = ""


class Question(_Message):
    """The program waits for a line of text."""

    request: str
    run: str
    prompt: str
    password: bool


class Answered(_Message):
    """The question has been answered or withdrawn."""


class Notice(_Message):
    """A message for the user."""

    text: str


class Mark(_Message):
    """The end of a piece of the log; `behind` more bytes follow."""

    id: int
    behind: int


# From the server, in the log


class Submitted(_Message):
    """A new run; `time` in seconds since 1970."""

    run: str
    code: str
    title: str
    time: float


class Started(_Message):
    """The kernel has begun the run."""

    run: str


class Output(_Message):
    """A Jupyter message with an output, or of a widget; binary buffers are base64 text."""

    run: str
    message: dict[str, Any]


class Finished(_Message):
    """The run is over after `seconds`; `count` is the number in `In [count]`."""

    run: str
    outcome: Outcome
    count: int | None
    seconds: float


Event = (
    Hello | Kernel | Question | Answered | Notice | Mark | Submitted | Started | Output | Finished
)

_decoder = msgspec.json.Decoder(Request)
_encoder = msgspec.json.Encoder()


def decode(text: str | bytes) -> Request:
    """Parse a message from the page. Raises `msgspec.MsgspecError` if it is invalid."""
    request: Request = _decoder.decode(text)
    return request


def encode(event: Event) -> bytes:
    """Return an event as one line with its line feed."""
    return _encoder.encode(event) + b"\n"
