"""From the command to a terminal in the browser."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import os
import pwd
import signal
import sys
import webbrowser
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import MissingExtraError, TerminalError
from ...terminal import log
from ...terminal.access import Grant
from ...terminal.app import TerminalApp
from ...terminal.command import Command
from ...terminal.dialect_backendai import MAX_MESSAGE
from ...terminal.limits import Limits
from ...terminal.memory_store import Sessions
from ...terminal.observer import Observer
from ...terminal.recording import Recording
from ...terminal.session import Session
from ..listen import listen, server_config
from ..login import Guard, Scope, Texts
from .page import Front
from .settings import Settings

if TYPE_CHECKING:
    import uvicorn

_TEXTS = Texts(
    cookie="backendai-terminal",
    title="Backend.AI Media terminal",
    login="Open this page from the terminal",
)
_MAIN = "main"
_LOCAL = "local"


def run(settings: Settings) -> None:
    """Serve until interrupted, or with `once` until the session ended.

    Raises `MissingExtraError` where packages are missing, `TerminalError` and `ListenError`.
    """
    if any(find_spec(name) is None for name in ("uvicorn", "websockets")):
        raise MissingExtraError("terminal")
    _set_up_log(as_json=settings.json_log)
    if settings.pty_host:
        _host(settings)
    else:
        _serve(settings)


def drop_privileges(user: str) -> None:
    """Become `user` for good. Raises `TerminalError`."""
    try:
        who = pwd.getpwnam(user)
    except KeyError:
        raise TerminalError(f"There is no user {user!r}.") from None
    if os.geteuid() not in (0, who.pw_uid):
        raise TerminalError(f"Only root can become {user}.")
    if os.geteuid() == 0:
        os.initgroups(user, who.pw_gid)
        os.setresgid(who.pw_gid, who.pw_gid, who.pw_gid)
        os.setresuid(who.pw_uid, who.pw_uid, who.pw_uid)
    os.environ["HOME"] = who.pw_dir


def limits(settings: Settings) -> Limits:
    """Return the limits that the options ask for; all sessions are one person's."""
    count = 1 if settings.once or settings.readonly else settings.max_sessions
    idle = settings.idle_timeout or math.inf
    return Limits(sessions=count, sessions_per_user=count, idle=idle)


def _command(settings: Settings) -> Command:
    return Command(settings.command, cwd=settings.cwd, limits=settings.process_limits)


def _host(settings: Settings) -> None:
    from ...terminal.redis.host import Host

    if settings.user:
        drop_privileges(settings.user)
    command = _command(settings)
    host = Host(settings.store or "", lambda _: command, limits(settings))
    print("This host runs terminals for the front ends of its store. Ctrl+C ends it.")
    host.run()


def _serve(settings: Settings) -> None:
    import uvicorn

    with listen(settings.host, settings.port) as server:
        port: int = server.getsockname()[1]
        holder: list[uvicorn.Server] = []

        def stop() -> None:
            holder[0].should_exit = True

        guard, address = make(settings, port, on_last=stop)
        config = server_config(
            guard,
            max_message=MAX_MESSAGE,
            limit_concurrency=1000,
            ws_ping_interval=None,  # sessions have their own
            ssl_certfile=settings.tls_cert,
            ssl_keyfile=settings.tls_key,
        )
        config.load()  # reads the key, which the user below may not be able to
        if settings.user:
            drop_privileges(settings.user)
        holder.append(uvicorn.Server(config))
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
        _invite(settings, guard, address)
        with contextlib.suppress(KeyboardInterrupt):  # how it is meant to end
            holder[0].run(sockets=[server])


def make(
    settings: Settings, port: int, *, on_last: Callable[[], None] = lambda: None
) -> tuple[Guard, str]:
    """Return the guarded application, and where it is. `on_last`: `once`, the session ended."""
    address = settings.origin or _address(settings, port)
    recordings: list[Recording] = []
    guard: Guard

    def authenticate(scope: Scope) -> Grant | None:
        # The guard has let it in already; this endpoint does not rely on that.
        return Grant(_LOCAL, writable=not settings.readonly) if guard.knows(scope) else None

    def observe(session: Session) -> Observer | None:
        if settings.once:
            session.observers.append(_Last(on_last))
        if settings.record is None:
            return None
        path = _numbered(settings.record, len(recordings))
        recordings.append(Recording(path, *session.size))
        return recordings[-1]

    only = settings.origin or (address if settings.tls_cert else None)
    origins = [only] if only else list(_origins(settings, port))
    # Programs get the rights of the user that this process becomes.
    made: list[Command] = []

    def command(_: Grant) -> Command:
        if not made:
            made.append(_command(settings))
        return made[0]

    if not settings.user:
        command(Grant(_LOCAL))  # what is wrong with it is said now
    app = TerminalApp(
        command,
        authenticate=authenticate,
        allowed_origins=origins,
        limits=limits(settings),
        observe=observe,
        store=settings.store,
        metrics_token=settings.metrics_token,
    )

    def visited(name: str) -> None:
        # Who may only look cannot start it.
        if settings.readonly and isinstance(app.sessions, Sessions) and not len(app.sessions):
            app.sessions.start(Grant(_LOCAL), bytes(16), (24, 80), name)

    fixed = _MAIN if settings.once or settings.readonly else None
    title = f"{Path(settings.command[0]).name} — terminal"
    front = Front(app, title, fixed=fixed, visited=visited)
    guard = Guard(front, host=settings.host, port=port, texts=_TEXTS, origin=only)
    return guard, address


class _Last(Observer):
    """Calls when the program has ended, and those who look were told."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call

    def ended(self, how: Any) -> None:  # noqa: ARG002
        asyncio.get_running_loop().call_later(1, self._call)


def _address(settings: Settings, port: int) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{'https' if settings.tls_cert else 'http'}://{host}:{port}"


def _origins(settings: Settings, port: int) -> set[str]:
    own = _address(settings, port)
    return {own, *(own.replace(settings.host, name) for name in ("127.0.0.1", "localhost"))}


def _numbered(path: Path, count: int) -> Path:
    return path.with_name(f"{path.stem}-{count + 1}{path.suffix}") if count else path


def _invite(settings: Settings, guard: Guard, address: str) -> None:
    def again() -> None:
        print(f"For another browser: {address}/?code={guard.issue()}", flush=True)

    guard.on_exchange = again
    url = f"{address}/?code={guard.issue()}"
    print(f"The terminal is at {url}", flush=True)
    if os.geteuid() == 0:
        print("It runs as root; --user NAME takes that away.", flush=True)
    print("Press Ctrl+C to end it.", flush=True)
    if settings.open_browser:
        webbrowser.open(url)


def _set_up_log(*, as_json: bool) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(log.Lines() if as_json else logging.Formatter("%(asctime)s %(message)s"))
    log.LOG.addHandler(handler)
    log.LOG.setLevel(logging.INFO)
