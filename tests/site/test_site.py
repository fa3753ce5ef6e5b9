"""Sites in real browsers, with the real Pyodide."""

from __future__ import annotations

import gzip
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from ..browser.engines import Engine
from ..browser.stage import pixels
from .conftest import PATIENCE, Reader, build

LESSON = """---
title: A lesson
---
# Numbers

Some *prose*, and [the next page](more/next.md).

```{code-cell}
words = open("words.txt").read()
print("read", words)
6 * 7
```

```{code-cell} python
:tags: [skip-execution]
name = input("Name? ")
print("Hello", name)
```

```{code-cell}
:tags: [raises-exception]
def halve(n):
    return n / 0

halve(4)
```

```{code-cell}
:tags: [skip-execution]
kept = 5
while True:
    pass
```

```{code-cell}
import turtle

turtle.forward(100)
```

```python
print("shown only")
```
"""
NEXT = """# Next

```{code-cell}
from backendai_media import Table, display

display({"text/plain": "first"}, display_id="a")
Table([{"a": 1}])
```

```{code-cell}
display({"text/plain": "second"}, display_id="a", update=True)
import asyncio, sys
await asyncio.sleep(0)
print("to err", file=sys.stderr)
"done";
```
"""
PLAY = """# Play

```{code-cell}
:tags: [playground, skip-execution]
import turtle

turtle.forward(100)
turtle.left(90)
turtle.forward(50)
```
"""
ASKS, FAILS, LOOPS, DRAWS = 1, 2, 3, 4


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site of two pages and a file."""
    source = tmp_path_factory.mktemp("lesson")
    (source / "more").mkdir()
    (source / "index.md").write_text(LESSON)
    (source / "more/next.md").write_text(NEXT)
    (source / "more/play.md").write_text(PLAY)
    (source / "words.txt").write_text("some words")
    out = source.parent / "built"
    build(source, out, "-r", "humanize")
    return out


class Open(Protocol):
    """Opens a page of the site."""

    def __call__(self, engine: str, mode: str, page: str = "index.html") -> Reader: ...


@pytest.fixture
def open_in(
    folder: Path, serve: Callable[[Path, str], str], engines: Callable[[str], Engine]
) -> Open:
    def opened(engine: str, mode: str, page: str = "index.html") -> Reader:
        reader = Reader(engines(engine))
        # Below a path, not at the top.
        reader.engine.open(f"{serve(folder.parent, mode)}{folder.name}/{page}")
        return reader

    return opened


def test_a_page_that_was_opened(open_in: Open) -> None:
    reader = open_in("chromium", "http")
    assert reader.js("() => document.title") == "A lesson"
    # What was computed at build time stands there, and nothing of Python was loaded.
    assert "read some words" in reader.text(0)
    assert "42" in reader.text(0)
    assert "ZeroDivisionError" in reader.text(FAILS)
    assert not reader.text(ASKS)
    loaded = "() => performance.getEntriesByType('resource').map(one => one.name.split('/').at(-1))"
    assert reader.js(loaded) == ["kernel.js"]
    reader.write(0, "words = open('words.txt').read()\nprint(len(words), 'characters')")
    reader.run(0)
    reader.until_shows(0, "10 characters")
    reader.run(FAILS, "error")
    reader.until_shows(FAILS, "in halve")
    assert "kernel_main" not in reader.text(FAILS)
    reader.press(ASKS)
    reader.until_state(ASKS, "asking")
    reader.answer("Ann")
    reader.until_shows(ASKS, "Hello Ann")
    reader.press(LOOPS)
    reader.until_state(LOOPS, "running")
    reader.press(LOOPS)
    reader.until_state(LOOPS, "error")
    reader.until_shows(LOOPS, "KeyboardInterrupt")
    # What came before is kept; the loop may have been stopped before its first line.
    reader.write(LOOPS, "print('kept:', name)")
    reader.run(LOOPS)
    reader.until_shows(LOOPS, "kept: Ann")


def test_a_kernel_that_is_gone(
    folder: Path,
    tmp_path: Path,
    serve: Callable[[Path, str], str],
    engines: Callable[[str], Engine],
) -> None:
    """As after a deploy that removed it: the page says what to do."""
    copy = tmp_path / "site"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("pyodide*", "carried.js"))
    reader = Reader(engines("chromium"))
    reader.engine.open(serve(copy, "http") + "index.html")
    reader.press(0)
    reader.until_state(0, "skipped")
    said = "() => document.querySelector('.backendai-kernel [role=status]').textContent"
    assert "reload the page" in reader.js(said)
    assert "pyodide" in reader.js(said)
    assert "42" in reader.text(0)


@pytest.mark.full
@pytest.mark.parametrize("engine", ["chromium", "firefox", "webkit"])
def test_more_than_a_page_can_show(open_in: Open, engine: str) -> None:
    reader = open_in(engine, "http")
    reader.write(0, "while True:\n    print('x' * 200)")
    reader.press(0)
    reader.until_shows(0, "xxx")
    time.sleep(3)
    reader.press(0)
    reader.until_state(0, "error")
    reader.until_shows(0, "KeyboardInterrupt")


@pytest.mark.full
@pytest.mark.parametrize("mode", ["http", "isolated", "strict", "file"])
@pytest.mark.parametrize("engine", ["chromium", "firefox", "webkit"])
def test_everywhere(open_in: Open, engine: str, mode: str) -> None:
    reader = open_in(engine, mode)
    assert reader.js("() => crossOriginIsolated") == (mode == "isolated")
    reader.run(0)
    reader.until_shows(0, "42")
    reader.run(FAILS, "error")
    reader.run(DRAWS)
    reader.until(
        "n => document.querySelectorAll('.backendai-run-outputs')[n].querySelector('canvas')?.width",
        DRAWS,
    )
    reader.press(ASKS)
    if (engine, mode) == ("webkit", "file"):
        # There is no way to wait for an answer, and it says so.
        reader.until_state(ASKS, "error")
        reader.until_shows(ASKS, "input() is not possible here")
    else:
        reader.until_state(ASKS, "asking")
        reader.answer("Zoë 한")
        reader.until_shows(ASKS, "Hello Zoë 한")
    reader.write(ASKS, "import time\nprint('before')\ntime.sleep(60)")
    reader.press(ASKS)
    reader.until_shows(ASKS, "before")
    keeps = (engine, mode) not in {("chromium", "file"), ("webkit", "file")}
    if keeps:
        reader.press(ASKS)
        reader.until_shows(ASKS, "KeyboardInterrupt")
        reader.until_state(ASKS, "error")
    else:
        reader.press(ASKS)
        reader.until_state(ASKS, "error", "lost")
    reader.press(LOOPS)
    reader.until_state(LOOPS, "running")
    reader.press(LOOPS)
    reader.until_state(LOOPS, "error" if keeps else "lost")
    # It goes on, with its variables or without; the loop may have been stopped before its first line.
    reader.write(LOOPS, "print('still here', 'words' in globals())")
    reader.run(LOOPS)
    reader.until_shows(LOOPS, f"still here {keeps}")


@pytest.mark.full
@pytest.mark.parametrize("engine", ["chromium", "firefox", "webkit"])
def test_outputs_of_a_page_in_a_folder(open_in: Open, engine: str) -> None:
    reader = open_in(engine, "http", "more/next.html")
    reader.js("() => document.querySelector('.backendai-kernel button').click()")
    reader.until_state(1, "ok", "error")
    assert reader.state(1) == "ok"
    reader.until_shows(0, "second")
    assert "first" not in reader.text(0)
    reader.until_shows(1, "to err")
    assert "done" not in reader.text(1)
    reader.write(1, "import humanize\nprint(humanize.intcomma(12345))")
    reader.run(1)
    reader.until_shows(1, "12,345")
    reader.write(1, "from backendai_media import render")
    reader.run(1, "error")
    reader.until_shows(1, "backendai-media[render]")
    reader.write(1, "import asyncio\nawait asyncio.sleep(100)")
    reader.press(1)
    reader.until_state(1, "running")
    reader.press(1)
    reader.until_state(1, "error")
    reader.js("() => document.querySelectorAll('.backendai-kernel button')[1].click()")
    reader.write(1, "print('humanize' in globals())")
    reader.run(1)
    reader.until_shows(1, "False")


#: Names what was compiled here of all that a start and this cell have imported.
COMPILED_HERE = """
import sys, turtle, humanize
from backendai_media import Table
display(Table([{"a": 1}]))
turtle.forward(1)

