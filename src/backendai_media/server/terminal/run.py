"""Serves a terminal in the browser, from the command's options."""

from __future__ import annotations

import asyncio
import logging
import math
import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..._asgi import Scope
from ...errors import MissingExtraError, TerminalError
from ...terminal.access import Identity
from ...terminal.app import TerminalApp
from ...terminal.command import Command
from ...terminal.dialect_backendai import MAX_MESSAGE_BYTES
from ...terminal.limits import Limits
from ...terminal.memory_store import MemoryStore
from ...terminal.monitoring import LOGGER, JsonFormatter
from ...terminal.recording import Recording
from ...terminal.session import Session
from ...terminal.viewer import Observer
from ..launch import listen, run_server, server_config
from ..login import LoginTexts, OneTimeCodeLogin
from .page import TerminalPage
from .settings import Settings

_TEXTS = LoginTexts(
    cookie="backendai-terminal",
    title="Backend.AI Media terminal",
    login="Open this page from the terminal",
)
_SERVED_BY = ("uvicorn", "websockets")
_SESSION = "main"
_USER = "local"
_ONCE_DELAY_SECONDS = 1  # for viewers to receive the exit


def run(settings: Settings) -> None:
    """Serve until interrupted; with `once`, until the session has ended.

    Raises `MissingExtraError` if packages are missing, `TerminalError` if the command, the user or
    the store is invalid, and `ListenError` if the address cannot be listened on.
    """
    if any(find_spec(name) is None for name in _SERVED_BY):
        raise MissingExtraError("terminal")
    _set_up_log(as_json=settings.json_log)
    if settings.pty_host:
        _run_host(settings)
    else:
        _run_server(settings)


def drop_privileges(user: str) -> None:
    """Become `user` permanently.

    Raises `TerminalError` without root, if `user` does not exist, or if it may not read what is
    installed here: modules are imported while the server runs.
    """
    import pwd  # Windows has none, where importing the terminal's modules says what it needs

    imported = [__file__, *(spec.origin or "" for name in _SERVED_BY if (spec := find_spec(name)))]
    try:
        account = pwd.getpwnam(user)
    except KeyError:
        raise TerminalError(f"The user {user!r} does not exist.") from None
    if os.geteuid() not in (0, account.pw_uid):
        raise TerminalError(f"Only root can become {user}.")
    if os.geteuid() == 0:
        os.initgroups(user, account.pw_gid)
        os.setresgid(account.pw_gid, account.pw_gid, account.pw_gid)
        os.setresuid(account.pw_uid, account.pw_uid, account.pw_uid)
    os.environ["HOME"] = account.pw_dir
    for file in imported:
        if not os.access(file, os.R_OK):
            raise TerminalError(
                f"{user} may not read {file}. Install Backend.AI Media where that user may read it."
            )


def limits(settings: Settings) -> Limits:
    """Return the limits that the options ask for; all sessions belong to one user."""
    count = 1 if settings.once or settings.readonly else settings.max_sessions
    idle_timeout = settings.idle_timeout or math.inf
    return Limits(sessions=count, sessions_per_user=count, idle_timeout=idle_timeout)


def _command(settings: Settings) -> Command:
    return Command(settings.command, cwd=settings.cwd, limits=settings.process_limits)


def _run_host(settings: Settings) -> None:
    from ...terminal.redis.host import Host

    if settings.user:
        drop_privileges(settings.user)
    command = _command(settings)
    host = Host(settings.store or "", lambda _: command, limits(settings))
    print("Running terminals for the store's front ends. Press Ctrl+C to stop.")
    host.run()


def _run_server(settings: Settings) -> None:
    from ..http import Server

    server: Server

    def stop() -> None:
        server.should_exit = True

    with listen(settings.host, settings.port) as listener:
        login, url = create_app(settings, listener.getsockname()[1], on_last_exit=stop)
        config = server_config(
            login,
            max_message=MAX_MESSAGE_BYTES,
            ws_ping_interval=None,  # sessions have their own
            ssl_certfile=settings.tls_cert,
            ssl_keyfile=settings.tls_key,
        )
        config.load()  # reads the key, which the user below may not be allowed to
        if settings.user:
            drop_privileges(settings.user)
        server = Server(config)
        notes = []
        if os.geteuid() == 0:
            notes = ["Running as root; use --user NAME to drop privileges."]
        run_server(
            server,
            listener,
            login,
            url,
            title="The terminal",
            notes=notes,
            open_browser=settings.open_browser,
        )


def create_app(
    settings: Settings, port: int, *, on_last_exit: Callable[[], None] = lambda: None
) -> tuple[OneTimeCodeLogin, str]:
    """Return the application, wrapped in its login, and its URL.

    `on_last_exit` is called when the only session of a `once` server has ended. Raises
    `TerminalError` if the command or the store is invalid.
    """
    url = settings.origin or _url(settings, port)
    recordings: list[Recording] = []
    login: OneTimeCodeLogin

    def authenticate(scope: Scope) -> Identity | None:
        # Checked again, so that the endpoint does not rely on being wrapped.
        if login.is_logged_in(scope):
            return Identity(_USER, writable=not settings.readonly)
        return None

    def observe(session: Session) -> Observer | None:
        if settings.once:
            session.observers.append(_ExitObserver(on_last_exit))
        if settings.record is None:
            return None
        path = _numbered(settings.record, len(recordings))
        recordings.append(Recording(path, *session.size))
        return recordings[-1]

    origin = settings.origin or (url if settings.tls_cert else None)
    # Made when first used if the server changes its user: programs run as the new one.
    made: list[Command] = []

    def command(_: Identity) -> Command:
        if not made:
            made.append(_command(settings))
        return made[0]

    if not settings.user:
        command(Identity(_USER))  # report errors now
    app = TerminalApp(
        command,
        authenticate=authenticate,
        allowed_origins=[origin] if origin else list(_origins(settings, port)),
        limits=limits(settings),
        observe=observe,
        store=settings.store,
        metrics_token=settings.metrics_token,
    )

    def on_visit(name: str) -> None:
        # A read-only viewer cannot start the session.
        if settings.readonly and isinstance(app.sessions, MemoryStore) and not len(app.sessions):
            app.sessions.start(Identity(_USER), bytes(16), (24, 80), name)

    session = _SESSION if settings.once or settings.readonly else None
    title = f"{Path(settings.command[0]).name} — terminal"
    page = TerminalPage(app, title, session=session, on_visit=on_visit)
    login = OneTimeCodeLogin(page, host=settings.host, port=port, texts=_TEXTS, origin=origin)
    return login, url


class _ExitObserver(Observer):
    """Calls a function after the program has exited and viewers could receive that."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call

    def ended(self, how: Any) -> None:  # noqa: ARG002
        asyncio.get_running_loop().call_later(_ONCE_DELAY_SECONDS, self._call)


def _url(settings: Settings, port: int) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{'https' if settings.tls_cert else 'http'}://{host}:{port}"


def _origins(settings: Settings, port: int) -> set[str]:
    url = _url(settings, port)
    return {url, *(url.replace(settings.host, name) for name in ("127.0.0.1", "localhost"))}


def _numbered(path: Path, count: int) -> Path:
    return path.with_name(f"{path.stem}-{count + 1}{path.suffix}") if count else path


def _set_up_log(*, as_json: bool) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonFormatter() if as_json else logging.Formatter("%(asctime)s %(message)s")
    )
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
