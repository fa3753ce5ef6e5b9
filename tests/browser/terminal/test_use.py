"""What a person does with a terminal, and what a program must not do with the person."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest

from backendai_media.terminal import protocol
from backendai_media.terminal.frames import Output, Welcome

from .json_server import Raw
from .screen import Screen
from .servers import Ours

pytestmark = pytest.mark.one_engine

BAR = "() => document.querySelector('.backendai-terminal-bar').setAttribute('data-open', '')"
ASK = ".backendai-terminal-ask"


def fed(raw: Callable[..., Raw], *output: bytes, live: int = 0) -> Raw:
    """Return a server that prints this, of which what is before `live` is old."""
    frames = [protocol.encode(Welcome(2, "s", True, 0, live, 0, 1 << 19, 1 << 16, 24, 80))]
    at = 0
    for data in output:
        frames.append(protocol.encode(Output(at, data)))
        at += len(data)
    return raw(frames, "backendai.term.2")


def typed(server: Raw) -> bytes:
    """What the page typed."""
    return b"".join(frame[9:] for frame in server.received if frame[0] == 2)


def test_several_lines_are_asked_about(screens: Screen, raw: Callable[..., Raw]) -> None:
    """Control characters are dropped: a pasted text cannot end the paste and go on."""
    server = fed(raw, b"\x1b[?2004h> ")
    screens.open(server.url)
    screens.shows(">")
    paste = """text => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
      Object.defineProperty(event, 'clipboardData', { value: data });
      term.term.textarea.dispatchEvent(event);
    }"""
    screens.js(paste, "one\x1b[201~line\x03")
    server.wait(lambda: typed(server) == b"\x1b[200~one[201~line\x1b[201~")
    screens.js(paste, "rm -rf x\nls\n")
    screens.wait("s => document.querySelector(s)?.textContent.includes('Paste 2 lines?')", ASK)
    screens.stage.engine.type("\x1b")
    screens.wait("s => !document.querySelector(s)", ASK)
    screens.js(paste, "a\nb\n")
    screens.stage.engine.click(f"{ASK} button:nth-of-type(2)")
    server.wait(lambda: typed(server).endswith(b"\x1b[200~a b\x1b[201~"))
    assert b"rm" not in typed(server)
    screens.clean()


def test_a_program_may_write_the_clipboard_when_it_may(
    screen: Screen, raw: Callable[..., Raw]
) -> None:
    """OSC 52 asks once, and never reads."""
    text = base64.b64encode(b"from the program").decode()
    osc = f"\x1b]52;c;?\x07\x1b]52;c;{text}\x07\x1b]52;c;{text}\x07shown".encode()
    server = fed(raw, osc)
    screen.open(server.url)
    screen.shows("shown")
    screen.wait("s => document.querySelectorAll(s).length === 1", ASK)
    assert "from the program" in screen.js("s => document.querySelector(s).textContent", ASK)
    screen.stage.engine.click(f"{ASK} button")
    screen.wait("async () => (await navigator.clipboard.readText()) === 'from the program'")
    assert typed(server) == b""


HARMLESS = b"\x1b[c\x1b[>c\x1b[5n\x1b[6n\x1b]11;?\x07\x1b[?2004$p\x1bP$qm\x1b\\"
HOSTILE = (
    b"\x1b]0;\nrm -rf /\n\x07\x1b[21t\x1b[20t\x1b]2;id\x07\x1b[21;0t"  # titles
    b"\x1bP$q;touch x;\n\x1b\\\x1bP+q544e\x1b\\"  # DECRQSS, XTGETTCAP
    b"\x05\x1b[18t\x1b[14t\x1b]52;c;?\x07\x1b]4;0;?\n\x07\x1b]50;?\x07"
)


def test_questions_are_answered_with_nothing_that_was_printed(
    screens: Screen, raw: Callable[..., Raw]
) -> None:
    server = fed(raw, HARMLESS, HOSTILE, b"\r\nend")
    screens.open(server.url)
    screens.shows("end")
    server.wait(lambda: b"n" in typed(server))
    said = typed(server)
    for part in (b"\x1b[?1;2c", b"\x1b[0n", b"\x1b[1;1R", b"\x1b]11;rgb:", b"\x1b[?2004;"):
        assert part in said
    for part in (b"rm", b"id", b"touch", b"\n", b"\r", b"544e"):
        assert part not in said
    screens.clean()


def test_old_questions_are_not_answered(screen: Screen, raw: Callable[..., Raw]) -> None:
    """Nor are those of a replay, and a flood of them is cut."""
    replay = b"\x1b[c" * 50 + b"old\r\n"
    server = fed(raw, replay, b"\x1b[5n" * 5000 + b"end", live=len(replay))
    screen.open(server.url)
    screen.shows("end")
    server.wait(lambda: len(typed(server)) > 0)
    assert b"c" not in typed(server)
    assert len(typed(server)) <= 2 * 4096


def test_a_reader_types_nothing(screen: Screen, serve: Callable[..., Ours]) -> None:
    """Who only looks sees all, and no frame of theirs changes anything."""
    writer = serve("bash", "--norc", "--noprofile")
    screen.open(writer.url)
    screen.shows("$")  # typed before, it would be shown twice
    screen.stdin("echo one\n")
    screen.shows("\none")
    name = writer.sessions[0].name
    look = """async ([url, name]) => {
      const at = document.querySelector('main').appendChild(document.createElement('div'));
      at.style.cssText = 'width: 400px; height: 200px';
      sessionStorage.setItem('backendai-terminal:look', name + ' ' + btoa('0123456789abcdef'));
      window.looker = new BackendAI.Webterm(at, 'look', { readOnly: true });
      await looker.connect(url);
    }"""
    screen.js(look, [writer.url, name])
    text = "() => looker.term.buffer.active.getLine(1).translateToString(true)"
    screen.wait(f"() => ({text})() === 'one'")
    screen.js("() => { looker.stdin('echo two\\n'); looker.resizeToFit(); looker.focus(); }")
    screen.stdin("echo three\n")
    screen.shows("three")
    assert "two" not in screen.lines()
    sizes = "() => ['rows', 'cols'].every(name => term.term[name] === looker.term[name])"
    screen.wait(sizes)
    screen.wait("() => looker.term.options.fontSize < term.term.options.fontSize")


def test_the_size_follows(screens: Screen, ours: Ours) -> None:
    """The program's terminal has the size that fits, once it is calm."""
    screens.open(ours.url)
    screens.shows("$")
    screens.js("() => (term.container.style.width = '500px')")
    screens.wait("() => term.term.cols < 65")
    columns, rows = screens.js("() => [term.term.cols, term.term.rows]")
    screens.wait("() => __probe.sleep(200).then(() => true)")
    screens.stdin("stty size\n")
    screens.shows(f"\n{rows} {columns}")
    screens.clean()


