"""For everyone: every type of `spec/types.json`, in both themes, small, in forced colours, and by keyboard alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests import VECTORS
from tests.interactive.payloads import INTERACTIVE, payload

from .charts import MERMAID, PLOTLY, VEGA, VEGALITE
from .drawing import vector
from .framing import open_page
from .stage import HERE, Stage, png
from .test_arrow import TYPE as ARROW
from .test_arrow import VECTOR

AXE = HERE.parents[1] / "browser/node_modules/axe-core/axe.min.js"
TYPES = json.loads((VECTORS.parent / "types.json").read_text())

CAST = '{"version": 2, "width": 20, "height": 4}\n[0.1, "o", "hello"]\n[0.2, "o", " there"]'
GEO = {"type": "Feature", "properties": {"name": "A"},
       "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [10, 0], [10, 8], [0, 0]]]}}  # fmt: skip
HTML = (
    "<h2>Title</h2><p>Text with a <a href='https://example.com'>link</a></p><table class='dataframe'>"
    "<thead><tr><th></th><th>a</th></tr></thead><tbody><tr><th>0</th><td>1</td></tr>"
    "<tr><th>1</th><td>2</td></tr></tbody></table>"
)
ERROR = {
    "output_type": "error",
    "ename": "ValueError",
    "evalue": "no",
    "traceback": ["ValueError: no"],
}
ASKED = {"msg_type": "input_request", "content": {"prompt": "Name: ", "password": False}}
CSV = "name,value\n" + "\n".join(f"n{i},{i}" for i in range(40))
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><rect width='40' height='20'/></svg>"
#: An item of each type.
ITEMS: dict[str, Any] = {
    "application/x-sorna-drawing": vector("03")["media"][0],
    "application/vnd.sorna.gitgraph": vector("08")["media"][0],
    INTERACTIVE: payload([[{"output_type": "stream", "name": "stdout", "text": "a"}]] * 6),
    "application/vnd.plotly.v1+json": PLOTLY,
    "application/vnd.vegalite.v*+json": ["application/vnd.vegalite.v6+json", VEGALITE],
    "application/vnd.vega.v*+json": ["application/vnd.vega.v6+json", VEGA],
    "application/vnd.asciinema.asciicast": CAST,
    ARROW: VECTOR["stream"],
    "application/vnd.dataresource+json": {"data": [{"a": 1, "b": "x"}, {"a": 2, "b": None}]},
    "application/geo+json": GEO,
    "application/pdf": "JVBERi0=",
    "audio/*": ["audio/wav", "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA="],
    "video/*": ["video/mp4", "AAAA"],
    "text/html": HTML,
    "text/markdown": "## Title\n\nText, `code`, $x^2$\n\n```python\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "text/latex": "$$\\frac{a}{b}$$",
    "application/x-tex": "$a$",
    "image/svg+xml": SVG,
    "image/*": ["image/png", png()],
    "text/vnd.mermaid": MERMAID,
    "text/csv": CSV,
    "text/tab-separated-values": "a\tb\n1\t2",
    "application/vnd.jupyter.widget-view+json": {
        "version_major": 2,
        "version_minor": 0,
        "model_id": "1",
    },
    "application/vnd.mcp.app+json": {"resource": {"uri": "ui://weather/view.html"}},
    "application/javascript": "1",
    "text/javascript": "1",
    "application/*+json": ["application/vnd.x+json", {"a": 1}],
    "application/json": {"a": [*range(40)], "b": {"c": "d" * 400}},
    "text/*": ["text/x-python", "x = 1"],
    "text/plain": "plain",
    "stdout": "\x1b[31mred\x1b[0m \x1b[42m on green \x1b[0m\n",
    "stderr": "a warning\n",
    "error": ERROR,
    "log": ["warning", "12:00", "app", "a line"],
    "input": ASKED,
}


def item(kind: str) -> Any:
    value = ITEMS[kind]
    if kind in {"error", "input"} or "*" in kind or "sorna" in kind:
        return value
    return [kind, value]


def test_every_type_has_an_item() -> None:
    assert {row["type"] for row in TYPES} == set(ITEMS)


FOUND = """async () => {
  const { violations } = await axe.run('#out', {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    iframes: false,
  });
  return violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(node =>
    `${node.html.slice(0, 200)} | ${node.failureSummary}`)]);
}"""


@pytest.fixture
def page(stage: Stage) -> Any:
    """The engine's page, given back as it was."""
    browser: Any = stage.engine
    size = browser.page.viewport_size
    yield browser.page
    browser.page.emulate_media(color_scheme="null", forced_colors="none", reduced_motion="null")
    browser.page.set_viewport_size(size)


