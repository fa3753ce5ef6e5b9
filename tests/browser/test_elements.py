"""`<backendai-output>` and `<backendai-terminal>`, in three engines, under the strict policy."""

from __future__ import annotations

import json

import pytest

from backendai_media import render

from .charts import CHARTS
from .stage import STRICT, Stage

pytestmark = pytest.mark.one_engine

HEAD = '<script src="{0}/js/main.min.js"></script><script src="{0}/js/element.js"></script>'
OUT = [["stdout", "one\n"], ["text/html", "<p>two</p>"]]
#: Whether console text looks as it does by our style sheets.
STYLED = """async () => {
  const found = () => document.querySelector('#host')?.shadowRoot ?? document;
  const item = found().querySelector('.backendai-console');
  return item ? getComputedStyle(item).fontFamily : '';
}"""


def open_page(stage: Stage, body: str = "", head: str = HEAD) -> None:
    policy = STRICT.format(probe=f"{stage.site.url}/probe.js", assets=stage.root)
    policy += f"; connect-src {stage.site.url}"
    stage.open(head=head.format(stage.root), body=body, Content_Security_Policy=policy)


def texts(stage: Stage, count: int, where: str = "document") -> list[tuple[str, str]]:
    """Types and texts of the items in a document or root, when there are so many."""
    found = f"""() => [...{where}.querySelectorAll('.backendai-item')]
      .map(it => [it.dataset.type, __probe.text(it).trim()])"""
    stage.wait(
        f"() => {{ const all = ({found})(); return all.length >= {count} && all.every(([, text]) => text) }}"
    )
    return [(kind, text) for kind, text in stage.js(found)]


def faults(stage: Stage) -> list[str]:
    return stage.probe("errors") + stage.probe("violations")


SHOWN = [("stdout", "one"), ("text/html", "two")]


def test_items(stages: Stage) -> None:
    open_page(stages, "<backendai-output></backendai-output>")
    events = """items => {
      const element = document.querySelector('backendai-output');
      window.told = [];
      element.addEventListener('backendai:rendered', e => told.push(e.detail.rendered));
      element.items = items;
    }"""
    stages.js(events, OUT)
    assert texts(stages, 2) == SHOWN
    stages.wait("() => told.length")
    assert stages.js("() => told") == [2]
    stages.js("() => { document.querySelector('backendai-output').items = [['stdout', 'new']] }")
    stages.wait("() => __probe.text(document.body).includes('new')")
    assert texts(stages, 1) == [("stdout", "new")]
    assert (
        stages.js("() => getComputedStyle(document.querySelector('backendai-output')).display")
        == "block"
    )
    assert faults(stages) == []


def test_what_was_set_before_it_was_defined(stages: Stage) -> None:
    stages.open(body="<backendai-output></backendai-output>")
    stages.js(
        """([items, src]) => {
          document.querySelector('backendai-output').items = items;
          document.head.append(Object.assign(document.createElement('script'), { src }));
        }""",
        [OUT, f"{stages.root}/js/element.js"],
    )
    assert texts(stages, 2) == SHOWN


@pytest.mark.parametrize("where", ["in the page", "later"])
def test_a_script_of_json(stages: Stage, where: str) -> None:
    body = f'<backendai-output><script type="application/json">{json.dumps(OUT)}</script></backendai-output>'
    open_page(stages, body if where == "in the page" else "")
    if where == "later":
        stages.js(
            """text => {
              const element = document.createElement('backendai-output');
              const script = Object.assign(document.createElement('script'), { type: 'application/json' });
              script.append(text);
              element.append(script);
              document.body.append(element);
            }""",
            json.dumps(OUT),
        )
    assert texts(stages, 2) == SHOWN
    if where == "in the page":
        assert faults(stages) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", json.dumps(OUT)),
        ("application/x-ndjson", "\n".join(json.dumps(one) for one in OUT)),
        ("text/event-stream", "".join(f": x\ndata: {json.dumps(one)}\r\n\r\n" for one in OUT)),
    ],
)
def test_an_address(stages: Stage, kind: str, body: str) -> None:
    address = stages.site.page("result", body, Content_Type=kind)
    open_page(stages, f'<backendai-output src="{address}"></backendai-output>')
    assert texts(stages, 2) == SHOWN
    assert faults(stages) == []