def test_the_bar(screens: Screen, ours: Ours) -> None:
    """Search, letters, screen reader, saving: by the keyboard, too. Chunks come when they serve."""
    screens.open(ours.url, renderer="dom")
    screens.stdin("echo needle; echo nee''dle; echo hay\n")
    screens.shows("\nhay")
    assert screens.stage.assets.asked("webterm-search.js") == 0
    screens.js(BAR)
    screens.stage.engine.click("[data-tool=search]")
    screens.wait("() => document.activeElement?.type === 'search'")
    screens.stage.engine.type("needle")
    screens.wait(
        "() => /[1-4] . [34]/.test(document.querySelector('.backendai-terminal-search output').value)"
    )
    screens.stage.engine.type("\x1b")
    screens.wait("() => document.activeElement === term.term.textarea")
    size = "() => term.term.options.fontSize"
    before = screens.js(size)
    screens.stage.engine.click("[data-tool=larger_font]")
    assert screens.js(size) == before + 1
    screens.stage.engine.click("[data-tool=screen_reader]")
    screens.wait(
        "() => document.querySelector('.xterm-accessibility-tree')?.textContent.includes('hay')"
    )
    html = screens.js(
        """async () => {
          let file;
          const make = URL.createObjectURL;
          URL.createObjectURL = (blob) => { file = blob; return make(blob); };
          HTMLAnchorElement.prototype.click = () => {};
          document.querySelector("[data-tool=save_html]").click();
          while (!file) await __probe.sleep(20);
          return file.text();
        }"""
    )
    assert "needle" in html
    assert "Content-Security-Policy" in html
    screens.clean()


def test_copying(screen: Screen, ours: Ours) -> None:
    """Ctrl+C with a selection copies, the next one interrupts; Ctrl+Shift+C copies, too."""
    screen.open(ours.url)
    screen.stdin("echo co''py-me; cat\n")
    screen.shows("copy-me")
    keyboard = screen.stage.engine.page.keyboard  # type: ignore[attr-defined]
    for keys in ("Control+c", "Control+Shift+C"):
        screen.js("() => { navigator.clipboard.writeText(''); term.focus(); }")
        # Input that came before the prompt was echoed twice.
        screen.js("""() => {
          const { active } = term.term.buffer;
          let row = 0;
          while (!active.getLine(row).translateToString().startsWith('copy-me')) row++;
          term.term.select(0, row, 7);
        }""")
        keyboard.press(keys)
        screen.wait("async () => (await navigator.clipboard.readText()) === 'copy-me'")
    assert "^C" not in screen.lines()
    screen.js("() => term.term.clearSelection()")
    keyboard.press("Control+c")
    screen.shows("^C")


