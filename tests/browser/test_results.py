"""Results over time: areas, scopes, moving, disposal, input, a page's own renderers (Chromium)."""

from __future__ import annotations

import pytest

from .stage import Stage, png

RED, BLUE = png("red"), png("blue")


def test_area(stage: Stage) -> None:
    stage.open()
    report, first, kept, end = stage.js(
        """async (red) => {
          const out = BackendAI.Media.open('r', document.querySelector('#out'));
          const texts = () => __probe.items().map(([type, text]) => `${type}: ${text.trim()}`);
          const until = async (test) => { while (!test()) await __probe.sleep(10) };
          out.append(['stdout', 'one ']);
          out.append([['stdout', 'two'], ['image/png', red]]);
          await until(() => document.querySelector('#out img') && texts()[0].includes('two'));
          const first = texts();
          out.clear({ wait: true });
          await new Promise(d => setTimeout(d, 150));
          const kept = texts();
          out.append(['stdout', 'three']);
          await until(() => texts().length === 1 && texts()[0].includes('three'));
          out.clear();
          const four = { data: { 'text/plain': 'four' }, transient: { display_id: 'd' } };
          out.append({ output_type: 'display_data', ...four });
          out.update('d', { 'text/plain': 'five' });
          out.close();
          const report = await out.done;
          out.append(['stdout', 'after the end']);
          await new Promise(d => setTimeout(d, 150));
          return [report, first, kept, texts()];
        }""",
        RED,
    )
    assert report["failed"] == []
    assert first[0] == "stdout: one two"
    assert kept == first, "clear with wait keeps what is there until the next item"
    assert end == ["text/plain: five"]


def test_opening_again_starts_empty_unless_appending(stage: Stage) -> None:
    stage.open()
    stage.handle_all([["stdout", "old"]])
    stage.js("() => { BackendAI.Media.open('r', document.querySelector('#out')) }")
    stage.wait("() => __probe.items().length === 0")
    stage.handle_all([["stdout", "old"]])
    stage.js(
        "() => { const out = BackendAI.Media.open('r', __probe.out(), {append: true});"
        " out.append(['stderr', 'new']) }"
    )
    stage.wait("() => __probe.items().length === 2")


def test_a_result_moves_to_another_container(stage: Stage) -> None:
    stage.open(body='<div id="out"></div><div id="other"></div>')
    stage.handle_all([["stdout", "a"]])
    stage.js(
        "() => BackendAI.Media.handle_all([['stdout', 'b']], 'r',"
        " document.querySelector('#other'), {append: true})"
    )
    assert stage.js("() => document.querySelector('#out').children.length") == 0
    assert stage.items("#other") == [("stdout", "ab")]


def test_display_ids_stay_in_their_scope(stage: Stage) -> None:
    stage.open(body='<div id="out"></div><div id="b"></div><div id="c"></div><div id="d"></div>')
    texts = stage.js("""async () => {
      const { handle_all } = BackendAI.Media, at = id => document.querySelector(id);
      const transient = { display_id: 'x' };
      const output_type = 'display_data';
      const shown = text => ({ output_type, data: { 'text/plain': text }, transient });
      const update = { ...shown('NEW'), output_type: 'update_display_data' };
      await handle_all([shown('one')], 'r1', at('#out'));
      await handle_all([shown('two')], 'r2', at('#b'));
      await handle_all([shown('three')], 'r3', at('#c'), { scope: 'shared' });
      await handle_all([update], 'r4', at('#out'));
      await handle_all([update], 'r5', at('#d'), { scope: 'shared' });
      const own = [shown('four'), shown('five'), update];
      await handle_all(own, 'r6', at('#b'));
      return __probe.items().map(([, text]) => text.trim());
    }""")
    assert texts == ["NEW"] * 5


