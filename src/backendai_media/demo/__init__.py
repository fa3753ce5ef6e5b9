"""The playground: a page on this machine where Python runs and its outputs appear.

`run` serves it until interrupted; `create_app` returns the ASGI application. Both need the packages
of ``pip install 'backendai-media[demo]'``, which are imported when one of the two is called.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..server.login import OneTimeCodeLogin

__all__ = ["DEFAULT_PORT", "create_app", "run"]

DEFAULT_PORT = 8010


def run(
    path: Path | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = DEFAULT_PORT,
    open_browser: bool = True,
    terminal: bool = True,
) -> None:
    """Serve the playground, or the outputs saved in `path`, until interrupted.

    `path` is a notebook (`.ipynb`) or a Backend.AI result (`.json`). `host` must be a loopback
    address; if `port` is in use (or 0), a free one is chosen. With `terminal` the playground has a
    tab with a shell. Raises `MissingExtraError` if packages are missing, `DemoError` if the file or
    the address cannot be used, `AssetsError` if the page was not built.
    """
    from .launch import serve

    serve(path, host=host, port=port, open_browser=open_browser, terminal=terminal)


def create_app(
    path: Path | None = None, *, host: str = "127.0.0.1", port: int, terminal: bool = True
) -> OneTimeCodeLogin:
    """Return the ASGI application to serve at `http://host:port`, with its login.

    Its lifespan starts the kernel, and ends it and the terminals. `OneTimeCodeLogin.issue_code`
    returns a code that logs a browser in. Raises what `run` raises.
    """
    from .launch import create_app as create

    return create(path, host=host, port=port, terminal=terminal)
