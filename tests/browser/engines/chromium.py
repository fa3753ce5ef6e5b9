"""Chromium through Playwright."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import (
    BrowserContext,
    CDPSession,
    Dialog,
    Error,
    Frame,
    Page,
    Playwright,
    ProxySettings,
    ViewportSize,
)

from . import CALL, KEYS, STARTED, VIEWPORT, Json, MissingEngineError, PageError

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--js-flags=--expose-gc",
    "--enable-precise-memory-info",
]
#: A proxy that nobody can be: port 1 is closed.
NOWHERE = "http://127.0.0.1:1"
SIZE = ViewportSize(width=VIEWPORT[0], height=VIEWPORT[1])


class Chromium:
    """`page` is Playwright's own, for tests of Chromium alone; `console` is since `open`."""

    name = "chromium"

    def __init__(self, playwright: Playwright, proxy: str, path: str | None = None) -> None:
        path = path or shutil.which("chromium") or shutil.which("chromium-browser")
        if path is None:
            raise MissingEngineError("Chromium is missing: apt-get install chromium")
        # What the browser asks for on its own account goes nowhere; only pages have the proxy.
        self._browser = playwright.chromium.launch(
            executable_path=path, args=FLAGS, proxy={"server": NOWHERE}
        )
        self._proxy = ProxySettings(server=f"http://{proxy}", bypass="127.0.0.1")
        STARTED[f"chromium {path}"] = self.version
        self._dark = self._used = False
        self._dialogs: list[str] = []
        self.console: list[str] = []
        self.popups: list[str] = []
        self._context: BrowserContext
        self._page: Page
        self._devtools: CDPSession
        self._new_context()

    @property
    def version(self) -> str:
        return self._browser.version

    def _new_context(self) -> None:
        """One for many pages: a new one for each would cost more than most tests do."""
        self._context = self._browser.new_context(
            viewport=SIZE,
            ignore_https_errors=True,
            proxy=self._proxy,
        )
        self._context.grant_permissions(["clipboard-read", "clipboard-write"])
        self._context.set_default_timeout(20_000)
        self._new_page()

    def _new_page(self) -> None:
        for page in self._context.pages:
            page.close()
        self._page = page = self._context.new_page()
        page.on("dialog", self._dismiss)
        page.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.console.append(f"thrown: {error}"))
        page.on("popup", lambda popup: self.popups.append(popup.url))
        page.on("framenavigated", self._forget)
        self._devtools = self._context.new_cdp_session(page)
        self._spoiled, self._scheme = False, "light"

    def _forget(self, frame: Frame) -> None:
        """What the last document said is not the new one's."""
        if frame == self._page.main_frame:
            for log in (self._dialogs, self.console, self.popups):
                log.clear()

    def _fresh(self, url: str) -> None:
        """A page that has nothing of those before it: no storage, no cache, no listeners."""
        if self._spoiled or self._context.pages != [self._page]:
            self._new_page()
        elif self._used:
            self._page.set_viewport_size(SIZE)
            self._page.emulate_media(media="null", reduced_motion="null")
            self._page.mouse.move(0, 0)
        self._used = False
        scheme: Literal["dark", "light"] = "dark" if self._dark else "light"
        if self._scheme != scheme:
            self._page.emulate_media(color_scheme=scheme)
            self._scheme = scheme
        everything = {"origin": url, "storageTypes": "all"}
        self._devtools.send("Network.clearBrowserCache")
        self._devtools.send("Storage.clearDataForOrigin", everything)

    @property
    def page(self) -> Page:
        """The page as Playwright has it; its size, media and mouse are as new in the next test."""
        self._used = True
        return self._page

    def devtools(self) -> CDPSession:
        """A session of Chromium's own protocol; what is done with it may outlive the document."""
        self._spoiled = True
        return self._context.new_cdp_session(self._page)

    @contextmanager
    def disposable_context(self) -> Iterator[None]:
        """For what stays with a whole context, as Playwright's clock does: it ends after this."""
        try:
            yield
        finally:
            self._context.close()
            self._new_context()

    def _dismiss(self, dialog: Dialog) -> None:
        self._dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, url: str) -> None:
        self._fresh(url)
        with self._doubted():
            self._page.goto(url)

    @contextmanager
    def _doubted(self) -> Iterator[None]:
        """A page that does not do what it is asked may still be busy; also where a test is ended."""
        try:
            yield
        except BaseException:
            self._spoiled = True
            raise

    def evaluate(self, function: str, *args: Json) -> Json:
        call = CALL.replace("FUNCTION", function)
        try:
            with self._doubted():
                return json.loads(self._page.evaluate(call, json.dumps(args)))
        except Error as error:
            raise PageError(error.message) from error

    def click(self, selector: str) -> None:
        self._page.locator(selector).first.click()

    def type(self, text: str) -> None:
        for key in text:
            if key in KEYS:
                self._page.keyboard.press(KEYS[key])
            else:
                self._page.keyboard.type(key)

    def screenshot(self) -> bytes:
        return self._page.screenshot()

    def dark(self, on: bool) -> None:
        self._dark = on

    def dialogs(self) -> list[str]:
        self._page.wait_for_timeout(0)  # Playwright hands over events only while it waits.
        return self._dialogs

    def close(self) -> None:
        self._browser.close()
