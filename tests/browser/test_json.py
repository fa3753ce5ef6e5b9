"""JSON as a tree in the page."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .engines.chromium import Chromium
from .stage import Stage

TYPE = "application/json"
ROWS = "__probe.all('.backendai-json-row')"
VALUE = {"name": "model", "layers": [{"units": 128}, {"units": 10}], "ok": True, "none": None}


def show(stage: Stage, value: Any, kind: str = TYPE) -> Any:
    return stage.handle_all([[kind, value]])


def rows(stage: Stage) -> list[str]:
    """The text of each row, indented by its level, with `>` where it is selected."""
    found: list[str] = stage.js(f"""() => {ROWS}.map(row => '  '.repeat(row.ariaLevel - 1)
      + (row.ariaSelected === 'true' ? '>' : '') + row.textContent)""")
    return found


def press(stage: Stage, *keys: str) -> None:
    """Keys as the tree gets them: drivers name them differently."""
    stage.js(
        """keys => { for (const key of keys) document.querySelector('[role=tree]').dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })) }""",
        list(keys),
    )


def test_tree(stages: Stage) -> None:
    stages.open_strict()
    assert show(stages, VALUE) == {"rendered": 1, "failed": []}
    shown = [
        "▾{4}",
        '  name: "model"',
        "  ▾layers: [2]",
        "    ▾0: {1}",
        "      units: 128",
        "    ▾1: {1}",
        "      units: 10",
        "  ok: true",
        "  none: null",
    ]
    assert rows(stages) == shown
    # Small, and all of it to be seen: nothing is around it.
    assert stages.js("() => document.querySelectorAll('#out :is(input, button)').length") == 0
    press(stages, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowLeft")
    assert rows(stages)[2:4] == ["  >▸layers: [2] [{…}, {…}]", "  ok: true"]
    press(stages, "ArrowRight", "ArrowRight", "*")
    assert rows(stages)[2:6] == [
        "  ▾layers: [2]",
        "    >▾0: {1}",
        "      units: 128",
        "    ▾1: {1}",
    ]
    assert "$.layers[0]" in stages.text()
    press(stages, "End")
    assert rows(stages)[-1] == "  >none: null"
    press(stages, "o")
    assert rows(stages)[-1] == "  >none: null"
    press(stages, "Home", "o")
    assert rows(stages)[-2] == "  >ok: true"
    tree = stages.js("""() => {
      const tree = document.querySelector('[role=tree]');
      const row = document.getElementById(tree.getAttribute('aria-activedescendant'));
      return [tree.tabIndex, row.role, row.ariaLevel, row.ariaPosInSet, row.ariaSetSize];
    }""")
    assert tree == [0, "treeitem", "2", "3", "4"]
    assert stages.probe("errors") + stages.probe("violations") == []


def test_text_keeps_what_numbers_would_lose(stage: Stage) -> None:
    stage.open_strict()
    text = '{"big": 12345678901234567890, "b": 0.10000000000000000001, "b": 1E400, "1": -0.0, "__proto__": {"x": 1}}'
    show(stage, text)
    assert rows(stage)[1:] == [
        "  big: 12345678901234567890",
        "  b: 0.10000000000000000001",
        "  b: 1E400",
        "  1: -0.0",
        "  ▾__proto__: {1}",
        "    x: 1",
    ]
    assert stage.js("() => ({}).x") is None


def test_other_text_is_a_string(stage: Stage) -> None:
    stage.open()
    texts = ["plain", "[1, 2", '{"a" 1}', "[1,]", '{"a":1,}', '["\\q"]', "[01]", "[1] 2", "{} {}"]
    for text in [*texts, "[tru]", '["a', "{1: 2}", "[", '{"a": "\\"}']:
        assert show(stage, text) == {"rendered": 1, "failed": []}
        assert rows(stage) == [json.dumps(text)]


PARSE = """async (root, texts) => {
  const { render } = await import(`${root}/js/json.js`);
  const seen = [];
  for (const text of texts) {
    const host = document.createElement('div');
    const context = { host, type: 't', signal: new AbortController().signal, translate: ([, english]) => english, style() {}, load: async () => Promise.reject(),
      schedule: job => setTimeout(job) };
    await (render(text, context)?.ready);
    const { length } = host.querySelectorAll('.backendai-json-row');
    const copied = await new Promise(done => {
      navigator.clipboard.writeText = async value => done(value);
      const tree = host.querySelector('[role=tree]');
      tree.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home' }));
      [...host.querySelectorAll('button')].at(-1).click();
    });
    seen.push(copied);
  }
  return seen;
}"""


def test_copies_are_what_came(stage: Stage) -> None:
    """Our parser and writer against those of Python."""
    stage.open()
    values: list[Any] = [
        VALUE,
        [],
        {},
        [[], {}, [[]], {"": {"": []}}],
        ["\\", '"', '\\"', "a\\\\", "\n\t\u2028é😀", "\\u0041"],
        [0, -1, 1.5, 1e21, 123456789012345680000, True, None],
        {"a b": 1, "😀": [{"x": [1, [2, [3]]]}]},
    ]
    copied = stage.js(PARSE, stage.root, [json.dumps(value) for value in values])
    assert [json.loads(text) for text in copied] == values
    assert copied[0] == json.dumps(VALUE, indent=2)


def test_search(stage: Stage) -> None:
    stage.open_strict()
    deep: Any = {"needle": "in the <b>hay</b>"}
    for _ in range(50):
        deep = {"down": [1, deep]}
    show(stage, {"many": [{"id": i, "name": f"person {i}"} for i in range(3000)], "deep": deep})
    box = "#out input"

    def look(query: str, count: str) -> None:
        stage.engine.page.fill(box, query)  # type: ignore[attr-defined]
        stage.wait(f"() => document.querySelector('#out [role=status]').textContent === '{count}'")

    look("person 2999", "1 of 1")
    assert stage.js(f"() => {ROWS}.find(row => row.ariaSelected === 'true').textContent").endswith(
        '"person 2999"'
    )
    look("PERSON 12", "1 of 111")
    stage.engine.page.press(box, "Shift+Enter")  # type: ignore[attr-defined]
    stage.wait("() => document.querySelector('#out [role=status]').textContent === '111 of 111'")
    look("needle", "1 of 1")
    selected = stage.js(f"() => {ROWS}.find(row => row.ariaSelected === 'true').textContent")
    assert selected == 'needle: "in the <b>hay</b>"'
    assert stage.text().count("$.deep" + ".down[1]" * 50 + ".needle") == 1
    look("nothing at all", "0 of 0")
    assert stage.js("() => document.querySelectorAll('#out *').length") <= 250


def test_copying(stage: Stage) -> None:
    stage.open_strict()
    long = "word " * 2000
    show(stage, {"a b": [long, 7]})
    page = stage.engine.page  # type: ignore[attr-defined]
    page.locator(".backendai-json-row").nth(2).click()
    page.get_by_text("Copy path").click()
    stage.wait("async () => await navigator.clipboard.readText() === '$[\"a b\"][0]'")
    page.get_by_text("Copy value").click()
    stage.wait("async long => await navigator.clipboard.readText() === long", long)
    assert stage.js(f"() => {ROWS}[2].textContent.length") < 400
    page.get_by_text("Show all (10,000 characters)").click()
    assert stage.js("() => document.querySelector('#out pre').textContent") == long
    page.locator(".backendai-json-row").first.click()
    page.locator("[role=tree]").press("ControlOrMeta+c")
    stage.wait(
        "async text => await navigator.clipboard.readText() === text",
        json.dumps({"a b": [long, 7]}, indent=2),
    )


def test_hostile(stage: Stage) -> None:
    """Depth, width, keys that are names of other things, markup, values that hold themselves."""
    stage.open_strict()
    markup = '<img src=x onerror="window.hit = 1">'
    depth = 100_000
    deep = "[" * depth + "]" * depth
    wide = "{" + ",".join(f'"k{i}": {i}' for i in range(100_000)) + "}"
    odd = {
        "__proto__": {"hit": 1},
        "constructor": 1,
        "toString": markup,
        markup: markup,
        "hasOwnProperty": None,
    }
    for value in (deep, wide, json.dumps(odd), odd, "x" * 2_000_000, [markup * 1000]):
        assert show(stage, value) == {"rendered": 1, "failed": []}
        assert stage.js("() => document.querySelectorAll('#out *').length") < 400
    stage.js("""async () => {
      const round = { a: 1 }; round.self = round; round.list = [round];
      await __probe.show([['application/json', round], ['application/json', { n: 10n, f() {} }]]);
    }""")
    assert "self" in stage.text()
    show(stage, deep)
    press(stage, *["End", "ArrowRight", "ArrowDown"] * 60)
    assert stage.js("() => [window.hit, ({}).hit]") == [None, None]
    assert stage.probe("errors") + stage.probe("violations") == []


@pytest.mark.full
def test_fifty_megabytes(stage: Stage) -> None:
    """Opening costs no more than a part of what the browser takes to parse it."""
    stage.open()
    found = stage.js("""async () => {
      const rows = [];
      for (let i = 0; i < 230_000; i++)
        rows.push({ id: i, name: `person ${i}`, mail: `p${i}@example.com`, score: i * 1.37, on: i % 3 === 0,
          tags: ['a', 'b', `${i % 97}`], place: { city: `City ${i % 100}`, at: [i / 7, i / 11] } });
      const source = JSON.stringify({ rows });
      let start = performance.now();
      const value = JSON.parse(source);
      const parse = performance.now() - start;
      await __probe.sleep(300);
      const result = { size: source.length, parse };
      for (const [name, data] of Object.entries({ value, text: source })) {
        start = performance.now();
        await __probe.show([['application/json', data]], name);
        result[name] = performance.now() - start;
      }
      return { ...result, nodes: document.querySelectorAll('#out *').length };
    }""")
    assert found["size"] > 40_000_000
    assert found["value"] < found["parse"], found
    assert found["text"] < found["parse"], found
    assert found["nodes"] < 500


def test_many_trees_are_laid_out_together(stage: Stage) -> None:
    """None of them asks for its size while the page is being filled."""
    assert isinstance(stage.engine, Chromium)
    stage.open()
    values = [[TYPE, {"n": n, "list": [1, 2, {"a": n}]}] for n in range(300)]
    stage.handle_all(values[:1])
    devtools = stage.engine.devtools()
    devtools.send("Performance.enable")

    def layouts() -> float:
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "LayoutCount"))

    before = layouts()
    stage.handle_all(values, "many")
    assert layouts() - before < len(values) / 3
    assert stage.js("() => __probe.all('[role=tree]').every(it => it.textContent.includes('list'))")
