"""Chromium through Playwright."""

from __future__ import annotations

import json
import shutil
from functools import partial

from playwright.sync_api import Dialog, Error, Page, Playwright, ProxySettings

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
        self.page: Page
        self._fresh()

    @property
    def version(self) -> str:
        return self._browser.version

    def _fresh(self) -> None:
        for context in self._browser.contexts:
            context.close()
        self._dialogs, self.console, self.popups = [], [], []
        context = self._browser.new_context(
            viewport={"width": VIEWPORT[0], "height": VIEWPORT[1]},
            ignore_https_errors=True,
            proxy=self._proxy,
            color_scheme="dark" if self._dark else "light",
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(20_000)
        self.page = context.new_page()
        self.page.on("dialog", partial(self._dismiss, self._dialogs))
        self.page.on(
            "console", lambda message: self.console.append(f"{message.type}: {message.text}")
        )
        self.page.on("pageerror", lambda error: self.console.append(f"thrown: {error}"))
        self.page.on("popup", lambda popup: self.popups.append(popup.url))

    @staticmethod
    def _dismiss(seen: list[str], dialog: Dialog) -> None:
        seen.append(dialog.message)
        dialog.dismiss()

    def open(self, url: str) -> None:
        self._fresh()
        self.page.goto(url)

    def evaluate(self, function: str, *args: Json) -> Json:
        call = CALL.replace("FUNCTION", function)
        try:
            return json.loads(self.page.evaluate(call, json.dumps(args)))
        except Error as error:
            raise PageError(error.message) from error

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def type(self, text: str) -> None:
        for key in text:
            if key in KEYS:
                self.page.keyboard.press(KEYS[key])
            else:
                self.page.keyboard.type(key)

    def screenshot(self) -> bytes:
        return self.page.screenshot()

    def dark(self, on: bool) -> None:
        self._dark = on

    def dialogs(self) -> list[str]:
        self.page.wait_for_timeout(0)  # Playwright hands over events only while it waits.
        return self._dialogs

    def close(self) -> None:
        self._browser.close()