def test_keys_for_phones(screen: Screen, raw: Callable[..., Raw]) -> None:
    """Ctrl holds for one key; arrows are those that the program asked for."""
    server = fed(raw, b"\x1b[?1h> ")
    screen.open(server.url)
    screen.shows(">")
    press = """label => [...document.querySelectorAll('.backendai-terminal-keys button')]
      .find(button => (button.ariaLabel ?? button.textContent) === label).click()"""
    for label in ("Esc", "Tab", "Up", "Ctrl"):
        screen.js(press, label)
    screen.type("cc")
    server.wait(lambda: typed(server) == b"\x1b\t\x1bOA\x03c")


def test_colours(screens: Screen, ours: Ours) -> None:
    """Light, dark, the page's attribute, and the page's own."""
    screens.open(ours.url)
    screens.shows("$")
    ground = "() => term.term.options.theme.background"
    shown = "() => getComputedStyle(document.querySelector('.backendai-terminal-frame')).backgroundColor"
    assert screens.js(ground) == "#ffffff"
    screens.js("() => (document.documentElement.dataset.backendaiTheme = 'dark')")
    screens.wait(f"() => ({ground})() === '#131416'")
    screens.js("() => (term.theme = 'light')")
    assert screens.js(ground) == "#ffffff"
    screens.js("() => (term.theme = { background: '#102030' })")
    assert screens.js(shown) == "rgb(16, 32, 48)"
    screens.clean()


def test_recording(screen: Screen, ours: Ours) -> None:
    """An asciicast v3 whose text is what was seen, and whose times add up."""
    screen.open(ours.url)
    screen.stdin("printf '\\033[31m한글\\033[0m\\n'; sleep 0.3; echo en''d\n")
    screen.shows("\nend")
    cast = screen.js("async () => (await term.recording()).text()")
    header, *events = [json.loads(line) for line in cast.splitlines()]
    assert header["version"] == 3
    assert header["term"]["cols"] == screen.js("() => term.term.cols")
    assert all(interval >= 0 for interval, _, _ in events)
    assert sum(interval for interval, _, _ in events) >= 0.3
    text = "".join(data for _, code, data in events if code == "o")
    assert "\x1b[31m한글\x1b[0m\r\nend" in text


SIXEL = b"\x1bPq#0;2;100;0;0#0!40~-!40~-\x1b\\"


def test_images(screen: Screen, raw: Callable[..., Raw]) -> None:
    """The first one has its decoder loaded, and is in its place. Without it the text goes on."""
    server = fed(raw, b"above\r\n" + SIXEL + b"\r\nbelow")
    screen.open(server.url, renderer="dom")
    screen.shows("below")
    # A strict policy forbids WebAssembly.
    assert screen.stage.assets.asked("webterm-image.js") == 1
    screen.stage.open(body='<div id="out"></div>', name="loose.html")
    screen.start(server.url, renderer="dom")
    screen.shows("below")
    red = """() => {
      const canvas = document.querySelector('.xterm-image-layer');
      if (!canvas) return false;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 0; at < data.length; at += 4) if (data[at] > 200 && data[at + 3] > 200) return true;
    }"""
    screen.wait(red)


@pytest.mark.parametrize("link", ["https://example.org/a", "javascript:alert(1)", "file:///etc"])
def test_links(screen: Screen, raw: Callable[..., Raw], link: str) -> None:
    """What a page may open is opened, without a way back."""
    server = fed(raw, f"\x1b]8;;{link}\x1b\\a link here\x1b]8;;\x1b\\ and".encode())
    screen.open(server.url, renderer="dom")
    screen.shows("a link here")
    mouse = screen.stage.engine.page.mouse  # type: ignore[attr-defined]
    box = screen.js(
        "() => { const b = document.querySelector('.xterm-screen').getBoundingClientRect(); return [b.x, b.y] }"
    )
    for x in (30, 34, 38):
        mouse.move(box[0] + x, box[1] + 8)
    mouse.click(box[0] + 38, box[1] + 8)
    calls = screen.stage.probe("calls")
    assert calls == ([f"open({link}, _blank, noopener,noreferrer)"] if "https" in link else [])


def test_several_on_a_page_with_another_xterm(screen: Screen, ours: Ours) -> None:
    """Sheets hold only in their own terminal."""
    screen.open(ours.url, renderer="dom", theme="dark")
    screen.shows("$")
    foreign = """() => {
      const other = document.body.appendChild(document.createElement('div'));
      other.className = 'xterm xterm-dom-renderer-owner-1';
      const rows = other.appendChild(document.createElement('div'));
      rows.className = 'xterm-rows';
      return getComputedStyle(rows).color === getComputedStyle(document.body).color;
    }"""
    assert screen.js(foreign) is True
