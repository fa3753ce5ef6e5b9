"""Markdown that grows while it is shown, as a chat's answer does."""

from __future__ import annotations

from typing import Any

import pytest

from .stage import Stage
from .test_markdown import MARKDOWN

#: Texts of which a part is read otherwise than the whole, in one way or another.
TEXTS = {
    "everything": MARKDOWN,
    "headings of one name": "# A\n\n## A\n\ntext\n\n# A\n\n> # A\n\n[to](#a-2)\n",
    "an underline, a rule and a list": "one\ntwo\n===\n\nthree\n- four\n- five\n\n---\n\n- six\n\n\n- seven\n",
    "a mark that is a word": "words\n#hash\n\nwords\n# heading\n\n1. a\n2) b\n\n+\n+ x\n",
    "a table": "text\n\na | b\n--|--\n1 | 2\n3 | `4|5`\n\nafter\n\n| c |\n|---|\n| d |\n",
    "an address at the end": "[one], [two][] and ![x][one]\n\ntext\n\n[one]: https://example.com/1\n[two]: /b 'T'\n",
    "footnotes": "a[^1] b[^n]\n\ntext\n\n[^1]: first\n[^n]: second\n\n    more\n\nend\n",
    "formulas": "$$\na\n\n+ b\n$$\n\ntext $x$\n\n\\[\nc\n\\]\n\n$$ open\n\nnot closed\n",
    "macros": "$\\R$\n\ntext\n\n$\\newcommand{\\R}{\\mathbb R}\\R$\n\n$\\R$\n",
    "raw HTML": "<details>\n<summary>s</summary>\n\n- a\n\n</details>\n\nafter <b>bold\n\nstill</b>\n\n<div>\nx\n",
    "code in code": "````\n```py\nx = 1\n```\n````\n\n```js\nlet a = 1;\n\n\nb()\n```\n\n~~~\nopen\n\nend",
    "line ends": "a\r\nb\r\n\r\n- c\r\n- d\r\n\r\ne\rf\r\rg\r\n",
    "another text": "  - a\n\n        code\n\n  - b\n    1. c\n\n       d\n\n\n*e\n\nf*\n\n\\\n<!-- x\n\ny -->\n",
}

GROW = """async (text, step, delay) => {
  const out = BackendAI.Media.open('g', document.querySelector('#out'));
  out.append({ output_type: 'display_data', transient: { display_id: 'd' },
    data: { 'text/markdown': '' } });
  const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
  const root = () => document.querySelector('.backendai-html > div')?.shadowRoot;
  while (!root()) await sleep(20);
  const seen = { added: 0, lost: [], blank: 0 };
  const elements = [];
  const watched = new MutationObserver(records => {
    for (const { addedNodes } of records)
      for (const node of addedNodes) seen.added += 1 + (node.querySelectorAll?.('*').length ?? 0);
    if (elements.length && !root().hasChildNodes()) seen.blank++;
  });
  watched.observe(root(), { childList: true, subtree: true });
  for (let end = 0; end < text.length; ) {
    end += step;
    out.update('d', { 'text/markdown': text.slice(0, end) });
    await sleep(delay);
    // All but the last two are finished.
    [...root().children].slice(elements.length, -2).forEach(one => elements.push(one));
  }
  // Until nothing changes any more: a busy machine is left more time between values.
  for (let still = 0, last = ''; still < 1200; still += 50) {
    await sleep(50);
    if (root().innerHTML !== last) still = 0;
    last = root().innerHTML;
  }
  seen.lost = elements.filter(one => one.getRootNode() !== root()).length;
  seen.elements = elements.length;
  seen.html = root().innerHTML;
  seen.nodes = root().querySelectorAll('*').length;
  return seen;
}"""


@pytest.fixture
def page(stage: Stage) -> Stage:
    stage.open_strict()
    return stage


def at_once(page: Stage, text: str) -> str:
    page.handle_all([["text/markdown", text]])
    root = "__probe.all('.backendai-html > div').at(-1).shadowRoot"
    page.wait(f"() => {root}.hasChildNodes()")
    return str(page.js(f"() => {root}.innerHTML"))


@pytest.mark.parametrize("name", TEXTS)
def test_it_becomes_what_it_would_be_at_once(name: str, page: Stage) -> None:
    text = TEXTS[name]
    grown: Any = page.js(GROW, text, 3, 10)
    assert grown["blank"] == 0
    assert grown["html"] == at_once(page, text)


