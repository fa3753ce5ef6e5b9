"""What a page may rely on: values, reports, order, isolation, continuation (Chromium)."""

from __future__ import annotations

from threading import Event

import pytest

from .engines.chromium import Chromium
from .stage import Stage, Value, png

RED, BLUE = png("red"), png("blue")
OUT = ["stdout", "hello"]


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (["image/png", RED], True),
        ({"type": "image/png", "data": RED}, True),
        (["IMAGE/PNG; charset=x", RED], True),
        (["stdout", "a"], True),
        (["media", ["image/png", RED]], True),
        (["html", "<b>x</b>"], True),
        (["log", "a line"], True),
        ({"result": {"console": [OUT], "status": "finished"}}, True),
        ({"stdout": "v1", "stderr": "", "media": [], "exceptions": []}, True),
        ({"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]}, True),
        ({"image/png": RED, "text/plain": "x"}, True),
        ([["stdout", "a"], ["image/png", RED]], True),
        ([], True),
        (["application/x-unheard-of", "data"], False),
        ({"application/x-unheard-of": {"a": 1}}, False),
        (["image/png", 5], False),
        ([OUT, ["image/png", None]], False),
        ({"unknown": "shape"}, False),
        (5, False),
        (None, False),
    ],
)
def test_handle_answers_at_once(stage: Stage, value: Value, known: bool) -> None:
    stage.open()
    assert stage.handle(value) is known
    if value != []:
        stage.wait(
            "() => __probe.items().length && !__probe.items().some(([, text]) => text === null)"
        )
    assert stage.probe("errors") == []


def test_the_same_id_updates_an_image_in_place(stage: Stage) -> None:
    stage.open()
    stage.handle(["image/png", RED])
    stage.wait("() => document.querySelector('#out img')?.complete")
    stage.js("() => { window.first = document.querySelector('#out img') }")
    stage.handle(["image/png", BLUE])
    stage.wait("blue => document.querySelector('#out img').src.includes(blue)", BLUE)
    assert stage.js("() => document.querySelector('#out img') === first")
    assert (
        stage.js("() => document.querySelectorAll('.backendai-item, .backendai-output').length")
        == 2
    )


def test_values_that_a_newer_one_took_over_from_are_not_waited_for(stage: Stage) -> None:
    stage.open()
    # A browser says no more of a source that a picture had.
    report = stage.js(
        """async ([red, blue]) => {
          const out = BackendAI.Media.open('r', document.querySelector('#out'));
          const shown = (data) => ({ output_type: 'display_data', data, transient: { display_id: 'd' } });
          out.append(shown({ 'image/png': red }));
          for (let i = 0; i < 5; i++) out.update('d', { 'image/png': i % 2 ? red : blue });
          out.close();
          const late = new Promise((done) => setTimeout(done, 20000, 'late'));
          return Promise.race([out.done, late]);
        }""",
        [RED, BLUE],
    )
    assert report == {"rendered": 6, "failed": []}
    assert stage.js("blue => document.querySelector('#out img').src.includes(blue)", BLUE)


def test_an_older_call_that_fails_leaves_what_a_newer_one_updated(stage: Stage) -> None:
    stage.open()
    shown = stage.js("""async () => {
      let fail, disposed = 0;
      BackendAI.Media.register('x/slow', { render: (data, { host }) => {
        host.textContent = data;
        return {
          ready: new Promise((_, reject) => (fail = reject)),
          update: (value) => void (host.textContent = value),
          dispose: () => disposed++,
        };
      } });
      const out = document.querySelector('#out');
      const first = BackendAI.Media.handle_all([['x/slow', 'one']], 'r', out);
      const second = await BackendAI.Media.handle_all([['x/slow', 'two']], 'r', out);
      fail(new Error('too late'));
      await new Promise((done) => setTimeout(done, 50));
      return [(await first).superseded, second.failed, disposed, __probe.items().map(([, text]) => text)];
    }""")
    assert shown == [True, [], 0, ["two"]]