def test_dispose(stage: Stage) -> None:
    stage.open(body='<div id="out"></div><div id="b"></div>')
    left = stage.js("""async () => {
      const { handle_all, dispose, register } = BackendAI.Media;
      const at = id => document.querySelector(id);
      window.freed = [];
      register('x/held', { render(data, { host, signal }) {
        host.textContent = data;
        signal.onabort = () => freed.push(`abort ${data}`);
        return { dispose: () => freed.push(data) };
      } });
      for (const [id, where] of [['1', '#out'], ['2', '#out'], ['3', '#b'], ['4', '#b']])
        await handle_all([['x/held', id]], id, at(where));
      const left = () => __probe.items().map(([, text]) => text).join('');
      const seen = [left()];
      dispose('1'); seen.push(left());
      dispose(undefined, at('#b')); seen.push(left());
      dispose('unknown'); dispose(); seen.push(left());
      return seen;
    }""")
    assert left == ["1234", "234", "2", ""]
    assert sorted(stage.js("() => freed")) == sorted(
        ["1", "2", "3", "4", *(f"abort {i}" for i in "1234")]
    )
    assert stage.js("() => document.querySelectorAll('.backendai-output').length") == 0


def test_a_container_that_left_for_good_is_freed(stage: Stage) -> None:
    stage.open()
    freed = stage.js("""async () => {
      let container = document.createElement('div');
      document.body.append(container);
      const held = new WeakRef(container);
      const value = [
        ['stdout', 'x'.repeat(1000)],
        ['text/html', '<b style="color: red">x</b><table><tr><td>1</table>'],
        ['application/json', { a: [1, 2] }],
        ['text/csv', 'a,b\\n1,2'],
      ];
      await BackendAI.Media.handle_all(value, 'gone', container);
      container.remove();
      container = undefined;
      for (let i = 0; i < 50 && held.deref(); i++) { await __probe.sleep(100); gc(); }
      return !held.deref();
    }""")
    assert freed, "something still holds the container"


def test_a_pages_own_renderers(stage: Stage) -> None:
    stage.open()
    answers, texts = stage.js("""async () => {
      const { register, supports } = BackendAI.Media;
      const shows = mark => ({
        render(data, { host }) { host.textContent = mark + JSON.stringify(data) },
      });
      const before = supports('x/mine');
      let asked = 0;
      register('x/mine', shows('eager '));
      register('x/lazy', async () => (asked++, shows('lazy ')));
      register('x/module', async () => ({ default: shows('default ') }));
      const lazy = [['x/lazy', 'a'], ['x/lazy', 'b'], ['x/module', null]];
      const { rendered } = await __probe.show([['x/mine', [1]], ...lazy, ['X/Mine ;v=2', 2]]);
      const known = ['x/mine', 'image/png', 'X/LAZY; a=b'].map(supports);
      return [[before, ...known, asked, rendered], __probe.items().map(([, text]) => text)];
    }""")
    assert answers == [False, True, True, True, 1, 5]
    assert texts == ["eager [1]", 'lazy "a"', 'lazy "b"', "default null", "eager 2"]


def test_shapes_of_a_pages_own(stage: Stage) -> None:
    stage.open()
    stage.js("""() => {
      BackendAI.Media.accept('grader', value => value?.verdict
        ? [['stdout', value.log], ['text/plain', value.verdict]] : undefined);
      BackendAI.Media.accept('broken', value => { if (value === 'x') throw Error('no'); });
    }""")
    graded = {"status": "finished", "verdict": "right", "log": "a"}
    report = stage.handle_all([graded, "x", ["stdout", "b"]])
    assert report["rendered"] == 3
    assert [(one["index"], one["type"]) for one in report["failed"]] == [(1, "invalid")]
    items = stage.items()
    assert [kind for kind, _ in items] == ["stdout", "text/plain", "invalid", "stdout"]
    assert "broken: Error: no" in items[2][1]
    assert stage.handle({"verdict": "1", "log": ""}) is True
    stage.js("() => BackendAI.Media.accept('grader')")
    assert stage.handle({"verdict": "1", "log": ""}) is False


