"""Chromium through Playwright."""

from __future__ import annotations

import json
import shutil
from typing import Literal

from playwright.sync_api import BrowserContext, Dialog, Error, Page, Playwright, ProxySettings

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
        self._dark = False
        self._dialogs: list[str] = []
        self.console: list[str] = []
        self.popups: list[str] = []
        self._scheme: Literal["dark", "light"] | None = None
        self._spoiled = True
        self._page: Page
        self._fresh("about:blank")

    @property
    def version(self) -> str:
        return self._browser.version

    def _context_of(self) -> BrowserContext:
        """The one context: a new one for each page would cost more than most tests do."""
        scheme: Literal["dark", "light"] = "dark" if self._dark else "light"
        contexts = self._browser.contexts
        if contexts and self._scheme == scheme:
            return contexts[0]
        for context in contexts:
            context.close()
        self._scheme = scheme
        context = self._browser.new_context(
            viewport={"width": VIEWPORT[0], "height": VIEWPORT[1]},
            ignore_https_errors=True,
            proxy=self._proxy,
            color_scheme=scheme,
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(20_000)
        return context

    def _fresh(self, url: str) -> None:
        """A page that has nothing of those before it: no storage, no cache, no listeners."""
        context = self._context_of()
        if self._spoiled or context.pages != [self._page]:
            self._new_page(context)
        else:
            self._page.goto("about:blank")  # so that the last document has nothing more to say
        for log in (self._dialogs, self.console, self.popups):
            log.clear()
        devtools = context.new_cdp_session(self._page)
        devtools.send("Network.clearBrowserCache")
        devtools.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": "all"})
        devtools.detach()

    def _new_page(self, context: BrowserContext) -> None:
        for page in context.pages:
            page.close()
        self._page = page = context.new_page()
        page.on("dialog", self._dismiss)
        page.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.console.append(f"thrown: {error}"))
        page.on("popup", lambda popup: self.popups.append(popup.url))
        self._spoiled = False

    @property
    def page(self) -> Page:
        """The page as Playwright has it; what is done with it may outlive the document."""
        self._spoiled = True
        return self._page

    def _dismiss(self, dialog: Dialog) -> None:
        self._dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, url: str) -> None:
        self._fresh(url)
        self._page.goto(url)

    def evaluate(self, function: str, *args: Json) -> Json:
        call = CALL.replace("FUNCTION", function)
        try:
            return json.loads(self._page.evaluate(call, json.dumps(args)))
        except Error as error:
            self._spoiled = True  # perhaps it is still busy
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