def is_compiled_before(module):
    if type(module.__loader__).__name__ == "zipimporter":
        return module.__file__.endswith(".pyc")
    # One that Python has compiled now is compared with its source's time.
    return open(module.__spec__.cached, "rb").read(8)[4:] == b"\\1\\0\\0\\0"

kinds = {"zipimporter", "SourceFileLoader"}
loaded = [one for one in [*sys.modules.values()]
          if type(getattr(one, "__loader__", None)).__name__ in kinds]
print(len(loaded) > 200, [one.__name__ for one in loaded if not is_compiled_before(one)])
"""
#: Goes through the library, which is compiled, and a package.
TRACEBACK = """
import inspect, json, humanize
print(inspect.getsource(json.loads).partition("(")[0], inspect.getsource(humanize.intcomma)[:12])

class Number(float):
    def __abs__(self):
        return json.loads("{")

humanize.metric(Number(1))
"""


@pytest.mark.parametrize(
    ("engine", "mode"),
    [
        ("chromium", "http"),
        pytest.param("chromium", "file", marks=pytest.mark.full),
        pytest.param("firefox", "http", marks=pytest.mark.full),
        pytest.param("webkit", "http", marks=pytest.mark.full),
    ],
)
def test_a_start_compiles_nothing(open_in: Open, engine: str, mode: str) -> None:
    reader = open_in(engine, mode)
    reader.write(0, COMPILED_HERE)
    reader.run(0)
    # A first cell imports no `gettext`, so the library has only its source; `humanize` wants it.
    reader.until_shows(0, "True ['gettext']")
    reader.write(0, "import os\nprint(os.listdir())")
    reader.run(0)
    reader.until_shows(0, "['words.txt']")


def test_tracebacks_through_compiled_modules(open_in: Open) -> None:
    reader = open_in("chromium", "http")
    reader.write(0, TRACEBACK)
    reader.run(0, "error")
    reader.until_shows(0, "JSONDecodeError")
    said = reader.text(0)
    assert "def loads def intcomma" in said
    for name, line in [
        ("humanize/number.py", "abs(value)"),
        ("python314.zip/json/__init__.py", "return _default_decoder.decode(s)"),
        ("python314.zip/json/decoder.py", "obj, end = self.raw_decode(s, idx=_w(s, 0).end())"),
    ]:
        assert name in said
        assert line in said


GAME = """
import turtle
heard = []
turtle.setup(300, 200)
turtle.tracer(0)
pen = turtle.Turtle("square")
pen.penup()
def step():
    heard.append("key")
    pen.forward(20)
    turtle.update()