def test_an_address_that_does_not_answer(stages: Stage) -> None:
    open_page(stages, '<backendai-output src="/none.json"></backendai-output>')
    ((kind, text),) = texts(stages, 1)
    assert kind == "error"
    assert "404" in text
    assert "none.json" in text


def test_writing_to_it(stages: Stage) -> None:
    open_page(stages, "<backendai-output></backendai-output>")
    report = stages.js(
        """async items => {
          const element = document.querySelector('backendai-output');
          const area = element.open();
          for (const item of items) { area.append(item); await __probe.sleep(20); }
          area.close();
          return area.done;
        }""",
        OUT,
    )
    assert report["failed"] == []
    assert texts(stages, 2) == SHOWN
    assert [
        one["kind"]
        for one in stages.js("() => document.querySelector('backendai-output').keptItems()")
    ] == ["stream", "media"]
    assert faults(stages) == []


def test_a_container_in_a_shadow_root_and_moved_there_later(stages: Stage) -> None:
    """Made apart, as components do, put into one root, then into another, and out."""
    open_page(stages, '<div id="host"></div><section id="other"></section>')
    stages.js(
        """async items => {
          const container = document.createElement('div');
          await BackendAI.Media.handle_all(items, 'r', container);
          const root = document.querySelector('#host').attachShadow({ mode: 'open' });
          root.append(container);
        }""",
        [["stdout", "one"], ["application/json", {"a": 1}]],
    )
    font = stages.js(STYLED)
    assert "monospace" in font
    assert (
        stages.js(
            "() => getComputedStyle(document.querySelector('#host').shadowRoot.querySelector('.backendai-output')).display"
        )
        == "block"
    )
    moved = stages.js("""() => {
      const other = document.querySelector('#other').attachShadow({ mode: 'open' });
      const container = document.querySelector('#host').shadowRoot.firstChild;
      other.append(container);
      const item = other.querySelector('.backendai-console');
      const first = getComputedStyle(item).fontFamily;
      document.body.append(container);
      return [first, getComputedStyle(document.querySelector('body > div .backendai-console')).fontFamily];
    }""")
    assert moved == [font, font]
    assert faults(stages) == []


#: Firefox gives a new frame another document when it has loaded.
FRAME = """
  const frame = document.createElement('iframe');
  await new Promise((done) => { frame.onload = done; document.body.append(frame); });
"""
OTHER = (
    f"""async items => {{{FRAME}"""
    """
  const inner = frame.contentDocument;
  const container = inner.body.appendChild(inner.createElement('div'));
  const report = await BackendAI.Media.handle_all(items, 'r', container);
  const item = container.querySelector('.backendai-console');
  const root = container.querySelector('.backendai-html > div').shadowRoot;
  return [report, getComputedStyle(item).fontFamily, root.adoptedStyleSheets.length, root.textContent];
}"""
)


def test_a_container_in_another_document(stages: Stage) -> None:
    open_page(stages)
    table = "<style>td { color: red }</style><table class=dataframe><tr><td>two</td></tr></table>"
    report, font, sheets, text = stages.js(OTHER, [["stdout", "one"], ["text/html", table]])
    assert report == {"rendered": 2, "failed": []}
    assert "monospace" in font
    assert sheets >= 2
    assert "two" in text
    assert faults(stages) == []


def test_an_element_that_is_moved_to_another_document(stages: Stage) -> None:
    open_page(stages, "<backendai-output></backendai-output>")
    stages.js("items => { document.querySelector('backendai-output').items = items }", OUT)
    assert texts(stages, 2) == SHOWN
    stages.js(f"""async () => {{{FRAME}
      frame.contentDocument.body.append(document.querySelector('backendai-output'));
    }}""")
    inner = "document.querySelector('iframe').contentDocument"
    stages.wait(
        f"() => {inner}.querySelector('.backendai-html > div')?.shadowRoot.adoptedStyleSheets.length"
    )
    assert texts(stages, 2, inner) == SHOWN
    font = f"() => getComputedStyle({inner}.querySelector('.backendai-console')).fontFamily"
    assert "monospace" in stages.js(font)
    assert faults(stages) == []


