"""The state that all tabs share: one kernel, its runs, and their log."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import msgspec

from .inbox import Inbox
from .kernel import Kernel
from .page_protocol import (
    Answered,
    Clear,
    Comm,
    Event,
    Events,
    Finished,
    Hello,
    Interrupt,
    KernelState,
    Notice,
    Outcome,
    Question,
    Reply,
    Request,
    Restart,
    Run,
    Started,
    Submitted,
)
from .page_protocol import Kernel as KernelEvent
from .run_log import Log

MAX_UNFINISHED_RUNS = 50


class _Active(msgspec.Struct):
    """An unfinished run."""

    since: float
    outcome: Outcome | None = None
    count: int | None = None
    idle: bool = False


class Session:
    """Handles requests of pages, and logs messages of the kernel. A `kernel.Listener`."""

    def __init__(self) -> None:
        self.log = Log()
        self.kernel = Kernel(self)
        self.state = KernelEvent("starting")  # as it was sent last
        self.question: Question | None = None
        self.inboxes: set[Inbox] = set()
        self._active: dict[str, _Active] = {}
        self._newest = ""
        self._has_widgets = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """End the kernel and forget everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.kernel.close()
        self.log.close()

    def greet(self) -> list[Event]:
        """Return the events for a new page that are not in the log."""
        return [Hello(), self.state, *([self.question] if self.question else [])]

    # Requests of pages

    def handle(self, request: Request, inbox: Inbox) -> None:
        """Handle a request; the page gets a notice if that is not possible."""
        match request:
            case Run(code, title):
                self._run(code, title, inbox)
            case Interrupt():
                self.spawn(self._interrupt())
            case Restart():
                if self.state.state not in ("starting", "restarting"):
                    self.spawn(self._restart())
            case Reply(asked, text):
                self._answer(asked, text)
            case Events(events):
                self.kernel.send_events(events)
            case Clear():
                self._clear(inbox)
            case Comm():
                self.kernel.send(request)

    def spawn(self, job: Any) -> None:
        """Run a coroutine in the background, and notify the pages if it fails."""
        task = asyncio.create_task(self._guarded(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, job: Any) -> None:
        try:
            await job
        except Exception as error:
            self._broadcast(Notice(f"That did not work: {error}"))
            raise

    def _run(self, code: str, title: str, inbox: Inbox) -> None:
        if len(self._active) >= MAX_UNFINISHED_RUNS:
            inbox.put(
                Notice(f"{MAX_UNFINISHED_RUNS} runs are waiting; let some of them finish first.")
            )
            return
        try:
            run = self.kernel.execute(code)
        except RuntimeError:
            inbox.put(Notice("No kernel runs at the moment; this was not executed."))
            return
        self._active[run] = _Active(time.time())
        self._newest = run
        self.log.begin()
        self.log.append(Submitted(run, code, title, time.time()))
        self._wake()

    async def _interrupt(self) -> None:
        before = list(self._active)
        await self.kernel.interrupt()
        for run in before:
            if run in self._active:
                self._finish(run, "stopped")

    async def _restart(self) -> None:
        self._stop_all()
        await self.kernel.restart()

    def _answer(self, request: str, text: str) -> None:
        question = self.question
        if question is None or question.request != request:
            return
        self.kernel.reply(text)
        shown = "•" * 8 if question.password else text
        self.on_output(question.run, _stdout(f"{question.prompt}{shown}\n"))
        self._forget_question()

    def _clear(self, inbox: Inbox) -> None:
        if self._active:
            inbox.put(Notice("Something still runs; interrupt it, or wait for it, and clear then."))
            return
        self.log.clear()
        self._broadcast(Hello(), self.state)

    # Messages of the kernel

    def on_state(self, state: KernelState, reason: str = "") -> None:
        """The kernel has changed its state."""
        if state == self.state.state:
            return
        if state == "dead":
            self._stop_all()
        if state in ("dead", "restarting") and self._has_widgets:
            # In the log: whoever reads it again comes to the end of these widgets, too.
            self._has_widgets = False
            content = {"execution_state": state}
            self.on_output(self._newest, {"msg_type": "status", "content": content})
        self.state = KernelEvent(state, reason)
        self._broadcast(self.state)

    def on_started(self, run: str) -> None:
        """The kernel has begun `run`."""
        if run in self._active:
            self._active[run].since = time.time()
            self.log.append(Started(run))
            self._wake()

    def on_output(self, run: str, message: dict[str, Any]) -> None:
        """The kernel has sent an output."""
        self._has_widgets |= message["msg_type"] == "comm_open"
        # Threads outlive their run; an output without a run belongs to the latest one.
        if target := run or self._newest:
            self.log.output(target, message)
            self._wake()

    def on_question(self, request: str, run: str, prompt: str, *, password: bool) -> None:
        """The program waits for a line of text."""
        self.question = Question(request, run or self._newest, prompt, password)
        self._broadcast(self.question)

    def on_reply(self, run: str, status: str, count: int | None) -> None:
        """The run has ended with `ok`, `error` or `aborted`."""
        if run not in self._active:
            return
        self._active[run].count = count
        self._active[run].outcome = "ok" if status == "ok" else "error"
        if status == "aborted":
            self._finish(run, "skipped")
        elif self._active[run].idle:
            self._finish(run)

    def on_idle(self, run: str) -> None:
        """All outputs of the run have been reported."""
        if run in self._active:
            self._active[run].idle = True
            if self._active[run].outcome is not None:
                self._finish(run)

    def _finish(self, run: str, outcome: Outcome | None = None) -> None:
        active = self._active.pop(run)
        seconds = time.time() - active.since
        self.log.append(Finished(run, outcome or active.outcome or "ok", active.count, seconds))
        if self.question is not None and self.question.run == run:
            self._forget_question()
        self._wake()

    def _stop_all(self) -> None:
        for run in list(self._active):
            self._finish(run, "stopped")
        self._forget_question()

    def _forget_question(self) -> None:
        if self.question is not None:
            self.question = None
            self._broadcast(Answered())

    def _broadcast(self, *events: Event) -> None:
        for inbox in self.inboxes:
            inbox.put(*events)

    def _wake(self) -> None:
        for inbox in self.inboxes:
            inbox.wake()


def _stdout(text: str) -> dict[str, Any]:
    return {"msg_type": "stream", "content": {"name": "stdout", "text": text}}
