"""`render_pdf`: items as a PDF document, printed by a Chromium that is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .._imports import requires_extra
from ..errors import BackendAIMediaError

with requires_extra("render"):
    from .api import new_context
    from .limits import Limits
    from .print_page import check_size, printed
    from .translate import Messages

__all__ = ["find_browser", "render_pdf"]

#: Seconds after which a browser is stopped.
MAX_SECONDS = 300.0
VARIABLE = "BACKENDAI_BROWSER"
_NAMES = (
    "chromium chromium-browser google-chrome google-chrome-stable chrome microsoft-edge "
    "microsoft-edge-stable msedge brave-browser"
).split()
_APPLICATIONS = {
    "darwin": [
        f"/Applications/{name}.app/Contents/MacOS/{name}"
        for name in ("Google Chrome", "Chromium", "Microsoft Edge")
    ],
    "win32": [
        rf"{folder}\{name}"
        for folder in (r"C:\Program Files", r"C:\Program Files (x86)")
        for name in (
            r"Google\Chrome\Application\chrome.exe",
            r"Microsoft\Edge\Application\msedge.exe",
            r"Chromium\Application\chrome.exe",
        )
    ],
}
_OPTIONS = [
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
]


def render_pdf(  # noqa: PLR0913 - settings of one call
    content: Any,
    *,
    browser: str | os.PathLike[str] | None = None,
    seconds: float = MAX_SECONDS,
    size: str = "A4",
    title: str | None = None,
    language: str | None = None,
    hosts: Iterable[str] = (),
    folder: Path | None = None,
    limits: Limits | None = None,
    messages: Messages | None = None,
) -> bytes:
    """Return items, in any shape that `normalize` accepts, or a notebook, as a PDF document.

    `browser` is a Chromium, Chrome or Edge: by default that of the environment variable
    `BACKENDAI_BROWSER`, or one that is installed. Printing is stopped after a number of seconds.
    The other arguments are those of `render_paper`.

    Content never raises. Raises `BackendAIMediaError` if there is no browser or it fails, and what
    `render` raises.
    """
    check_size(size)
    context = new_context(hosts=hosts, language=language, messages=messages, limits=limits)
    page = printed(content, context, size=size, title=title, folder=folder)
    return _print(page, find_browser(browser), seconds)


def find_browser(given: str | os.PathLike[str] | None = None) -> str:
    """Return the path of a browser. Raises `BackendAIMediaError` if there is none."""
    named = os.fspath(given) if given else os.environ.get(VARIABLE, "")
    if named:
        if found := shutil.which(named):
            return found
        raise BackendAIMediaError(f"{named} is no program: name a Chromium, Chrome or Edge")
    if found := next(_installed(), None):
        return found
    raise BackendAIMediaError(
        "A PDF is printed by Chromium, Chrome or Edge, and none was found; "
        f"install one, or name it with --browser or {VARIABLE}"
    )


def _installed() -> Iterator[str]:
    for name in [*_NAMES, *_APPLICATIONS.get(sys.platform, [])]:
        if found := shutil.which(name):
            yield found


def _print(page: str, browser: str, seconds: float) -> bytes:
    # The browser may still write into its profile when it has ended.
    with tempfile.TemporaryDirectory(prefix="backendai-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        options = [*_OPTIONS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}"]
        if sys.platform == "linux" and os.geteuid() == 0:
            # Chromium does not start as root with its sandbox.
            options.append("--no-sandbox")
        command = [browser, *options, source.as_uri()]
        try:
            done = subprocess.run(  # noqa: S603 - a browser, and a page of this package
                command, capture_output=True, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            raise BackendAIMediaError(f"{browser} did not print within {seconds:g} s") from None
        except OSError as error:
            raise BackendAIMediaError(f"{browser} cannot be run: {error.strerror}") from None
        if not target.exists():
            lines = done.stderr.decode(errors="replace").splitlines()
            # What it says of the desktop's bus is no reason.
            said = [one for one in lines if one.strip() and "dbus/" not in one]
            why = said[-1] if said else f"exit code {done.returncode}"
            raise BackendAIMediaError(f"{browser} printed nothing: {why}")
        return target.read_bytes()