def test_hidden_shown_late_and_in_a_dialog(stages: Stage) -> None:
    open_page(
        stages,
        '<div hidden><backendai-output id="a"></backendai-output></div>'
        '<dialog><backendai-output id="b"></backendai-output></dialog>',
    )
    text = "\n".join(f"line {n}" for n in range(3000))
    stages.js(
        "text => { for (const id of ['a', 'b']) document.getElementById(id).items = [['stdout', text]] }",
        text,
    )
    stages.wait("() => document.querySelectorAll('.backendai-item').length === 2")
    stages.js(
        "() => { document.querySelector('div').hidden = false; document.querySelector('dialog').showModal() }"
    )
    for name in ("a", "b"):
        stages.wait(
            f"() => document.querySelector('#{name} .backendai-item')?.innerText.includes('line ')"
        )
    assert faults(stages) == []


STILL = [
    ["stdout", "one\ntwo\n"],
    ["text/html", "<h2>three</h2><p>four</p>"],
    ["application/json", {"a": [1, 2]}],
]


def test_static_markup_is_taken_over_without_a_shift(stage: Stage) -> None:
    """Chromium measures shifts."""
    data = json.dumps(STILL)
    stage.open(
        head=f'<link rel="stylesheet" href="{stage.root}/css/static.css">',
        body=f'<backendai-output result-id="s">{render(STILL, "s")}'
        f'<script type="application/json">{data}</script></backendai-output><p id=after>after</p>',
    )
    # What is in view has its size then.
    stage.js("() => __probe.sleep(300)")
    stage.js(
        """async sources => {
          window.shift = 0;
          new PerformanceObserver(list => { for (const it of list.getEntries()) shift += it.value })
            .observe({ type: 'layout-shift' });
          for (const src of sources) {
            const script = Object.assign(document.createElement('script'), { src });
            await new Promise(done => { script.onload = done; document.head.append(script) });
          }
        }""",
        [f"{stage.root}/js/main.min.js", f"{stage.root}/js/element.js"],
    )
    stage.wait("() => !document.querySelector('backendai-output > div')")
    stage.js("() => __probe.sleep(500)")
    assert stage.js("() => document.querySelectorAll('.backendai-output').length") == 1
    assert stage.js("() => shift") == 0
    assert faults(stage) == []


def test_static_markup_stays_where_a_part_fails(stages: Stage) -> None:
    stages.assets.trouble("console.js", fail=99)
    body = '<backendai-output><p>static</p><script type="application/json">[["stdout", "x"]]</script></backendai-output>'
    open_page(stages, body)
    stages.js(
        "() => new Promise(done => document.querySelector('backendai-output').addEventListener('backendai:rendered', done))"
    )
    stages.wait("() => !document.querySelector('backendai-result')")
    assert stages.js("() => document.querySelector('backendai-output p').textContent") == "static"


def test_theme_and_what_may_run(stages: Stage) -> None:
    open_page(stages, '<backendai-output theme="dark" active="none"></backendai-output>')
    kind = "application/vnd.plotly.v1+json"
    stages.js(
        "items => { document.querySelector('backendai-output').items = items }",
        [["stdout", "x"], {"data": {kind: CHARTS[kind], "text/plain": "no chart"}}],
    )
    assert texts(stages, 2)[1] == ("text/plain", "no chart")
    scheme = "() => getComputedStyle(document.querySelector('.backendai-output')).colorScheme"
    assert stages.js(scheme) == "dark"
    stages.js("() => document.querySelector('backendai-output').setAttribute('theme', 'light')")
    assert stages.js(scheme) == "light"


def test_a_terminal_goes_with_its_element(stages: Stage) -> None:
    open_page(
        stages,
        '<main><backendai-terminal src="ws://127.0.0.1:9/" session="s"></backendai-terminal></main>',
    )
    stages.wait("() => document.querySelector('backendai-terminal').terminal?.term", seconds=60)
    kept = stages.js("""async () => {
      const element = document.querySelector('backendai-terminal');
      const { terminal } = element;
      document.body.append(element);
      await __probe.sleep(50);
      const isSame = element.terminal === terminal && !!element.querySelector('.backendai-terminal');
      element.remove();
      await __probe.sleep(50);
      return [isSame, element.terminal === undefined, terminal.term, element.childElementCount];
    }""")
    assert kept == [True, True, None, 0]
