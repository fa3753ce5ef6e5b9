"""WebKitGTK's MiniBrowser through WebKitWebDriver, on a screen of its own."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import warnings
from contextlib import suppress
from pathlib import Path

from selenium.common.exceptions import NoAlertPresentException, WebDriverException
from selenium.webdriver import WebKitGTK, WebKitGTKOptions
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.webkitgtk.service import Service

from ... import xvfb
from . import CALL, KEYS, MIDDLE, STARTED, VIEWPORT, Json, MissingEngineError, PageError

INSTALL = "apt-get install webkit2gtk-driver xvfb"
CODES = {"Enter": Keys.ENTER, "Tab": Keys.TAB, "Escape": Keys.ESCAPE}

RUN = """
const [text, done] = arguments;
(CALL)(text)
  .then(value => done({ value }), error => done({ error: String(error) }));
"""


def mini_browser() -> str:
    """Where MiniBrowser is: beside the library, whatever the machine's architecture."""
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    if not found or not shutil.which("WebKitWebDriver") or not shutil.which("Xvfb"):
        raise MissingEngineError(f"WebKit is missing: {INSTALL}")
    return str(found[-1])


class WebKit:
    """One window; `open` leaves the page that was there."""

    name = "webkit"

    def __init__(self, proxy: str) -> None:
        self._path, self._proxy = mini_browser(), proxy
        self._screen, self._display = xvfb.start()
        # MiniBrowser ends with its screen, even where a test run is cut short.
        atexit.register(self._screen.terminate)
        self._start(dark=False)

    def _start(self, *, dark: bool) -> None:
        options = WebKitGTKOptions()
        options.binary_location = self._path
        options.add_argument("--automation")
        options.add_argument(f"--geometry={VIEWPORT[0]}x{VIEWPORT[1] + 60}")
        options.add_argument(f"--proxy=http://{self._proxy}")
        options.add_argument("--ignore-host=127.0.0.1")
        if dark:
            options.add_argument("--dark-mode")
        options.accept_insecure_certs = True
        options.unhandled_prompt_behavior = "ignore"
        environment = os.environ | {"DISPLAY": self._display, "WEBKIT_DISABLE_DMABUF_RENDERER": "1"}
        environment |= {"LIBGL_ALWAYS_SOFTWARE": "1", "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
        service = Service(shutil.which("WebKitWebDriver") or "", env=environment)
        with warnings.catch_warnings():
            # Selenium's class for WebKitGTK uses what selenium deprecates.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._driver = WebKitGTK(options=options, service=service)
        STARTED[f"webkit {self._path}"] = self._driver.capabilities["browserVersion"]
        self._driver.set_script_timeout(60)
        self._dark, self._alerts = dark, list[str]()

    def open(self, url: str) -> None:
        self.dialogs()
        self._driver.get("about:blank")
        self._alerts = []
        self._driver.get(url)

    def evaluate(self, function: str, *args: Json) -> Json:
        script = RUN.replace("CALL", CALL).replace("FUNCTION", function)
        try:
            answer = self._driver.execute_async_script(script, json.dumps(args))
        except WebDriverException as error:
            self.dialogs()
            raise PageError(str(error.msg)) from error
        if answer is None:
            raise PageError(f"a dialog was open: {self.dialogs()}")
        if "error" in answer:
            raise PageError(answer["error"])
        return json.loads(answer["value"])

    def click(self, selector: str) -> None:
        x, y = self.evaluate(MIDDLE, selector)
        chain = ActionChains(self._driver, duration=0)
        chain.w3c_actions.pointer_action.move_to_location(round(x), round(y))
        chain.w3c_actions.pointer_action.click()
        chain.perform()

    def type(self, text: str) -> None:
        keys = (CODES[KEYS[key]] if key in KEYS else key for key in text)
        ActionChains(self._driver, duration=0).send_keys(*keys).perform()

    def screenshot(self) -> bytes:
        return self._driver.get_screenshot_as_png()

    def dark(self, on: bool) -> None:
        if on != self._dark:
            self._driver.quit()
            self._start(dark=on)

    def dialogs(self) -> list[str]:
        with suppress(NoAlertPresentException, WebDriverException):
            while True:
                alert = self._driver.switch_to.alert
                self._alerts.append(alert.text)
                alert.dismiss()
        return self._alerts

    def close(self) -> None:
        self._driver.quit()
        self._screen.terminate()
        self._screen.wait(10)