turtle.onkeypress(step, "a")
turtle.onscreenclick(lambda x, y: (heard.append(abs(x) < 9 and abs(y) < 9), turtle.bye()))
turtle.listen()
turtle.mainloop()
print(heard)
"""
#: It draws without an end, and looks at its keys.
ENDLESS = """
import turtle
turtle.tracer(0)
frames = 0
turtle.onkeypress(lambda: print("heard, frames:", frames > 3), "a")
turtle.listen()
while True:
    frames += 1
    turtle.forward(1)
    turtle.update()
"""
NOTE = """n => document.querySelectorAll('.backendai-run-outputs')[n]
  .querySelector('.backendai-hearing:not([hidden])')?.innerText ?? ''"""


@pytest.mark.parametrize(
    ("engine", "mode"),
    [
        ("chromium", "http"),
        *(
            pytest.param(engine, mode, marks=pytest.mark.full)
            for engine in ("chromium", "firefox", "webkit")
            for mode in ("http", "isolated", "strict", "file")
            if (engine, mode) != ("chromium", "http")
        ),
    ],
)
def test_turtles_listen(open_in: Open, engine: str, mode: str) -> None:
    reader = open_in(engine, mode)
    reader.write(DRAWS, GAME)
    if mode == "file" and not reader.js("() => 'Suspending' in WebAssembly"):
        # There a program cannot wait for anything, and says so.
        reader.run(DRAWS)
        reader.until_shows(DRAWS, "A picture has no mouse or keyboard")
        return
    reader.press(DRAWS)
    reader.until(f"n => ({NOTE})(n).includes('Keys go to the program')", DRAWS)
    # It has the keys at once: the person is at the cell.
    reader.engine.type("aa")
    reader.engine.type("b\x1b")
    reader.until(f"n => ({NOTE})(n).includes('Click the drawing')", DRAWS)
    reader.engine.click(".backendai-hears canvas")
    reader.until_state(DRAWS, "ok", "error")
    reader.until_shows(DRAWS, "['key', 'key', True]")
    assert reader.js(NOTE, DRAWS) == ""
    reader.write(DRAWS, ENDLESS)
    reader.press(DRAWS)
    reader.until(f"n => ({NOTE})(n).includes('Keys go to the program')", DRAWS)
    reader.engine.type("a")
    reader.until_shows(DRAWS, "heard, frames: True")
    reader.press(DRAWS)
    reader.until_state(DRAWS, "error", "lost")
    if reader.state(DRAWS) == "error":
        reader.until_shows(DRAWS, "KeyboardInterrupt")
    # Nothing is left of it.
    reader.write(
        DRAWS,
        "print(len(turtle.turtles()), turtle.pos())"
        if mode != "file"
        else "print('0 (0.00,0.00)')",
    )
    reader.run(DRAWS)
    reader.until_shows(DRAWS, "(0.00,0.00)")


@pytest.mark.parametrize(
    ("engine", "mode"),
    [
        ("chromium", "http"),
        pytest.param("firefox", "http", marks=pytest.mark.full),
        pytest.param("webkit", "http", marks=pytest.mark.full),
        pytest.param("chromium", "file", marks=pytest.mark.full),
        pytest.param("firefox", "file", marks=pytest.mark.full),
    ],
)
def test_a_playground(open_in: Open, engine: str, mode: str) -> None:
    reader = open_in(engine, mode, "more/play.html")
    buttons = """() => [...document.querySelectorAll('.backendai-run-bar button')]
      .filter(one => !one.hidden).map(one => one.textContent)"""
    assert reader.js(buttons) == ["Run", "Copy link"]
    reader.run(0)
    assert reader.js(buttons) == ["Run", "Copy link", "Save as SVG"]
    saved = reader.js("""async () => {
      const made = [];
      const create = URL.createObjectURL;
      URL.createObjectURL = blob => (made.push(blob), create(blob));
      document.querySelectorAll('.backendai-run-bar button')[2].click();
      URL.createObjectURL = create;
      return made[0].text();
    }""")
    assert saved.startswith("<svg")
    assert "<animate" in saved
    reader.write(0, "print('Zoë 한')")
    reader.js("() => document.querySelectorAll('.backendai-run-bar button')[1].click()")
    reader.until("() => location.hash.startsWith('#program=')")
    address = str(reader.js("() => location.href"))
    reader.engine.open(address)
    reader.until("() => document.querySelector('textarea').value === `print('Zoë 한')`")
    # It runs when the person says so.
    assert reader.text(0) == ""
    reader.run(0)
    reader.until_shows(0, "Zoë 한")
    assert reader.js(buttons) == ["Run", "Copy link"]


CHARTS = """
display({"application/vnd.vegalite.v5+json": {
    "data": {"values": [{"a": 1, "b": 9}]}, "mark": {"type": "bar", "color": "#c00010", "width": 200},
    "width": 400, "height": 200,
    "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative"}}}})
