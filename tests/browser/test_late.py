"""Results that Python rendered, put into a page by scripts, in each way that frameworks do it."""

from __future__ import annotations

import pytest

from backendai_media import render
from backendai_media.assets import csp, static_tags

from .stage import Stage

pytestmark = pytest.mark.one_engine

SCRIPTS = (
    '<script src="{0}/js/main.min.js"></script><script src="{0}/js/islands.js" defer></script>'
)
#: What each framework does with markup, as its sources have it. `(place, html)`.
WAYS = {
    # React 19: dangerouslySetInnerHTML, on an element that is put into the document later.
    "react": "const it = document.createElement('div'); it.innerHTML = html; place.append(it)",
    "react again": "place.innerHTML = '<p>old</p>'; place.innerHTML = html",
    # Vue 3.5: v-html.
    "vue": "place.innerHTML = html",
    # HTMX 2: a template in a document of its own, whose nodes are moved.
    "htmx": """
      const text = `<body><template class="internal">${html}</template></body>`;
      const { content } = new DOMParser().parseFromString(text, 'text/html').querySelector('template');
      while (content.firstChild) place.insertBefore(content.firstChild, null)""",
    "insertAdjacentHTML": "place.insertAdjacentHTML('beforeend', html)",
    # Turbo, Unpoly, morphing libraries.
    "a parsed document": """
      place.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.childNodes)""",
    # jQuery.
    "a fragment of a range": "place.append(document.createRange().createContextualFragment(html))",
    "setHTMLUnsafe": "place.setHTMLUnsafe(html)",
    "a clone of a template": """
      const it = document.createElement('template'); it.innerHTML = html;
      place.append(document.importNode(it.content, true))""",
}
PUT = "html => {{ const place = document.querySelector('#out'); {} }}"
HTML = (
    "<style>.a { color: rgb(1, 2, 3) } p { position: fixed; inset: 0 }</style>"
    "<table><tr class=a style='background: gold'><td>cell</td></tr></table><p>covers</p>"
    "<h2 id='there'>there</h2><script>document.title = 'stolen'</script>"
)
ITEMS = [
    ["stdout", "one\n"],
    ["text/html", HTML],
    ["text/markdown", "# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[go](#there) and $x^2$"],
]
#: Of each shadow root: its text, and what the first cell looks like.
SEEN = """() => [...document.querySelectorAll('#out .backendai-html > div')].map(({ shadowRoot }) => {
  const row = shadowRoot?.querySelector('tr.a');
  const look = row && getComputedStyle(row);
  const words = [...(shadowRoot?.querySelectorAll('td, h1, h2, p') ?? [])].map(it => it.textContent.trim());
  return [words.join(' '), look?.color, look?.backgroundColor];
})"""
IS_READY = f"() => {{ const all = ({SEEN})(); return all.length === 2 && all.every(it => it[0]) }}"
COLOURS = ["rgb(1, 2, 3)", "rgb(255, 215, 0)"]


def open_page(stage: Stage, *, static: bool = True) -> None:
    """Under our own policy, with one of Trusted Types for the page's own scripts."""
    probe = f"{stage.site.url}/probe.js"
    policy = csp(stage.root, hosts=[probe], static=static, trusted_types="default")
    head = static_tags(stage.root) + SCRIPTS.format(stage.root)
    stage.open(head=head, Content_Security_Policy=policy)
    stage.js("""() => {
      const same = { createHTML: (text) => text };
      if (window.trustedTypes) trustedTypes.createPolicy('default', same);
    }""")


@pytest.mark.parametrize("way", WAYS)
def test_inline_styles_need_neither_script_nor_sheet(stages: Stage, way: str) -> None:
    stages.open(head="")
    stages.js(PUT.format(WAYS[way]), render(ITEMS, "r", style="inline"))
    found = stages.js("""() => {
      const row = document.querySelector('#out tr');
      const { color, backgroundColor } = getComputedStyle(row);
      const text = document.querySelector('#out .backendai-console');
      const look = getComputedStyle(text);
      return [color, backgroundColor, look.whiteSpace, text.textContent];
    }""")
    assert found == [*COLOURS, "pre-wrap", "one\n"]
    shown = stages.js("() => document.querySelector('#out').innerText")
    assert [one for one in ("cell", "covers", "there", "Title", "go and") if one not in shown] == []
    assert stages.js("() => document.elementFromPoint(1, innerHeight - 1).closest('#out')") is None
    assert (
        stages.js("() => document.querySelectorAll('#out style, #out template, #there').length")
        == 0
    )
    assert stages.probe("errors") + stages.probe("calls") == []


