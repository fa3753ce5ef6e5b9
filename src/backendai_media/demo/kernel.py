"""An IPython kernel, which ends with this process."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from .page_protocol import Comm, KernelState

OUTPUT_TYPES = frozenset(
    (
        *("stream", "display_data", "execute_result", "error", "update_display_data"),
        *("clear_output", "comm_open", "comm_msg", "comm_close"),
    )
)
#: Messages of widgets whose answers are told apart from others'.
MAX_COMMS = 1000
#: The message by which a kernel gets events of drawings: docs/turtle.md.
EVENTS_MESSAGE = "backendai_events"
START_TIMEOUT_SECONDS = 60.0
POLL_SECONDS = 0.3


class Listener(Protocol):
    """Callbacks of a kernel. `run` is the result of `Kernel.execute`, or empty if it is unknown."""

    def on_state(self, state: KernelState, reason: str = "") -> None:
        """The kernel has changed its state."""

    def on_started(self, run: str) -> None:
        """The kernel has begun `run`."""

    def on_output(self, run: str, message: dict[str, Any]) -> None:
        """The kernel has sent a message of one of the `OUTPUT_TYPES`, or its state for a `Comm`."""

    def on_question(self, request: str, run: str, prompt: str, *, password: bool) -> None:
        """The program waits for `Kernel.reply`."""

    def on_reply(self, run: str, status: str, count: int | None) -> None:
        """The run has ended with `ok`, `error` or `aborted`."""

    def on_idle(self, run: str) -> None:
        """All outputs of the run have been reported."""


class _Probe:
    """A request after all others: when both of its answers have come, so have all of theirs."""

    def __init__(self) -> None:
        self.reply = asyncio.Event()
        self.idle = asyncio.Event()


class _ThisPython(KernelSpecManager):
    """Offers the interpreter of this process, whatever kernels are registered."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        program = str(Path(__file__).with_name("kernel_main.py"))
        argv = [sys.executable, program, "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name=kernel_name, language="python")


class Kernel:
    """Starts a kernel, sends code to it, and reports its messages to a listener."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        # A private directory with Unix sockets: with TCP any local user could read the outputs.
        self._folder = tempfile.TemporaryDirectory(prefix="backendai-", ignore_cleanup_errors=True)
        self._log_file = Path(self._folder.name) / "log"
        self._context = zmq.asyncio.Context()
        self._context.setsockopt(
            zmq.RCVHWM, 0
        )  # by default outputs that arrive too fast are dropped
        self._manager = AsyncKernelManager(
            context=self._context,
            kernel_spec_manager=_ThisPython(),
            connection_file=str(Path(self._folder.name) / "kernel.json"),
            transport="tcp" if os.name == "nt" else "ipc",
            shutdown_wait_time=2.0,
        )
        self._client: AsyncKernelClient | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._lock = asyncio.Lock()
        self._probes: dict[str, _Probe] = {}
        self._comms: dict[str, str] = {}  # message → the run that its answers belong to
        self._life = 0
        self.alive = False

    async def start(self) -> None:
        """Start, and return when code can be executed or `dead` was reported."""
        async with self._lock:
            self._listener.on_state("starting")
            await self._launch(self._manager.start_kernel)
            await self._connect()

    async def restart(self) -> None:
        """Kill the kernel, and start another."""
        async with self._lock:
            await self._disconnect()
            self._listener.on_state("restarting")
            await self._launch(partial(self._manager.restart_kernel, now=True))
            await self._connect()

    async def interrupt(self) -> None:
        """Raise `KeyboardInterrupt` in the running code; return when all earlier runs are reported.

        A second one can hit the kernel while it answers the first; that run is never reported.
        """
        if not self.alive:
            return
        await self._manager.interrupt_kernel()
        timeout = 1.0  # seconds; the probe itself may have been interrupted
        while not await self._settled(timeout):
            timeout *= 2

    async def _settled(self, seconds: float) -> bool:
        """Send a probe; return whether it was answered in time, or never will be."""
        if self._client is None or not self.alive:
            return True
        name = self._client.kernel_info()
        _look_for_messages(self._client.shell_channel)
        probe = self._probes[name] = _Probe()
        try:
            async with asyncio.timeout(seconds):
                await probe.reply.wait()
                await probe.idle.wait()
        except TimeoutError:
            return False
        finally:
            self._probes.pop(name, None)
        return True

    async def close(self) -> None:
        """End the kernel and everything it started."""
        async with self._lock:
            await self._disconnect()
            if self._manager.has_kernel:
                await self._manager.shutdown_kernel()
            self._context.destroy(linger=0)
            self._folder.cleanup()

    def execute(self, code: str) -> str:
        """Execute `code` and return the id of the run; raises `RuntimeError` if no kernel runs."""
        if self._client is None or not self.alive:
            raise RuntimeError("the kernel is not running")
        message = self._client.execute(code, allow_stdin=True)
        _look_for_messages(self._client.shell_channel)
        return self._run_of(message)

    def reply(self, text: str) -> None:
        """Answer the latest question."""
        if self._client is not None and self.alive:
            self._client.input(text)
            _look_for_messages(self._client.stdin_channel)

    def send(self, comm: Comm) -> None:
        """Send a widget's message; nothing happens if no kernel runs."""
        if self._client is None or not self.alive:
            return
        session, channel = self._client.session, self._client.shell_channel
        message = session.msg(comm.msg_type, comm.content, metadata=comm.metadata)
        message["header"]["msg_id"] = message["msg_id"] = comm.id
        message["buffers"] = comm.buffers
        self._comms[comm.id] = comm.run
        if len(self._comms) > MAX_COMMS:
            del self._comms[next(iter(self._comms))]
        channel.send(message)
        _look_for_messages(channel)

    def send_events(self, events: list[dict[str, Any]]) -> None:
        """Pass on what a person did with drawings, to a program that runs."""
        if self._client is not None and self.alive:
            message = self._client.session.msg(EVENTS_MESSAGE, {"events": events})
            self._client.control_channel.send(message)
            _look_for_messages(self._client.control_channel)

    def _run_of(self, message: str | None) -> str:
        if message in self._comms:
            return self._comms[message]
        # Messages are numbered from one again after a restart.
        return f"{self._life}-{message}" if message else ""

    async def _launch(self, start: Callable[..., Awaitable[None]]) -> None:
        environment = {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        with self._log_file.open("wb") as log:  # messages of the kernel itself, not of the code
            await start(env=environment, stdout=log, stderr=log)

    async def _connect(self) -> None:
        self._life += 1
        client = self._client = self._manager.client(context=self._context)
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=START_TIMEOUT_SECONDS)
        except RuntimeError as error:
            last = self._log_file.read_text("utf-8", "replace").strip().rpartition("\n")[2]
            self._listener.on_state("dead", f"The kernel did not start: {last or error}.")
            return
        self.alive = True
        self._listener.on_state("idle")
        readers = (self._read_outputs, self._read_replies, self._read_questions)
        jobs = [self._watch(), *(read(client) for read in readers)]
        self._tasks = [asyncio.create_task(job) for job in jobs]

    async def _disconnect(self) -> None:
        self.alive = False
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        for probe in self._probes.values():
            probe.reply.set()
            probe.idle.set()
        self._probes.clear()
        self._comms.clear()
        if self._client is not None:
            self._client.stop_channels()
            self._client = None

    async def _read_outputs(self, client: AsyncKernelClient) -> None:
        while True:
            message = await client.get_iopub_msg()
            kind, content = message["msg_type"], message["content"]
            parent = message["parent_header"].get("msg_id", "")
            run = self._run_of(parent)
            if kind in OUTPUT_TYPES:
                self._listener.on_output(run, _for_page(message))
            elif kind == "execute_input":
                self._listener.on_started(run)
            elif message["parent_header"].get("msg_type") == EVENTS_MESSAGE:
                continue  # it is busy with an event only
            elif kind == "status" and content["execution_state"] in ("busy", "idle"):
                self._listener.on_state(content["execution_state"])
                if parent in self._comms:  # the page sends a widget's next change after it
                    self._listener.on_output(run, _for_page(message))
                elif content["execution_state"] == "idle":
                    self._listener.on_idle(run)
                    if probe := self._probes.get(parent):
                        probe.idle.set()

    async def _read_replies(self, client: AsyncKernelClient) -> None:
        while True:
            message = await client.get_shell_msg()
            if message["msg_type"] == "execute_reply":
                content, run = message["content"], self._run_of(message["parent_header"]["msg_id"])
                for page in _pages(content):
                    self._listener.on_output(run, page)
                self._listener.on_reply(run, content["status"], content.get("execution_count"))
            elif probe := self._probes.get(message["parent_header"].get("msg_id", "")):
                probe.reply.set()

    async def _read_questions(self, client: AsyncKernelClient) -> None:
        while True:
            message = await client.get_stdin_msg()
            if message["msg_type"] == "input_request":
                content = message["content"]
                run = self._run_of(message["parent_header"].get("msg_id"))
                request, password = message["header"]["msg_id"], bool(content.get("password"))
                prompt = content.get("prompt", "")
                self._listener.on_question(request, run, prompt, password=password)

    async def _watch(self) -> None:
        while await self._manager.is_alive():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(POLL_SECONDS)
        process = getattr(self._manager.provisioner, "process", None)
        code = None if process is None else process.returncode
        await asyncio.sleep(POLL_SECONDS)  # its last messages are still on their way
        self.alive = False
        self._listener.on_state("dead", _death(code))


def _for_page(message: dict[str, Any]) -> dict[str, Any]:
    """Return what a page needs of a message, also which one it answers: that says what is whose."""
    parent = {"msg_id": message["parent_header"].get("msg_id", "")}
    kept = {"msg_type": message["msg_type"], "parent_header": parent, "content": message["content"]}
    buffers = message.get("buffers")
    return {**kept, "buffers": list(buffers)} if buffers else kept


def _pages(reply: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a reply has for a pager, as of `name?`, as displays."""
    pages = [one for one in reply.get("payload", ()) if one.get("source") == "page"]
    return [
        {"msg_type": "display_data", "content": {"data": one.get("data", {}), "metadata": {}}}
        for one in pages
    ]


def _look_for_messages(channel: Any) -> None:
    """Let the event loop see what has arrived on `channel` while a message was sent.

    jupyter_client 8.10 sends through a second handle of the socket. That takes the signal of
    messages that have just arrived, and nobody reads these or any later ones. The first handle
    looks again when it is asked for its events.
    """
    channel.socket.get(zmq.EVENTS)


def _death(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        hint = " The system does that when memory runs out." if name == "SIGKILL" else ""
        return f"The kernel was ended by {name}.{hint}"
    return "The kernel has ended." if code is None else f"The kernel exited with code {code}."
