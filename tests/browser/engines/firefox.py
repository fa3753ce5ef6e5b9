"""Firefox over WebDriver BiDi, through a thin client."""

from __future__ import annotations

import atexit
import base64
import json
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from websockets.sync.client import ClientConnection, connect

from . import CALL, KEYS, MIDDLE, STARTED, VIEWPORT, Json, MissingEngineError, PageError

# What a page may have left for the next one in its tab; about:blank has no storage.
FORGET = "() => { try { sessionStorage.clear(); localStorage.clear() } catch {} }"

# Keys that are no characters, as WebDriver writes them.
CODES = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c"}

PREFERENCES: dict[str, object] = {
    "app.update.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.search.update": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    # A tab of its own for each page would cost more than most tests do, and so do processes that
    # are started in case they are needed.
    "dom.ipc.processPrelaunch.enabled": False,
    "dom.min_background_timeout_value": 4,
    "dom.security.https_only_mode": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.prefetch-next": False,
    "services.settings.server": "http://127.0.0.1:1/",
    "toolkit.telemetry.enabled": False,
}


class Firefox:
    """One tab at a time."""

    name = "firefox"

    def __init__(self, proxy: str, path: str | None = None) -> None:
        path = path or shutil.which("firefox-esr") or shutil.which("firefox")
        if path is None:
            raise MissingEngineError("Firefox is missing: apt-get install firefox-esr")
        self._path, self._proxy = path, proxy
        self._start(dark=False)

    def _start(self, *, dark: bool) -> None:
        host, port = self._proxy.split(":")
        preferences = PREFERENCES | {
            "layout.css.prefers-color-scheme.content-override": 0 if dark else 1,
            "network.proxy.type": 1,
            "network.proxy.http": host,
            "network.proxy.http_port": int(port),
            "network.proxy.ssl": host,
            "network.proxy.ssl_port": int(port),
        }
        self._open = ExitStack()
        folder = tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True)
        profile = Path(self._open.enter_context(folder))
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in preferences.items())
        (profile / "user.js").write_text("\n".join(lines))
        command = [self._path, "--headless", "--no-remote", "--remote-debugging-port=0"]
        self._process = subprocess.Popen(
            [*command, "--profile", str(profile), "--window-size", f"{VIEWPORT[0]},{VIEWPORT[1]}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        atexit.register(self._process.terminate)
        self._socket = self._connect(profile / "WebDriverBiDiServer.json")
        self._number, self._dark, self._alerts = 0, dark, list[str]()
        self._spoiled = True
        wants = {"acceptInsecureCerts": True, "unhandledPromptBehavior": {"default": "dismiss"}}
        session = self._send("session.new", capabilities={"alwaysMatch": wants})
        STARTED[f"firefox {self._path}"] = session["capabilities"]["browserVersion"]
        self._send("session.subscribe", events=["browsingContext.userPromptOpened"])
        self._tab = self._send("browsingContext.getTree")["contexts"][0]["context"]

    def _connect(self, file: Path) -> ClientConnection:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise MissingEngineError(f"Firefox ended at once with {self._process.returncode}")
            if file.exists() and (text := file.read_text()):
                at = json.loads(text)
                socket = connect(f"ws://{at['ws_host']}:{at['ws_port']}/session", max_size=None)
                return self._open.enter_context(socket)
            time.sleep(0.1)
        raise MissingEngineError("Firefox did not open its WebDriver BiDi port in 60 s")

    def _send(self, method: str, **params: Json) -> Json:
        """One command; events that come before its answer are noted."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=90))
            if message.get("method") == "browsingContext.userPromptOpened":
                self._alerts.append(message["params"].get("message", ""))
            if message.get("id") == self._number:
                if message["type"] == "error":
                    raise PageError(f"{method}: {message['message']}")
                return message["result"]

    def open(self, url: str) -> None:
        if not self._spoiled:
            try:
                self._evaluate(FORGET)
            except PageError:  # a page that cannot be left
                self._spoiled = True
        if self._spoiled or self._has_strangers():
            self._new_tab()
        self._alerts = []
        self._navigate(url)

    def _has_strangers(self) -> bool:
        """Whether a frame is of another host, which is refused: that can break off a later page."""
        tree = self._send("browsingContext.getTree", root=self._tab)["contexts"][0]
        # One that still waits is `about:blank`.
        own = ("about:srcdoc", "http://127.0.0.1:")
        return any(not one["url"].startswith(own) for one in tree["children"])

    def _new_tab(self) -> None:
        old = self._tab
        self._tab = self._send("browsingContext.create", type="tab")["context"]
        self._send("browsingContext.close", context=old)
        size = {"width": VIEWPORT[0], "height": VIEWPORT[1]}
        self._send("browsingContext.setViewport", context=self._tab, viewport=size)
        self._spoiled = False

    def _navigate(self, url: str) -> None:
        self._send("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def _evaluate(self, function: str, *texts: str) -> Json:
        try:
            return self._send(
                "script.callFunction",
                functionDeclaration=function,
                arguments=[{"type": "string", "value": text} for text in texts],
                target={"context": self._tab},
                awaitPromise=True,
            )
        except BaseException:  # also where a test is ended
            self._spoiled = True
            raise

    def evaluate(self, function: str, *args: Json) -> Json:
        answer = self._evaluate(CALL.replace("FUNCTION", function), json.dumps(args))
        if answer["type"] == "exception":
            raise PageError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def _act(self, kind: str, actions: list[dict[str, Json]]) -> None:
        source = {"type": kind, "id": kind, "actions": actions}
        self._send("input.performActions", context=self._tab, actions=[source])

    def click(self, selector: str) -> None:
        x, y = self.evaluate(MIDDLE, selector)
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        press = [{"type": f"pointer{way}", "button": 0} for way in ("Down", "Up")]
        self._act("pointer", [move, *press])

    def type(self, text: str) -> None:
        values = [CODES[KEYS[key]] if key in KEYS else key for key in text]
        self._act("key", [{"type": f"key{w}", "value": v} for v in values for w in ("Down", "Up")])

    def screenshot(self) -> bytes:
        answer = self._send("browsingContext.captureScreenshot", context=self._tab)
        return base64.b64decode(answer["data"])

    def dark(self, on: bool) -> None:
        if on != self._dark:
            self.close()
            self._start(dark=on)

    def dialogs(self) -> list[str]:
        self._send("session.status")
        return self._alerts

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._open.close()