display({"application/vnd.plotly.v1+json": {
    "data": [{"type": "bar", "y": [9], "marker": {"color": "#00c010"}}], "layout": {"height": 300}}})
"""


@pytest.mark.full
@pytest.mark.parametrize("mode", ["http", "isolated", "file"])
@pytest.mark.parametrize("engine", ["chromium", "firefox", "webkit"])
def test_charts(open_in: Open, engine: str, mode: str) -> None:
    """Frames show in isolated pages and in those opened as files, too."""
    reader = open_in(engine, mode)
    reader.write(0, CHARTS)
    reader.run(0)

    def has(index: int, color: tuple[int, int, int]) -> bool:
        scroll = "n => document.querySelectorAll('.backendai-run-outputs .backendai-item')[n].scrollIntoView()"
        reader.js(scroll, index)
        shown = pixels(reader.engine.screenshot()).getcolors(1 << 24) or []
        return sum(count for count, found in shown if found == color) > 5000

    for index, color in enumerate([(0xC0, 0, 0x10), (0, 0xC0, 0x10)]):
        end = time.monotonic() + PATIENCE
        while not has(index, color):
            assert time.monotonic() < end
            time.sleep(0.5)


@pytest.mark.full
def test_weights(folder: Path) -> None:
    """What the issue allows: before a run 100 KB, after one 8 MB where the server compresses."""
    page = (folder / "index.html").read_bytes()
    script = next(folder.glob("backendai/media/*/js/kernel.js")).read_bytes()
    assert len(gzip.compress(page)) + len(gzip.compress(script)) < 30_000
    assert len(page) + len(script) < 100_000
    kernel = next(folder.glob("backendai/kernel/*"))
    loaded = [path.read_bytes() for path in kernel.iterdir() if path.name != "carried.js"]
    assert sum(map(len, loaded)) < 9_000_000
    assert sum(min(len(one), len(gzip.compress(one))) for one in loaded) < 8_000_000