def test_handle_all_replaces_without_a_flash(stage: Stage) -> None:
    stage.open()
    stage.handle_all([OUT, ["text/html", "<b>one</b>"], ["image/png", RED]])
    stage.js("""() => {
      window.heights = [];
      const output = document.querySelector('.backendai-output');
      const look = () => heights.push(output.offsetHeight) && setTimeout(look);
      look();
    }""")
    report = stage.handle_all(
        [["stdout", "again"], ["text/html", "<b>two</b>"], ["image/png", BLUE]]
    )
    assert report == {"rendered": 3, "failed": []}
    assert stage.types() == ["stdout", "text/html", "image/png"]
    text = stage.text()
    assert ["again" in text, "two" in text, "one" in text] == [True, True, False]
    assert stage.js("() => Math.min(...heights) > 0.7 * Math.max(...heights)"), "it flashed"
    stage.handle_all([])
    assert stage.items() == []


def test_aliases_and_elements(stage: Stage) -> None:
    stage.open(body='<div id="out"><p>of the host</p></div>')
    assert stage.js("() => BackendAI.Media.handleAll === BackendAI.Media.handle_all")
    stage.handle_all([OUT], "one")
    stage.handle_all([["stderr", "bad"]], "two")
    assert stage.js("() => [...document.querySelector('#out').children].map(e => e.className)") == [
        "",
        "backendai-output",
        "backendai-output",
    ]
    assert stage.types() == ["stdout", "stderr"]


def test_report_tells_positions_in_the_callers_list(stage: Stage) -> None:
    stage.open()
    value = [
        ["stdout", "a"],
        ["stdout", "b"],
        ["image/png", 7],
        ["application/x-none", "z"],
        [[["image/png", "!"]]],
    ]
    report = stage.handle_all(value)
    failed = {entry["index"]: entry for entry in report["failed"]}
    assert sorted(failed) == [2, 4]
    assert len(report["failed"]) == 2
    assert all(isinstance(entry["error"], str) and entry["error"] for entry in report["failed"])
    assert (failed[2]["type"], failed[4]["type"]) == ("invalid", "image/png")
    assert stage.types() == ["stdout", "invalid", "application/x-none", "image/png"]
    assert "superseded" not in report


def test_data_type_names(stage: Stage) -> None:
    stage.open()
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": []}
    asks = {"msg_type": "input_request", "content": {"prompt": "?", "password": False}}
    value = [
        OUT,
        ["stderr", "e"],
        error,
        ["log", "l"],
        asks,
        ["html", "<i>h</i>"],
        ["text/plain", "p"],
        5,
    ]
    stage.handle_all(value)
    assert stage.types() == [
        "stdout",
        "stderr",
        "error",
        "log",
        "input",
        "text/html",
        "text/plain",
        "invalid",
    ]


def test_a_newer_call_settles_the_older(stage: Stage) -> None:
    stage.open()
    first, second, late = stage.js(
        """async (png) => {
          const out = document.querySelector('#out'), { handle_all, register } = BackendAI.Media;
          let release;
          register('x/slow', { render: () => new Promise(done => (release = done)) });
          const first = handle_all([['image/png', png], ['x/slow', 1]], 'r', out);
          await new Promise(done => setTimeout(done, 200));
          const second = handle_all([['stdout', 'new']], 'r', out);
          const answer = await first;
          release();
          return [answer, await second, __probe.items().length];
        }""",
        RED,
    )
    assert first == {"rendered": 1, "failed": [], "superseded": True}
    assert second == {"rendered": 1, "failed": []}
    assert late == 1


def test_append_continues(stage: Stage) -> None:
    stage.open()
    stage.handle_all([["stdout", "Tick 1\n"]])
    stage.handle_all([["stdout", "Tick 2\n"], ["image/png", RED]], append=True)
    report = stage.handle_all([["stdout", "Tick 3"]], append=True)
    assert report == {"rendered": 1, "failed": []}
    assert stage.types() == ["stdout", "image/png", "stdout"]
    assert stage.items()[0][1].strip() == "Tick 1\nTick 2"


