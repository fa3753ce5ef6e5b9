"""A front end's replica of a session whose program runs on a host."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from typing import Any, Final

from ...errors import LimitError, SessionGoneError, StoreUnavailableError, TerminalError
from ..frames import Exit
from ..limits import Limits
from ..replay import Replay
from ..viewer import CLIENT_LEFT, Viewer
from .front_end import FRONT_END_GONE, FrontEnd
from .replica_viewer import ReplicaViewer
from .session_log import HOST_GONE, LogFollower

_HOST_TIMEOUT_SECONDS: Final = 10.0  # for a host's answer
_ACK_DELAY_SECONDS: Final = 0.02  # to combine acknowledgements


class SessionReplica(LogFollower):
    """A `SessionHandle` that follows a session's log while somebody views it."""

    def __init__(self, front_end: FrontEnd, limits: Limits, id_: str) -> None:
        super().__init__(front_end, id_)
        self.name = ""
        self.limits = limits
        self.size = (24, 80)
        self.replay = Replay(limits.replay)
        self.exit: Exit | None = None
        self.viewers: list[ReplicaViewer] = []
        self._host = ""
        self._joining: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._ack_timer: asyncio.TimerHandle | None = None
        self._changed = asyncio.Condition()

    async def load(self) -> None:
        """Follow the log, and return when everything in it so far is applied.

        Raises `SessionGoneError` if the session has ended, `StoreUnavailableError` if the store
        cannot be reached.
        """
        await self.catch_up()
        if not self._host:
            fields = await self.log.fields()
            if not fields:
                await self.check_host()
                raise self.lost or SessionGoneError(HOST_GONE)
            self.name, self._host = fields[b"name"].decode(), fields[b"host"].decode()
            if not self.started:
                self.size = int(fields[b"rows"]), int(fields[b"columns"])

    async def wait_started(self) -> None:
        """Wait until the program runs.

        Raises `SessionGoneError` if it cannot start, `StoreUnavailableError` if the host does not
        answer.
        """
        await self._wait_for(lambda: self.started)

    async def join(
        self, client: bytes, offset: int | None, *, writable: bool
    ) -> tuple[Viewer, int]:
        """Return a new viewer and the newest sequence number received from this client.

        Raises `LimitError` if the session has too many viewers, `StoreUnavailableError` if the
        host does not answer.
        """
        id_ = secrets.token_hex(8)
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._joining[id_] = future
        try:
            self._request(
                op="attach",
                viewer=id_,
                client=client.hex(),
                offset=offset,
                writable=writable,
                front=self._front_end.id,
            )
            async with asyncio.timeout(_HOST_TIMEOUT_SECONDS):
                answer = await future
        except TimeoutError:
            raise StoreUnavailableError("This session's host does not answer.") from None
        finally:
            self._joining.pop(id_, None)
        if answer["k"] == "refused":
            raise LimitError(answer["reason"])
        if offset is None or offset > self.replay.end:
            offset = self.replay.beginning()
        received = answer["received"]
        viewer = ReplicaViewer(self, client, offset, writable=writable, id_=id_, received=received)
        if answer["written"]:
            viewer.notify_written(answer["written"])
        self.viewers.append(viewer)
        return viewer, received

    def detach(self, viewer: Viewer, reason: str = CLIENT_LEFT) -> None:
        """Remove a viewer; removing it twice is allowed."""
        if viewer.detach_reason:
            return
        self._send_acks()  # the program waits there for the viewer to return
        if viewer.exit_sent:
            self._request_for(viewer, op="exit_sent")
        self._request_for(viewer, op="detach")
        self._remove(viewer, reason)

    def type(self, viewer: Viewer, sequence: int, data: bytes) -> None:
        """Send input to the host; a read-only viewer's is dropped.

        Raises `ProtocolError` if input is missing before it or exceeds the input window.
        """
        if viewer.writable and isinstance(viewer, ReplicaViewer):
            viewer.add_input(sequence, len(data))
            self._request_for(viewer, data, op="input", n=sequence)

    def resize(self, viewer: Viewer, rows: int, columns: int) -> None:
        """Set a viewer's size."""
        if viewer.writable:
            self._request_for(viewer, op="resize", rows=rows, columns=columns)

    def focus(self, viewer: Viewer) -> None:
        """Give the terminal this viewer's size."""
        if viewer.writable:
            self._request_for(viewer, op="focus")

    def redraw(self) -> None:
        """Make the program redraw its screen."""
        if self.viewers:
            self._request_for(self.viewers[0], op="redraw")

    def resume(self) -> None:
        """Report acknowledgements to the host: at once for a part of the window, else soon."""
        step = self.limits.window // 4
        if any(viewer.acked - viewer.reported >= step for viewer in self.viewers):
            self._send_acks()
        elif self._ack_timer is None:
            loop = asyncio.get_running_loop()
            self._ack_timer = loop.call_later(_ACK_DELAY_SECONDS, self._send_acks)

    async def end(self) -> None:
        """End the program and everything it started.

        Raises `StoreUnavailableError` if the host does not answer.
        """
        self._request(op="end")
        await self._wait_for(lambda: self.exit is not None)

    def lose(self, error: TerminalError) -> None:
        """Detach all viewers because of `error`, and stop following the log."""
        for future in self._joining.values():
            if not future.done():
                future.set_exception(error)
        for viewer in list(self.viewers):
            viewer.error = error
            self._remove(viewer, str(error))
        super().lose(error)

    @property
    def in_use(self) -> bool:
        """Whether the session has viewers here, or will have."""
        return bool(self.viewers or self._joining)

    async def on_progress(self) -> None:
        """Wake those who wait for the log."""
        async with self._changed:
            self._changed.notify_all()

    def apply(self, end: int, fields: dict[bytes, bytes]) -> None:
        """Apply one entry of the log: output or an event."""
        if (data := fields.get(b"o")) is not None:
            self._apply_output(end, data)
            return
        event = json.loads(fields[b"e"])
        match event["k"]:
            case "started":
                self.started = True
            case "attached":
                self.started = True
                self._apply_size(event)
                self._answer_join(event)
            case "refused":
                self._answer_join(event)
            case "written":
                client = bytes.fromhex(event["client"])
                for viewer in self.viewers:
                    if viewer.client == client:
                        viewer.input_written(event["n"])
            case "size":
                self._apply_size(event)
            case "detached":
                self._apply_detached(event)
            case "exit":
                self.started = self.ended = True
                self.exit = Exit(event["code"], event["signal"])
                for viewer in self.viewers:
                    viewer.notify()

    def _apply_output(self, end: int, data: bytes) -> None:
        start = end - len(data)
        if self.replay.end == 0 and start:
            self.replay = Replay(self.limits.replay, start)
        if start > self.replay.end:
            self.lose(StoreUnavailableError("This server fell behind; reconnect to resume."))
            return
        self.started = True
        self.replay.append(data[self.replay.end - start :])
        for viewer in self.viewers:
            viewer.notify()

    def _apply_size(self, event: dict[str, Any]) -> None:
        size = event["rows"], event["columns"]
        if size != self.size:
            self.size = size
            for viewer in self.viewers:
                viewer.notify_resized(*size)

    def _apply_detached(self, event: dict[str, Any]) -> None:
        for viewer in self.viewers:
            if viewer.id == event["viewer"]:
                if event["reason"] == FRONT_END_GONE:  # as the host believed: it may come back
                    viewer.error = StoreUnavailableError(event["reason"])
                self._remove(viewer, event["reason"])

    def _answer_join(self, event: dict[str, Any]) -> None:
        future = self._joining.get(event["viewer"])
        if future and not future.done():
            future.set_result(event)

    def _send_acks(self) -> None:
        if self._ack_timer is not None:
            self._ack_timer.cancel()
            self._ack_timer = None
        for viewer in self.viewers:
            if viewer.acked > viewer.reported:
                viewer.reported = viewer.acked
                self._request_for(viewer, op="ack", offset=viewer.acked)

    def _request_for(self, viewer: Viewer, data: bytes = b"", **request: object) -> None:
        if isinstance(viewer, ReplicaViewer):
            self._request(data, viewer=viewer.id, **request)

    def _request(self, data: bytes = b"", **request: object) -> None:
        self._front_end.send(self._host, {"id": self.id, **request}, data)

    def _remove(self, viewer: Viewer, reason: str) -> None:
        viewer.detach_reason = reason
        viewer.notify()
        self.viewers = [one for one in self.viewers if one is not viewer]

    async def _wait_for(self, condition: Callable[[], bool]) -> None:
        try:
            async with asyncio.timeout(_HOST_TIMEOUT_SECONDS), self._changed:
                await self._changed.wait_for(lambda: self.lost is not None or condition())
        except TimeoutError:
            raise StoreUnavailableError("This session's host does not answer.") from None
        if self.lost and not condition():
            raise self.lost
