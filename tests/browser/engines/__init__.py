"""Three engines behind one thin interface."""

from __future__ import annotations

from typing import Any, Protocol

# Any: what a page answers is any JSON value, and tests look into it as they need.
Json = Any


class Engine(Protocol):
    """A browser with one page, whose requests to other hosts go to a proxy."""

    name: str

    def open(self, url: str) -> None:
        """Loads `url` in a fresh page (the former is closed) and waits for its `load`."""

    def evaluate(self, function: str, *args: Json) -> Json:
        """Calls a JavaScript function expression, waits for its promise, → its JSON value.

        Raises `PageError` with what the page threw.
        """

    def click(self, selector: str) -> None:
        """Presses the main button over the middle of the first element that `selector` finds."""

    def type(self, text: str) -> None:
        """Types on the keyboard; "\\n" is Enter, "\\t" Tab, "\\x1b" Escape."""

    def screenshot(self) -> bytes:
        """The viewport as a PNG."""

    def dark(self, on: bool) -> None:
        """Pages opened from now on see `prefers-color-scheme: dark`, or light."""

    def dialogs(self) -> list[str]:
        """Texts of alert, confirm and prompt boxes since `open`; each was dismissed."""

    def close(self) -> None:
        """Ends the browser."""


class PageError(Exception):
    """The page threw."""


class MissingEngineError(Exception):
    """The engine is not installed; the message says what to install."""


#: Versions of the browsers that were started, by names of engines; the tests' last lines say them.
STARTED: dict[str, str] = {}

KEYS = {"\n": "Enter", "\t": "Tab", "\x1b": "Escape"}
VIEWPORT = (1000, 700)

# Calls a function with arguments that come as JSON; its value goes back as JSON.
CALL = "async text => JSON.stringify(await (FUNCTION)(...JSON.parse(text)) ?? null)"

# Where the middle of an element is, after it was brought into view.
MIDDLE = """selector => {
  const found = document.querySelector(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  found.scrollIntoView({ block: "center" });
  const box = found.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""
