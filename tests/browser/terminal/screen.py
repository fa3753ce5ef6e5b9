"""A page with a terminal in it, under the strict policy."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import Any

from ..engines import Json, PageError
from ..stage import STRICT, Stage

BODY = '<main><h1>A page</h1><div id="out"></div></main>'
HEIGHT = "width: 800px; height: 400px"

# Notes every state; `lines` is the text on the screen and above it, without empty lines at the end.
PRELUDE = """async ([url, id, options, style]) => {
  const out = document.querySelector("#out");
  out.style.cssText = style;
  const said = (window.said = []);
  for (const name of ["state", "title", "bell", "exit"])
    out.addEventListener(`backendai:terminal-${name}`, (event) => said.push([name, event.detail]));
  const Webterm = await BackendAI.loadWebterm();
  const term = (window.term = new Webterm(out, id, options));
  window.lines = () => {
    const { active } = term.term.buffer;
    const all = [];
    for (let at = 0; at < active.length; at++) {
      const line = active.getLine(at);
      const text = line.translateToString(true);
      if (line.isWrapped) all[all.length - 1] += text;
      else all.push(text);
    }
    return all.join("\\n").trimEnd();
  };
  window.states = () => said.filter(([name]) => name === "state").map(([, detail]) => detail.state);
  try {
    if (url) await term.connect(url);
  } catch (error) {
    return String(error);
  }
  return "connected";
}"""


@dataclass
class Screen:
    """Opens a page and talks to `window.term` in it."""

    stage: Stage

    def open(
        self,
        url: str | None,
        *,
        session: str = "one",
        hosts: str = "ws://127.0.0.1:*",
        style: str = HEIGHT,
        **options: Json,
    ) -> str:
        """Open a page and connect in it; → "connected", or why not."""
        probe = f"{self.stage.site.url}/probe.js"
        policy = f"{STRICT.format(probe=probe, assets=self.stage.root)}; connect-src {hosts}"
        self.stage.open(body=BODY, name="terminal.html", Content_Security_Policy=policy)
        return self.start(url, session=session, style=style, **options)

    def start(
        self, url: str | None, *, session: str = "one", style: str = HEIGHT, **options: Json
    ) -> str:
        """Make the terminal in the page that is open."""
        answer: str = self.js(PRELUDE, [url, session, options, style])
        return answer

    def js(self, function: str, *args: Json) -> Json:
        return self.stage.js(function, *args)

    def lines(self) -> str:
        text: str = self.js("() => lines()")
        return text

    def shows(self, text: str, seconds: float = 30) -> None:
        """Wait until the text is on the screen."""
        try:
            self.stage.wait("text => lines().includes(text)", text, seconds=seconds)
        except AssertionError:
            raise AssertionError(
                f"{text!r} is not in:\n{self.lines()[-600:]}\n{self.status()}"
            ) from None

    def wait(self, condition: str, *args: Json, seconds: float = 30) -> None:
        self.stage.wait(condition, *args, seconds=seconds)

    def becomes(self, state: str, seconds: float = 30) -> None:
        try:
            self.stage.wait("state => term.state === state", state, seconds=seconds)
        except AssertionError:
            raise AssertionError(f"not {state}: {self.js('() => states()')}") from None

    def status(self) -> str:
        """What the person is told."""
        found: str = self.js(
            """() => {
              const strip = document.querySelector('.backendai-terminal-status');
              return !strip || strip.hidden ? '' : strip.textContent;
            }"""
        )
        return found

    def type(self, text: str) -> None:
        """On the keyboard."""
        self.js("() => term.focus()")
        self.stage.engine.type(text)

    def stdin(self, text: str) -> None:
        self.js("text => term.stdin(text)", text)

    def reloaded(self) -> None:
        """Wait until the page was loaded again, and is without a terminal."""
        for _ in range(200):
            time.sleep(0.1)
            # Between two pages there is nothing to ask.
            with contextlib.suppress(PageError):
                if self.js("() => !window.term && document.readyState === 'complete'"):
                    return
        raise AssertionError("it was not loaded again")

    def clean(self) -> None:
        """Nothing went wrong in the page, nor against its policy."""
        assert self.stage.probe("errors") + self.stage.probe("violations") == []

    def events(self, name: str) -> list[Any]:
        found: list[Any] = self.js(
            "name => said.filter(([what]) => what === name).map(([, d]) => d)", name
        )
        return found