@pytest.mark.parametrize("way", WAYS)
def test_it_shows(stages: Stage, way: str) -> None:
    open_page(stages)
    stages.js(PUT.format(WAYS[way]), render(ITEMS, "r"))
    stages.wait(IS_READY)
    (first, *look), (second, *_) = stages.js(SEEN)
    assert first == "cell covers there"
    assert look == COLOURS
    assert second.startswith("Title 1 2 go and")
    # Seen to be in view, and laid out, at the next frame.
    stages.wait(
        "() => [...document.querySelectorAll('#out .backendai-html')].every(it => it.offsetHeight > 20)"
    )
    # What is fixed stays in its box; nothing ran.
    assert stages.js("() => document.elementFromPoint(1, innerHeight - 1).closest('#out')") is None
    assert stages.js("() => document.title") == "A page"
    assert stages.probe("errors") + stages.probe("violations") == []


def test_where_no_inline_styles_are_allowed(stages: Stage) -> None:
    """Styles are applied by the script, as those of all outputs."""
    open_page(stages, static=False)
    stages.js(PUT.format(WAYS["a parsed document"]), render(ITEMS, "r"))
    stages.wait(IS_READY)
    assert stages.js(SEEN)[0] == ["cell covers there", *COLOURS]
    assert stages.js("() => document.elementFromPoint(1, innerHeight - 1).closest('#out')") is None
    assert stages.probe("errors") == []
    # The page's own parser reports the `style` attributes that it was given.
    assert [one for one in stages.probe("violations") if "style" not in one] == []


def test_links_lead_from_one_to_another(stages: Stage) -> None:
    open_page(stages)
    stages.js(PUT.format(WAYS["vue"]), render([*ITEMS, ["stdout", "\n" * 200]], "r"))
    stages.wait(IS_READY)
    stages.js("""() => {
      const roots = [...document.querySelectorAll('.backendai-html > div')].map(it => it.shadowRoot);
      document.querySelector('#out').style.paddingBlockStart = '3000px';
      roots[1].querySelector('a').click();
    }""")
    stages.wait("() => scrollY > 1000")


def test_templates_of_others_are_not_trusted(stages: Stage) -> None:
    """Whoever can put a template into the page gets what an output gets."""
    open_page(stages)
    hostile = (
        "<img src=x onerror=\"document.title = 'stolen'\"><script>document.title = 'stolen'</script>"
        "<a href=\"javascript:document.title = 'stolen'\">link</a><iframe srcdoc='x'></iframe>"
        "<form action=/stolen><input name=a></form><p style='position: fixed; inset: 0'>covers</p>"
    )
    stages.js(
        PUT.format(WAYS["vue"]),
        "<div class=backendai-html><div><template shadowrootmode=open>"
        f"{hostile}</template></div></div>"
        f"<div><template shadowrootmode=open>{hostile}</template></div>",
    )
    stages.wait(
        "() => document.querySelector('#out .backendai-html > div')?.shadowRoot?.querySelector('p')"
    )
    left = stages.js("""() => {
      const root = document.querySelector('#out .backendai-html > div').shadowRoot;
      root.querySelector('a').click();
      return [...root.querySelectorAll('script, iframe, form, [onerror], [href]')].length;
    }""")
    assert left == 0
    assert stages.js("() => document.elementFromPoint(1, innerHeight - 1).closest('#out')") is None
    assert stages.js("() => document.title") == "A page"
    # Others' templates elsewhere are none of ours.
    assert stages.js("() => document.querySelectorAll('#out > div > template').length") == 1


def test_many_at_once_and_later(stages: Stage) -> None:
    open_page(stages)
    stages.js(PUT.format(WAYS["vue"]), render([["text/html", f"<p>{n}</p>"] for n in range(40)]))
    stages.wait("() => document.querySelectorAll('#out .backendai-html').length === 40")
    stages.js(PUT.format(WAYS["htmx"]), render(["text/html", "<p>last</p>"]))
    stages.wait(f"() => ({SEEN})().length === 41 && ({SEEN})().every(it => it[0])")
    assert [one[0] for one in stages.js(SEEN)] == [*map(str, range(40)), "last"]
    assert stages.probe("errors") == []