ANSWER = "\n\n".join(
    f"## Step {n}\n\nFirst *we* look at `x{n}`, which is $x_{n}^2$:\n\n"
    f"1. one of **{n}**\n2. two\n\n```python\ndef f{n}(x):\n    return x + {n}\n```\n\n"
    f"| a | b |\n|---|---|\n| {n} | 2 |"
    for n in range(40)
)


def test_what_is_finished_stays(page: Stage) -> None:
    grown: Any = page.js(GROW, ANSWER, 40, 10)
    assert grown["lost"] == 0
    assert grown["elements"] > 20
    assert grown["added"] < 3 * grown["nodes"], "what stands was not made again and again"
    assert grown["html"] == at_once(page, ANSWER)


@pytest.mark.one_engine
def test_an_answer_in_each_engine(stages: Stage) -> None:
    stages.open_strict()
    grown: Any = stages.js(GROW, ANSWER, 200, 10)
    assert (grown["lost"], grown["blank"]) == (0, 0)
    root = "__probe.all('.backendai-html > div')[0].shadowRoot"
    whole = at_once(stages, ANSWER)
    stages.wait(f"whole => {root}.innerHTML === whole", whole)


def test_what_is_selected_stays(page: Stage) -> None:
    page.js("""async () => {
      window.out = BackendAI.Media.open('g', document.querySelector('#out'));
      window.show = text => out.update('d', { 'text/markdown': text });
      out.append({ output_type: 'display_data', transient: { display_id: 'd' },
        data: { 'text/markdown': 'one' } });
    }""")
    root = "document.querySelector('.backendai-html > div').shadowRoot"
    page.wait(
        "() => document.querySelector('.backendai-html > div')?.shadowRoot.textContent.trim() === 'one'"
    )
    page.js(f"""() => {{
      window.kept = {root}.querySelector('p').firstChild;
      const range = new Range();
      range.selectNodeContents(kept);
      window.range = range;
      show('one two');
    }}""")
    page.wait("() => kept.data === 'one two'")
    page.js("() => show('one two\\n\\nthree')")
    page.wait(f"() => {root}.querySelectorAll('p').length === 2")
    assert page.js("() => [kept.isConnected, range.toString(), kept.data]") == [
        True,
        "one",
        "one two",
    ]


def test_another_value_replaces_it(page: Stage) -> None:
    page.js("""async () => {
      const out = BackendAI.Media.open('g', document.querySelector('#out'));
      const show = text => out.update('d', { 'text/markdown': text });
      const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
      out.append({ output_type: 'display_data', transient: { display_id: 'd' },
        data: { 'text/markdown': '# one' } });
      await sleep(200);
      for (const text of ['# one two', '# one two three', 'another', 'another one', 'last']) {
        show(text);
        await sleep(60);
      }
    }""")
    root = "document.querySelector('.backendai-html > div').shadowRoot"
    page.wait(f"() => {root}.textContent.trim() === 'last'")
    assert page.js(f"() => {root}.innerHTML.trim()") == "<p>last</p>"


def test_time_to_paint_counts(page: Stage) -> None:
    """Where a frame takes long, values between are left out: the page has most of the time for itself."""
    shown, frames, last = page.js("""async () => {
      const out = BackendAI.Media.open('g', document.querySelector('#out'));
      const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
      out.append({ output_type: 'display_data', transient: { display_id: 'd' },
        data: { 'text/markdown': 'word' } });
      const root = () => document.querySelector('.backendai-html > div')?.shadowRoot;
      while (!root()?.textContent) await sleep(20);
      let text = 'word';
      const grow = async () => {
        out.update('d', { 'text/markdown': (text += ' word') });
        await sleep(0);
      };
      // The first ones load what they need.
      for (let i = 0; i < 10; i++) await grow().then(() => sleep(30));
      let shown = 0;
      let frames = 0;
      new MutationObserver(() => shown++).observe(root(), { childList: true, characterData: true, subtree: true });
      // Part of each frame, as layout is.
      const box = document.body.appendChild(document.createElement('div'));
      new ResizeObserver(() => {
        for (const end = performance.now() + 40; performance.now() < end;);
      }).observe(box);
      const next = () => {
        box.style.width = `${100 + frames++}px`;
        if (frames < 40) requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
      while (frames < 40) await grow();
      const among = shown;
      while (root().textContent.trim() !== text) await sleep(20);
      return [among, frames, root().innerHTML.trim() === `<p>${text}</p>`];
    }""")
    assert last is True
    assert 1 < shown < frames / 2, (shown, frames)