def show(stage: Stage, *kinds: str) -> None:
    open_page(stage)
    report = stage.handle_all([item(kind) for kind in kinds])
    assert {one["type"] for one in report["failed"]} <= {"video/mp4", "application/pdf"}
    # Tables are shown before what sorts them, and names their corner, has been fetched.
    heads = "__probe.all('.dataframe thead th')"
    stage.wait(f"() => {heads}.every(it => it.textContent.trim() || it.role)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(stage: Stage, page: Any, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    found = {}
    for kind in ITEMS:
        show(stage, kind)
        stage.js(
            "color => { document.body.style.background = color }",
            {"dark": "#0d1117"}.get(scheme, "#fff"),
        )
        page.evaluate(AXE.read_text())
        if violations := stage.js(FOUND):
            found[kind] = violations
    assert found == {}


@pytest.mark.one_engine
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_each_engine(stages: Stage, theme: str) -> None:
    """All types at once: what engines tell of roles and colours differs, not what is shown."""
    body = f'<main data-backendai-theme="{theme}"><h1>A page</h1><div id="out"></div></main>'
    stages.open(body=body)
    stages.js(
        "color => { document.body.style.background = color }",
        {"dark": "#161b22"}.get(theme, "#fff"),
    )
    # Data frames get what they need when they come near.
    stages.handle_all([item(kind) for kind in sorted(ITEMS, key=lambda one: one != "text/html")])
    stages.wait("() => __probe.all('.backendai-sorts')[0]")
    # Firefox tells sizes of what is far off before it has laid it out.
    stages.js("""() => document.querySelectorAll('.backendai-html')
      .forEach(it => { it.style.contentVisibility = 'visible' })""")
    stages.js("source => { new Function(source)() }", AXE.read_text())
    assert stages.js(FOUND) == []


NARROW = """() => {
  const wide = [...document.querySelectorAll('#out *')].filter(it => it.checkVisibility()
    && it.getBoundingClientRect().right > innerWidth + 1 && !inScroller(it));
  function inScroller(it) {
    for (let at = it.parentElement; at && at.id !== 'out'; at = at.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX)) return true;
    return false;
  }
  return [document.documentElement.scrollWidth - innerWidth, wide.map(it => it.outerHTML.slice(0, 150))];
}"""


def test_at_320_pixels_and_400_percent_nothing_is_beyond_the_edge(stage: Stage, page: Any) -> None:
    """A window of 1280 pixels at 400 % has 320 (WCAG 1.4.10)."""
    page.set_viewport_size({"width": 320, "height": 256})
    found = {}
    for kind in ITEMS:
        show(stage, kind)
        beyond, elements = stage.js(NARROW)
        if beyond > 0 or elements:
            found[kind] = [beyond, elements]
    assert found == {}


#: Places that Tab leads to, and whether each can be seen to have the focus.
FOCUS = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  let isSeen = false;
  for (let it = at; it && it.id !== 'out' && !isSeen; it = it.parentElement) {
    const { outlineStyle, outlineWidth } = getComputedStyle(it);
    isSeen = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  }
  const name = at.ariaLabel || at.alt || at.title || at.textContent.trim() || at.placeholder || at.labels?.[0]?.textContent || '';
  return [at.localName + '.' + at.className, isSeen, !!name];
}"""
#: What is for hands, and must be reached by keys. A click on a player's screen does what its first button does.
HANDS = """() => {
  const all = root => [...root.querySelectorAll('*')].flatMap(it =>
    [it, ...(it.shadowRoot ? all(it.shadowRoot) : [])]);
  return all(document.querySelector('#out')).filter(it => it.checkVisibility({ visibilityProperty: true })
      && !it.disabled && (it.matches('button, input, select, a[href]') || it.onclick)
      && it.tabIndex < 0 && !it.closest('[role=grid], [role=tree], [role=listbox], [role=toolbar], .backendai-cast'))
    .map(it => it.outerHTML.slice(0, 150));
}"""


def test_everything_is_reached_by_keys_and_seen_to_be(stage: Stage, page: Any) -> None:
    unseen, unreached = {}, {}
    for kind in ITEMS:
        show(stage, kind)
        page.evaluate("() => document.body.focus()")
        for _ in range(40):
            page.keyboard.press("Tab")
            focus = stage.js(FOCUS)
            if focus is None:
                break
            name, is_seen, is_named = focus
            if not (
                is_named
                and (is_seen or name.startswith(("iframe", "audio", "video", "object", "embed")))
            ):
                unseen[kind] = focus
        if found := stage.js(HANDS):
            unreached[kind] = found
    assert unseen == {}
    assert unreached == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_text_and_marks_visible(stage: Stage, page: Any, scheme: str) -> None:
    """No text is as its ground, and what is selected or focused is seen."""
    page.emulate_media(color_scheme=scheme, forced_colors="active")
    colors = """() => {
      const all = root => [...root.querySelectorAll('*')].flatMap(it =>
        [it, ...(it.shadowRoot ? all(it.shadowRoot) : [])]);
      return all(document.querySelector('#out'))
        .filter(it => it.checkVisibility() && [...it.childNodes].some(one => one.data?.trim()))
        .filter(it => {
          let ground = 'rgba(0, 0, 0, 0)';
          for (let at = it; at && /, 0\\)$/.test(ground); at = at.parentElement ?? at.getRootNode().host)
            ground = getComputedStyle(at).backgroundColor;
          return getComputedStyle(it).color === ground;
        }).map(it => it.outerHTML.slice(0, 120));
    }"""
    found = {}
    for kind in ITEMS:
        show(stage, kind)
        if hidden := stage.js(colors):
            found[kind] = hidden
    assert found == {}
    show(stage, "text/csv", "application/json")
    for role in ("grid", "tree"):
        page.focus(f"[role={role}]")
        page.keyboard.press("ArrowDown")
        marked = f"""() => {{
          const at = document.querySelector('[role={role}] [aria-selected=true]');
          const {{ outlineStyle, backgroundColor }} = getComputedStyle(at);
          const other = at.parentElement.querySelector('[aria-selected=false]') ?? at.parentElement;
          return outlineStyle !== 'none' || backgroundColor !== getComputedStyle(other).backgroundColor;
        }}"""
        assert stage.js(marked), role


def test_live_regions_are_polite_and_nothing_moves_for_who_asks(stage: Stage, page: Any) -> None:
    page.emulate_media(reduced_motion="reduce")
    found = {}
    for kind in ITEMS:
        show(stage, kind)
        loud = stage.js("""() => [...document.querySelectorAll('#out *')].filter(it =>
          it.matches('[aria-live=assertive], [role=alert], [role=alertdialog], marquee'))
          .map(it => it.outerHTML.slice(0, 100))""")
        moving = stage.js("""() => document.getAnimations().filter(it => it.playState === 'running'
          && it.effect.getComputedTiming().duration > 1).map(it => it.effect.target.outerHTML.slice(0, 100))""")
        if loud or moving:
            found[kind] = [loud, moving]
    assert found == {}