def test_what_is_shown_at_once_may_append_more(stage: Stage) -> None:
    """A renderer, or who hears of its failure, adds to the area while it is being filled."""
    stage.open()
    texts = stage.js("""async () => {
      const area = BackendAI.Media.open('r', document.querySelector('#out'));
      let more = 2;
      BackendAI.Media.register('x/more', { render(data, { host }) {
        host.textContent = data;
        if (more-- > 0) area.append([['x/more', `${data}+`], ['x/bad', 0]]);
      } });
      BackendAI.Media.register('x/bad', { render() { throw new Error('no') } });
      document.querySelector('#out').addEventListener('backendai:error', () => area.append(['x/more', 'sorry']));
      area.append([['x/more', 'a'], ['x/more', 'b']]);
      await __probe.sleep(400);
      area.close();
      await area.done;
      return __probe.items().map(([, text]) => text.slice(0, 5));
    }""")
    assert texts == ["a", "b", "a+", "x/bad", "b+", "x/bad", "sorry", "sorry"]


def test_ranks(stage: Stage) -> None:
    stage.open()
    bundle = {"text/plain": "p", "text/html": "<b>h</b>", "image/png": RED, "x/mine": 1}
    stage.handle_all([bundle])
    assert stage.types() == ["text/html"]
    stage.handle_all([bundle], rank={"text/html": -1000})
    assert stage.types() == ["image/png"]
    stage.handle_all([bundle], rank={"text/plain": 1000})
    assert stage.types() == ["text/plain"]
    stage.js("() => BackendAI.Media.register('x/mine', {render() {}}, {rank: -1000})")
    stage.handle_all([bundle])
    assert stage.types() == ["text/html"]
    stage.js("() => { BackendAI.options.rank = {'x/mine': 500} }")
    stage.handle_all([bundle])
    assert stage.types() == ["x/mine"]


def test_a_waiting_result_asks(stage: Stage) -> None:
    stage.open()
    ask = {"status": "waiting-input", "stdout": "Name? ", "options": {"is_password": False}}
    stage.handle_all({"result": ask})
    assert stage.types() == ["input"]
    assert "Name?" in stage.text()


@pytest.mark.parametrize("password", [False, True])
def test_an_answer_is_passed_on_and_locks_the_box(stage: Stage, password: bool) -> None:
    stage.open()
    stage.js("""() => {
      window.got = [];
      document.addEventListener('backendai:input', event => got.push(event.detail));
    }""")
    asked = {"prompt": "Name: ", "password": password}
    stage.handle_all({"msg_type": "input_request", "content": asked})
    kind = stage.js("() => document.querySelector('#out input').type")
    assert kind == ("password" if password else "text")
    stage.engine.click("#out input")
    stage.engine.type("s3cret\n")
    stage.wait("() => got.length === 2")
    details = stage.js(
        "() => got.map(({prompt, password, text}) => [prompt, password, text ?? null])"
    )
    assert details == [["Name: ", password, None], ["Name: ", password, "s3cret"]]
    value, locked, html = stage.js("""() => {
      const box = document.querySelector('#out input');
      return [box.value, box.readOnly || box.disabled, document.querySelector('#out').outerHTML];
    }""")
    assert locked
    assert value == ("" if password else "s3cret")
    assert "s3cret" not in html


@pytest.mark.parametrize("password", [False, True])
def test_a_page_answers_by_itself(stage: Stage, password: bool) -> None:
    stage.open()
    stage.js(
        """() => document.addEventListener('backendai:input', event => event.detail.reply('42'))"""
    )
    asked = {"prompt": "Name: ", "password": password}
    stage.handle_all({"msg_type": "input_request", "content": asked})
    found = stage.js(
        "() => { const b = document.querySelector('#out input'); return [b.value, b.readOnly] }"
    )
    assert found == ["" if password else "42", True]


def test_an_image_that_goes_while_its_large_view_comes(stage: Stage) -> None:
    stage.open()
    stage.handle_all([["image/png", RED]])
    stage.js("() => { document.querySelector('#out img').click(); BackendAI.Media.dispose() }")
    stage.js("() => new Promise(done => setTimeout(done, 500))")
    assert stage.probe("errors") == []
    assert stage.js("() => document.querySelectorAll('dialog').length") == 0
