"""Console text: what a terminal would show, found in the page."""

from __future__ import annotations

import io
import time

import pytest

from .stage import Stage

CASES: dict[str, tuple[list[str], str]] = {
    "a carriage return goes back": (["hello\rHE"], "HEllo"),
    "a shorter line leaves the rest": (["100 of 100\r7"], "700 of 100"),
    "a line feed after a carriage return": (["a\r\nb\r\n"], "a\nb\n"),
    "backspaces": (["abc\b\bX"], "aXc"),
    "backspace stops at the margin": (["a\b\b\bX"], "X"),
    "erase to the right": (["hello\x1b[3D\x1b[K"], "he"),
    "erase to the left": (["hello\x1b[3D\x1b[1K"], "   lo"),
    "erase the line": (["hello\x1b[2K\rnew"], "new"),
    "erase below": (["a\nb\nc\x1b[2A\x1b[J"], "a"),
    "up keeps the column": (["a\nb\nc\x1b[2AX"], "aX\nb\nc"),
    "up stops at the top": (["a\nb\x1b[99A\rX"], "X\nb"),
    "down stops at the bottom": (["a\nb\x1b[A\x1b[9B\rX"], "a\nX"),
    "beginnings of other lines": (["a\nb\nc\x1b[2FX\x1b[EY"], "X\nY\nc"),
    "to a column": (["abc\x1b[2GX"], "aXc"),
    "to a column beyond the end": (["a\x1b[4GX"], "a  X"),
    "right and left": (["ab\x1b[2Cc\x1b[3DX"], "abX c"),
    "cut between messages": (["\x1b", "[3", "1mred\x1b[", "0m"], "red"),
    "a cut link": (["\x1b]8;;http://a", ".b/\x1b", "\\x\x1b]8;;\x07"], "x"),
    "other sequences are swallowed": (
        ["\x1b[?25l\x1b]0;title\x07a\x1bP1$r\x1b\\\x1b(B\x1b7\x1b[6n\x1b[>4;1m\x1b[>cb\x07\x0e"],
        "ab",
    ),
    "an unfinished sequence waits": (["a\x1b]0;tit"], "a"),
    "an endless one is text": (["a\x1b]0;" + "x" * 5000], "a]0;" + "x" * 5000),
    "no sequence at all": (["a\x1b\x01b\x9bc"], "abc"),
    "tabs stay": (["a\tb\n"], "a\tb\n"),
    "a tab is as wide as it shows": (["a\tb\rxxxxxxxxX"], "xxxxxxxxX"),
    "wide characters take two columns": (["한국\rab"], "ab국"),
    "half a wide character is blank": (["한국\ra"], "a 국"),
    "an emoji of several characters": (["👩‍🚀x\rab"], "abx"),
    "combining marks take none": (["e\u0301x\ra"], "ax"),
    "form feeds": (["a\fb\vc"], "a\nb\nc"),
    "two bars": (
        ["A 0%\nB 0%\x1b[A\rA 50%\n\rB 50%\x1b[A\rA 100%\n\rB 100%\n"],
        "A 100%\nB 100%\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_text(stage: Stage, name: str) -> None:
    chunks, text = CASES[name]
    stage.open()
    stage.js(
        """async chunks => {
          const area = BackendAI.Media.open('r', document.querySelector('#out'));
          for (const chunk of chunks) {
            area.append(['stdout', chunk]);
            await new Promise(done => setTimeout(done, 120)); // a frame of its own
          }
          area.close();
          await area.done;
        }""",
        chunks,
    )
    assert stage.js("() => document.querySelector('.backendai-console').textContent") == text


def shown(stage: Stage, text: str) -> str:
    stage.handle_all([["stdout", text]])
    found: str = stage.js("() => document.querySelector('.backendai-console').innerText")
    return found


def test_progress_bars_of_real_programs(stage: Stage) -> None:
    from rich.console import Console
    from rich.progress import Progress
    from tqdm import tqdm

    out = io.StringIO()
    for _ in tqdm(range(3), file=out, desc="outer", mininterval=0):
        for _ in tqdm(range(4), file=out, desc="inner", mininterval=0, position=1, leave=False):
            pass
    out.write("\nafter tqdm\n")
    with Progress(console=Console(file=out, force_terminal=True, width=70)) as progress:
        tasks = [progress.add_task(name, total=20) for name in ("first", "second")]
        for _ in range(20):
            for task in tasks:
                progress.advance(task)
            progress.refresh()
            time.sleep(0.001)
    stage.open()
    lines = [line.rstrip() for line in shown(stage, out.getvalue()).splitlines() if line.strip()]
    assert [line.split()[0] for line in lines] == ["outer:", "after", "first", "second"], lines
    assert "100%" in lines[0]
    assert "3/3" in lines[0]
    assert "100%" in lines[2]
    assert "100%" in lines[3]


STYLES = {
    "1": ("fontWeight", "700"),
    "2": ("opacity", "0.75"),
    "3": ("fontStyle", "italic"),
    "4": ("textDecorationLine", "underline"),
    "4:3": ("textDecorationLine", "underline"),
    "9": ("textDecorationLine", "line-through"),
    "8": ("color", "rgba(0, 0, 0, 0)"),
    "41": ("backgroundColor", "rgb(179, 38, 30)"),
    "48;5;16": ("backgroundColor", "rgb(0, 0, 0)"),
    "48;5;21": ("backgroundColor", "rgb(0, 0, 255)"),
    "48;5;202": ("backgroundColor", "rgb(255, 95, 0)"),
    "48;5;255": ("backgroundColor", "rgb(238, 238, 238)"),
    "48;2;1;2;3": ("backgroundColor", "rgb(1, 2, 3)"),
    "48:2::1:2:3": ("backgroundColor", "rgb(1, 2, 3)"),
    "48:2:1:2:3": ("backgroundColor", "rgb(1, 2, 3)"),
    "58;5;9;48;5;16": ("backgroundColor", "rgb(0, 0, 0)"),
    "7": ("backgroundColor", "rgb(31, 35, 40)"),
    "30;7;41": ("backgroundColor", "rgb(36, 41, 47)"),
}


def test_styles(stages: Stage) -> None:
    stages.open_strict()
    text = "".join(f"\x1b[{code}mx\x1b[0m\n" for code in STYLES)
    stages.handle_all([["stdout", text]])
    found = stages.js(
        """names => [...document.querySelectorAll('.backendai-console span')]
             .map((span, i) => getComputedStyle(span)[names[i]])""",
        [name for name, _ in STYLES.values()],
    )
    assert dict(zip(STYLES, found, strict=True)) == {code: v for code, (_, v) in STYLES.items()}
    assert not stages.probe("violations")


def test_styles_end(stage: Stage) -> None:
    stage.open()
    on_off = ["1 22", "2 22", "3 23", "4 24", "4 4:0", "7 27", "8 28", "9 29", "31 39", "41 49"]
    text = "".join(f"\x1b[{on}m\x1b[{off}mx" for on, off in map(str.split, on_off))
    shown(stage, text)
    assert stage.js("() => document.querySelectorAll('.backendai-console span').length") == 0


LUMINANCE = """
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const luminance = color => {
    pixel.fillStyle = color;
    pixel.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pixel.getImageData(0, 0, 1, 1).data].map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_can_be_read(stage: Stage, theme: str) -> None:
    """WCAG AA, 4.5 : 1, for the palette; for other colours as good as their lightness can be moved."""
    stage.open(body=f'<main data-backendai-theme="{theme}"><div id="out"></div></main>')
    palette = [f"{code}" for code in [*range(30, 38), *range(90, 98)]]
    cube = [f"38;5;{index}" for index in range(16, 256)]
    stage.handle_all([["stdout", "".join(f"\x1b[{code}mx" for code in palette + cube)]])
    ratios = stage.js(f"""() => {{ {LUMINANCE}
      const page = getComputedStyle(document.querySelector('.backendai-output')).backgroundColor;
      return [...document.querySelectorAll('.backendai-fg')].map(span => contrast(getComputedStyle(span).color, page));
    }}""")
    low = {
        code: round(ratio, 2)
        for code, ratio in zip(palette + cube, ratios, strict=True)
        if ratio < 4.5
    }
    assert not low


def test_text_on_colours_can_be_read(stage: Stage) -> None:
    stage.open()
    stage.handle_all([["stdout", "".join(f"\x1b[48;5;{index}mx" for index in range(256))]])
    low = stage.js(f"""() => {{ {LUMINANCE}
      return [...document.querySelectorAll('.backendai-bg')].map(getComputedStyle)
        .map(style => contrast(style.color, style.backgroundColor)).filter(ratio => ratio < 4.2);
    }}""")
    assert not low


def test_colours_as_sent(stage: Stage) -> None:
    stage.open()
    stage.handle_all([["stdout", "\x1b[38;2;255;255;0mx"]], readable=False)
    color = "() => getComputedStyle(document.querySelector('.backendai-fg')).color"
    assert stage.js(color) == "rgb(255, 255, 0)"


def test_links(stage: Stage) -> None:
    stage.open()
    addresses = [
        "https://a.example/?q=\"'<>",
        "mailto:a@b.example",
        "javascript:alert(1)",
        "/relative",
        "data:text/html,x",
    ]
    text = "".join(
        f"\x1b]8;id=1;{address}\x1b\\{i}\x1b]8;;\x07 " for i, address in enumerate(addresses)
    )
    assert shown(stage, text).strip() == "0 1 2 3 4"
    found = stage.js(
        "() => [...document.querySelectorAll('#out a')].map(a => [a.textContent, a.protocol, a.rel, a.target])"
    )
    assert found == [
        ["0", "https:", "noopener noreferrer", "_blank"],
        ["1", "mailto:", "noopener noreferrer", "_blank"],
    ]


def test_wide_characters_line_up(stages: Stage) -> None:
    stages.open()
    stages.handle_all([["stdout", "한국어漢字😀|\n............|"]])
    left = stages.js("""() => {
      const walker = document.createTreeWalker(document.querySelector('.backendai-console'), NodeFilter.SHOW_TEXT);
      const edges = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const match of node.data.matchAll(/\\|/g)) {
          const range = document.createRange();
          range.setStart(node, match.index);
          range.setEnd(node, match.index + 1);
          edges.push(range.getBoundingClientRect().left);
        }
      }
      return edges;
    }""")
    assert len(left) == 2
    assert abs(left[0] - left[1]) < 1, left


LINES = 20_000


def test_far_lines_are_plain_until_near(stage: Stage) -> None:
    stage.open()
    text = "".join(f"\x1b[3{i % 8}mline {i}\x1b[0m\n" for i in range(LINES))
    stage.handle_all([["stdout", text]])
    stage.wait(
        f"() => document.querySelector('.backendai-console').textContent.includes('line {LINES - 1}')"
    )
    spans = "() => document.querySelectorAll('.backendai-console span').length"
    stage.wait(f"() => ({spans})() < 3000")
    last = "document.querySelectorAll('.backendai-block')[60]"
    assert stage.js(f"() => {last}.querySelector('span')") is None
    stage.js(f"() => {last}.scrollIntoView()")
    stage.wait(f"() => {last}.querySelectorAll('span').length > 200")
    whole = stage.js("() => document.querySelector('.backendai-console').textContent")
    assert whole == "".join(f"line {i}\n" for i in range(LINES))


def test_copying_gives_the_lines_as_they_were(stage: Stage) -> None:
    stage.open()
    text = "".join(f"line {i}\n" + ("\n" if i % 100 == 0 else "") for i in range(2000))
    stage.handle_all([["stdout", text]])
    stage.wait("() => document.querySelector('#out').textContent.includes('line 1999')")
    copied = stage.js("""() => {
      getSelection().selectAllChildren(document.querySelector('.backendai-console'));
      return getSelection().toString();
    }""")
    assert copied.rstrip("\n") == text.rstrip("\n")


def test_endless_lines(stage: Stage) -> None:
    stage.open()
    text = "word " * 400_000 + "😀" * 50_000
    stage.handle_all([["stdout", text]])
    stage.wait(
        "n => document.querySelector('.backendai-console').textContent.length === n",
        len(text) + 50_000,
    )
    assert stage.js("t => document.querySelector('.backendai-console').textContent === t", text)
    longest = stage.js(
        "() => Math.max(...[...document.querySelectorAll('.backendai-block')].map(b => b.textContent.length))"
    )
    assert longest < 50_000


def test_very_long_output_is_folded_and_can_be_saved(stage: Stage) -> None:
    stage.open()
    lines = 230_000
    text = "".join(f"{i}\n" for i in range(lines))
    stage.js("""() => {
      window.saved = [];
      URL.createObjectURL = blob => (saved.push(blob), 'data:,');
    }""")
    stage.handle_all([["stdout", text]])
    stage.wait(
        f"() => document.querySelector('#out').textContent.includes('\\n{lines - 1}\\n')",
        seconds=60,
    )
    stage.wait("() => document.querySelector('.backendai-fold')")
    in_page = stage.js(
        "() => document.querySelector('.backendai-console').textContent.split('\\n').length"
    )
    assert 195_000 < in_page < 202_000
    stage.js("() => document.querySelector('.backendai-fold button').click()")
    assert stage.js("async () => (await saved[0].text())") == text


def test_screen_readers_hear_the_newest_line_only(stage: Stage) -> None:
    stage.open()
    stage.js("""() => {
      window.said = [];
      new MutationObserver(() => {
        const status = document.querySelector('[role=status]')?.textContent;
        if (status && said.at(-1) !== status) said.push(status);
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
      window.area = BackendAI.Media.open('r', document.querySelector('#out'));
      area.append(['stdout', 'first\\n']);
    }""")
    stage.wait("() => document.querySelector('.backendai-console')")
    stage.js(
        "() => { for (let i = 0; i < 5000; i++) area.append(['stdout', `\\x1b[31mline ${i}\\n`]) }"
    )
    stage.wait("() => said.length")
    said = stage.js("() => said")
    assert len(said) == 1
    assert said[0].endswith("line 4999")
    assert len(said[0]) < 60
    stage.wait("() => !document.querySelector('[role=status]')")


def test_a_copy_has_the_output_and_nothing_that_is_said_of_it(stage: Stage) -> None:
    stage.open()
    stage.js("() => { window.area = BackendAI.Media.open('r', document.querySelector('#out')) }")
    stage.js("() => area.append(['stdout', 'first\\n'])")
    stage.wait("() => document.querySelector('.backendai-console')")
    stage.js("() => { for (let i = 0; i < 9; i++) area.append(['stdout', `line ${i}\\n`]) }")
    stage.wait("() => document.querySelector('[role=status]')?.textContent")
    lines = "\n".join(["first", *(f"line {i}" for i in range(9))])
    assert (
        stage.js("() => document.querySelector('.backendai-console').textContent.trim()") == lines
    )
    selected = """() => {
      getSelection().selectAllChildren(document.querySelector('.backendai-item'));
      return getSelection().toString().trim();
    }"""
    assert stage.js(selected) == lines


def test_hostile_text_takes_no_time(stage: Stage) -> None:
    stage.open()
    floods = [
        "\x1b" * 300_000,
        "\x1b]" * 200_000,
        "\x1b[" * 200_000,
        "\x1b[9999C" * 50_000,
        "\r" * 500_000,
    ]
    floods += ["\x1b[38;2;" + ";".join("1" * 1000) + "m" for _ in range(1)] * 500
    floods += [
        "".join(f"\x1b[38;2;{i % 256};{i // 256 % 256};7mx" for i in range(50_000)),
        "\x1b[A\n" * 50_000,
    ]
    for flood in floods:
        stage.handle_all([["stdout", f"{flood}\x18end"]])
    stage.wait("() => document.querySelector('#out').textContent.includes('end')")
    assert not stage.probe("errors")