def test_order_is_kept_while_chunks_are_slow(stage: Stage) -> None:
    stage.open()
    stage.assets.trouble("js/console.js", delay=0.7)
    stage.assets.trouble("js/html.js", delay=0.2)
    value = [
        OUT,
        ["image/png", RED],
        ["text/html", "<b>h</b>"],
        ["stderr", "e"],
        ["image/png", BLUE],
    ]
    assert stage.handle_all(value) == {"rendered": 5, "failed": []}
    assert stage.types() == ["stdout", "image/png", "text/html", "stderr", "image/png"]


def test_a_bad_renderer_leaves_the_rest_whole(stage: Stage) -> None:
    stage.open()
    report = stage.js(
        """async (png) => {
          const { register } = BackendAI.Media, boom = () => { throw new Error('boom') };
          register('x/throws', { render: boom });
          register('x/rejects', { render: async () => boom() });
          register('x/late', { render: () => ({ ready: Promise.reject(new Error('not ready')) }) });
          register('x/never', async () => boom());
          register('x/empty', async () => ({}));
          register('x/job', { render: (_, { schedule }) => ({ ready: new Promise(() => schedule(boom)) }) });
          const bad = ['throws', 'rejects', 'late', 'never', 'empty', 'job'].map(it => ['x/' + it, 'raw']);
          return __probe.show([['stdout', 'a'], ...bad, ['image/png', png], ['stdout', 'z']]);
        }""",
        RED,
    )
    failed = sorted(report["failed"], key=lambda entry: int(entry["index"]))
    assert [entry["index"] for entry in failed] == [1, 2, 3, 4, 5, 6]
    errors = [entry["error"] for entry in failed]
    assert errors[:4] + errors[5:] == ["boom", "boom", "not ready", "boom", "boom"]
    assert report["rendered"] == 3
    stage.wait("() => __probe.text(document.querySelector('#out')).split('Download').length === 7")
    texts = [text for _, text in stage.items()]
    assert (texts[0], texts[-1]) == ("a", "z")
    assert "boom" in texts[1]


def test_a_hanging_renderer_is_given_up(stage: Stage, chromium: Chromium) -> None:
    with chromium.disposable_context():
        chromium.page.clock.install()
        stage.open()
        hang(stage, chromium)


def hang(stage: Stage, chromium: Chromium) -> None:
    stage.js(
        """(png) => {
          BackendAI.Media.register('x/hangs', { render: () => new Promise(() => {}) });
          BackendAI.Media.register('x/unfetched', () => new Promise(() => {}));
          const value = [['x/hangs', 1], ['x/unfetched', 1], ['image/png', png], ['stdout', 'end']];
          __probe.show(value).then(report => (window.report = report));
        }""",
        RED,
    )
    stage.wait(
        "() => document.querySelector('#out img')?.complete"
        " && __probe.text(__probe.out()).includes('end')"
    )
    assert stage.js("() => window.report") is None
    chromium.page.clock.fast_forward(120_000)
    stage.wait("() => window.report")
    report = stage.js("() => report")
    assert report["rendered"] == 2
    assert [entry["type"] for entry in report["failed"]] == ["x/hangs", "x/unfetched"]


def test_a_failed_type_falls_back_within_its_bundle(stage: Stage) -> None:
    stage.open()
    report = stage.handle_all([{"image/png": "!!", "text/plain": "the plain form"}])
    assert [entry["type"] for entry in report["failed"]] == ["image/png"]
    assert report["rendered"] == 1
    assert stage.types() == ["text/plain"]
    assert "the plain form" in stage.text()


GARBAGE = """async () => {
  const circular = []; circular.push(circular);
  const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000));
  const values = [
    undefined, null, 0, NaN, 10n, 'text', true, Symbol('s'), () => 1, document.body, location,
    new Date(), new Map([[1, 2]]), new Uint8Array(9), circular, deep, Object.create(null), [[]],
    [null, [null]], [['']], ['', ''], {}, { result: null }, { result: { result: { result: [] } } },
    { console: 5 }, { cells: [5, {}] }, { media: {} }, { type: 'image/png', data: undefined },
    { data: { 'image/png': { a: 1 } } }, ['image/png', Symbol('x')], ['__proto__', 'x'],
    { status: 'waiting-input', options: null }, { '__proto__/x': 1 }, ['constructor', 1],
    ['toString', {}], ['text/html', null], ['log', [1]], ['media', 'not json'],
    { type: 'x/y', data: 10n }, ['application/json', 10n], ['application/json', circular],
    { output_type: 'error' }, { output_type: 'stream' },
  ];
  const odd = [];
  for (const [index, value] of values.entries()) {
    try {
      const { rendered, failed } = await __probe.show(value, `g${index}`);
      if (typeof rendered !== 'number' || !Array.isArray(failed)) odd.push([index, 'report']);
      JSON.stringify(failed);
    } catch (error) { odd.push([index, String(error)]); }
    try {
      const known = BackendAI.Media.handle(value, `h${index}`, __probe.out());
      if (typeof known !== 'boolean') odd.push([index, 'handle']);
    } catch (error) { odd.push([index, `handle: ${error}`]); }
  }
  await new Promise(done => setTimeout(done, 200));
  return odd;
}"""


def test_garbage_never_rejects(stage: Stage) -> None:
    stage.open()
    assert stage.js(GARBAGE) == []
    assert stage.probe("errors") == []
    assert stage.handle_all([OUT], "after") == {"rendered": 1, "failed": []}


def test_events_bubble_from_the_container(stage: Stage) -> None:
    stage.open()
    stage.js("""() => {
      window.seen = [];
      for (const name of ['rendered', 'error'])
        document.addEventListener(`backendai:${name}`, ({ target, detail }) =>
          seen.push([name, target.id, detail]));
    }""")
    stage.handle_all([OUT, ["image/png", "!"]])
    error, rendered = stage.js("() => seen")
    assert [error[:2], rendered[:2]] == [["error", "out"], ["rendered", "out"]]
    assert [error[2]["index"], error[2]["type"]] == [1, "image/png"]
    assert error[2]["error"]
    assert rendered[2]["rendered"] == 1


@pytest.mark.parametrize("how", ["hidden", "detached", "zero", "closed details"])
def test_settles_where_nothing_shows(stage: Stage, how: str) -> None:
    bodies = {
        "hidden": '<div style="display:none"><div id="out"></div></div>',
        "zero": '<div style="width:0;height:0;overflow:hidden"><div id="out"></div></div>',
        "closed details": '<details><summary>s</summary><div id="out"></div></details>',
        "detached": '<div id="out"></div>',
    }
    stage.open(body=bodies[how])
    value = [OUT, ["image/png", RED], ["text/html", "<b>h</b>"], ["text/plain", "x\n" * 50_000]]
    detach = "document.querySelector('#out').remove();" if how == "detached" else ""
    report = stage.js(
        f"async value => {{ const out = __probe.out(); {detach} return Promise.race(["
        "BackendAI.Media.handle_all(value, 'r', out), __probe.sleep(20000)]) }",
        value,
    )
    assert report == {"rendered": 4, "failed": []}


def test_settles_in_a_hidden_page(stage: Stage) -> None:
    """No frame is ever painted in a background tab, and a document may say that it is hidden."""
    stage.open()
    stage.js("""() => {
      Object.defineProperty(document, 'hidden', { get: () => true });
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
      window.requestAnimationFrame = () => 0;
    }""")
    value = [
        OUT,
        ["image/png", RED],
        ["image/png", f"{stage.site.url}/never.png"],
        ["text/html", "<b>h</b>"],
    ]
    stage.site.trouble("never.png", gate=Event())
    report = stage.js(
        "value => Promise.race([__probe.show(value), __probe.sleep(20000)])",
        value,
    )
    assert report == {"rendered": 4, "failed": []}


def test_images_off_screen_are_not_waited_for(stage: Stage) -> None:
    stage.open(body='<div style="height:20000px"></div><div id="out"></div>')
    stage.site.trouble("slow.png", gate=Event())
    report = stage.js(
        "value => Promise.race([__probe.show(value), __probe.sleep(20000)])",
        [["image/png", f"{stage.site.url}/slow.png"]],
    )
    assert report == {"rendered": 1, "failed": []}
