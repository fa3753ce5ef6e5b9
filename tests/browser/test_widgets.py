"""Jupyter's widgets: what real kernels sent, in the page; the protocol; a live kernel."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from backendai_media import normalize, render
from backendai_media.model import compact, to_builtins
from tests.demo.widgets import BARS

from .stage import BODY, HERE, Stage
from .widgets.cells import CELLS
from .widgets.record import plain, run

if TYPE_CHECKING:
    from jupyter_client.blocking.client import BlockingKernelClient

RECORDED = json.loads((HERE / "widgets/recorded.json").read_text(encoding="utf-8"))
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
NEEDS_KERNEL = "A Jupyter widget: it needs its running kernel"

TEXT = "() => __probe.text(document.querySelector('#out')).replace(/\\s+/g, ' ')"
#: Each control's kind, value and whether a person can use it.
INPUTS = """() => [...document.querySelectorAll('#out :is(input, select, textarea)')]
  .filter(it => !it.hidden).map(it => [it.type, it.multiple
    ? [...it.selectedOptions].map(one => one.text).join() : /radio|checkbox/.test(it.type) ? it.checked : it.value,
    !(it.disabled || it.readOnly)])"""
LISTEN = """() => {
  window.sent = [];
  document.addEventListener('backendai:comm', ({ detail }) => window.sent.push(detail));
}"""
SENT = """() => window.sent.map(({ comm_id, msg_type, content: { data } }) =>
  [comm_id, msg_type, data.method ?? null, data.state ?? data.content ?? null])"""
#: Sets a control's value as a person does.
USE = """([selector, values]) => {
  const input = document.querySelector(selector);
  for (const value of values) {
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
  input.dispatchEvent(new Event('change', { bubbles: true }));
}"""


def open_(widget: str, model: str, **state: Any) -> dict[str, Any]:
    state = {"_model_name": f"{model}Model", **state}
    data = {"state": state, "buffer_paths": []}
    content = {"comm_id": widget, "target_name": "jupyter.widget", "data": data}
    return {"msg_type": "comm_open", "content": content}


def update(widget: str, method: str = "update", **state: Any) -> dict[str, Any]:
    data = {"method": method, "state": state, "buffer_paths": []}
    return {"msg_type": "comm_msg", "content": {"comm_id": widget, "data": data}}


def view(widget: str, text: str = "Widget()") -> dict[str, Any]:
    return {"output_type": "display_data", "data": {VIEW: {"model_id": widget}, "text/plain": text}}


def status(state: str, parent: str = "") -> dict[str, Any]:
    content = {"execution_state": state}
    return {"msg_type": "status", "parent_header": {"msg_id": parent}, "content": content}


def show(stage: Stage, *values: Any) -> None:
    """Show values, and wait until what they changed is drawn."""
    assert stage.handle_all(list(values), append=True)["failed"] == []
    stage.js("() => __probe.sleep(150)")
    assert stage.probe("errors") == []


def ids_in(value: Any) -> set[str]:
    return set(re.findall(r"\b[0-9a-f]{32}\b", json.dumps(value)))


def test_programs_end_at_their_last_value(stage: Stage) -> None:
    expected = {
        "tqdm": ["Steps: 100%", "5/5"],
        "nested": ["outer: 100%", "2/2"],
        "rich": ["Working", "100%"],
        "interact": ["x", "y", "x is 3 and y is b"],
    }
    for name, texts in expected.items():
        stage.open()
        show(stage, *RECORDED[name])
        seen = stage.js(TEXT)
        for text in texts:
            assert text in seen.replace("\u2007", ""), (name, seen)
        assert not ids_in(seen)
        assert NEEDS_KERNEL not in seen
    # A bar inside that was closed is gone.
    stage.open()
    show(stage, *RECORDED["nested"])
    assert stage.js("() => document.querySelectorAll('[role=progressbar]').length") == 1
    bar = "() => { const b = document.querySelector('[role=progressbar]');"
    assert stage.js(bar + " return [b.ariaValueNow, b.firstChild.style.width] }") == ["2", "100%"]


BOARD = [
    ["range", "7", True],
    ["text", "7", True],
    ["number", "7", True],
    ["range", "2.5", True],
    ["text", "2.50", True],
    ["range", "2", True],
    ["text", "100", True],
    ["range", "20", True],
    ["range", "60", True],
    ["text", "20 – 60", True],
    ["range", "2.5", True],
    ["range", "7.5", True],
    ["text", "2.50 – 7.50", True],
    ["number", "5", True],
    ["number", "1.5", True],
    ["number", "7.5", True],
    ["range", "1", True],
    ["text", "mid", False],
    ["range", "1", True],
    ["range", "3", True],
    ["text", "b – d", False],
    ["range", "30", True],
    ["text", "30", True],
    ["range", "20", True],
    ["range", "50", True],
    ["text", "20.00 – 50.00", True],
    ["checkbox", True, True],
    ["select-one", "Two", True],
    ["radio", True, True],
    ["radio", False, True],
    ["select-one", "macOS", True],
    ["select-multiple", "Pears", True],
    ["text", "Hello World", True],
    ["text", "", True],
    ["textarea", "two\nlines", True],
    ["password", "secret", True],
    ["text", "Paul", True],
    ["date", "2026-01-02", True],
    ["time", "03:04", True],
    ["datetime-local", "2026-03-04T05:06", True],
    ["datetime-local", "2026-03-04T05:06", True],
    ["text", "blue", True],
    ["color", "#0000ff", True],
    ["text", "", True],
    ["text", "", True],
    ["text", "", True],
    ["text", "", True],
]


def test_every_control_shows_its_value(stages: Stage) -> None:
    stages.open()
    show(stages, *RECORDED["board"])
    found = stages.js(INPUTS)
    # The time of day on the page is the person's own.
    clock = next(at for at, one in enumerate(BOARD) if one[0] == "datetime-local")
    assert found[: len(BOARD)][:clock] == BOARD[:clock]
    assert found[clock + 1 : len(BOARD)] == BOARD[clock + 1 :]
    text = stages.js(TEXT)
    for part in (
        "✓ Toggle",
        "Not✕ Invalid",
        "Hello World",
        "Some math:",
        "printed into the Output",
        "No game controller",
    ):
        assert part in text
    for part in ("pizza✕fries", "1.30✕4.56", "Upload (0)", "wide", "cell", "TL", "header"):
        assert part in text
    assert not ids_in(text)
    assert stages.probe("violations") == []
    formulas = "() => __probe.all('math').length"
    stages.wait(f"() => ({formulas})() >= 5")
    look = """selector => getComputedStyle(document.querySelector(selector))"""
    assert stages.js(f"s => ({look})(s).borderTopWidth", ".backendai-widget-outer") == "1px"


def test_nothing_sticks_out_of_its_box(stage: Stage) -> None:
    stage.open(body='<div id="out" style="width: 280px"></div>')
    show(stage, *RECORDED["board"])
    over = """() => [...document.querySelectorAll('#out :is([open], [role=tabpanel]) > .backendai-widget')]
      .filter(it => it.getBoundingClientRect().right > it.parentElement.getBoundingClientRect().right)
      .map(it => it.outerHTML.slice(0, 200))"""
    assert stage.js("() => document.querySelectorAll('#out [open] > .backendai-widget').length")
    assert stage.js(over) == []


@pytest.mark.parametrize("way", ["ltr", "rtl"])
def test_rows_stand_level_and_sliders_fill_up_to_their_handles(stage: Stage, way: str) -> None:
    stage.open(body=f'<div id="out" dir="{way}"></div>')
    row = [f"IPY_MODEL_{name}" for name in ("label", "slider", "bar")]
    show(
        stage,
        open_("label", "Label", value="plain"),
        open_("slider", "IntSlider", value=25, max=100),
        open_("bar", "IntProgress", value=25),
        open_("row", "HBox", children=row),
        view("row"),
    )
    middle = """selector => {
      const { top, bottom } = document.querySelector(`#out .backendai-widget-${selector}`).getBoundingClientRect();
      return (top + bottom) / 2;
    }"""
    middles = [stage.js(middle, part) for part in ("text", "track", "progress")]
    assert max(middles) - min(middles) <= 3
    left, right, width = stage.js("""() => {
      const track = document.querySelector('#out .backendai-widget-track');
      const { left, right } = getComputedStyle(track, '::after');
      return [parseFloat(left), parseFloat(right), track.clientWidth];
    }""")
    near, far = (left, right) if way == "ltr" else (right, left)
    assert near == 0
    assert far == pytest.approx(0.75 * width, abs=1)


def test_a_saved_notebook_is_read_only(stages: Stage) -> None:
    stages.open()
    stages.handle_all(RECORDED["notebook"])
    stages.wait("() => document.querySelectorAll('[role=progressbar]').length === 4")
    found = stages.js(INPUTS)
    # A link works without a kernel: its ends can be used.
    usable = [one for one in found if one[2]]
    assert usable == [["range", "7", True], ["text", "7", True], ["number", "7", True]]
    text = stages.js(TEXT)
    assert "Steps: 100%" in text.replace("\u2007", "")
    assert NEEDS_KERNEL in text
    assert not ids_in(text)
    stages.js(USE, ["#out .backendai-widget-range:not(:disabled)", ["4"]])
    stages.wait("() => document.querySelector('#out input[type=number]').value === '4'")
    assert stages.probe("errors") == []


def test_under_a_strict_policy(stage: Stage) -> None:
    stage.open_strict()
    show(stage, *RECORDED["board"])
    assert stage.probe("violations") == []


def test_beside_a_result_and_without_a_state(stage: Stage) -> None:
    stage.open()
    states = {"s": {"model_name": "IntSliderModel", "state": {"value": 5, "description": "saved"}}}
    bundle = {VIEW: {"model_id": "s"}, STATE: {"state": states}, "text/plain": "IntSlider(value=5)"}
    show(stage, {"data": bundle}, {"data": {STATE: {"state": states}}})
    assert stage.js(INPUTS)[0] == ["range", "5", False]
    assert stage.js(TEXT) == f"saved{NEEDS_KERNEL}"
    stage.open()
    show(stage, view("4f1d" * 8, "IntSlider(value=5)"))
    assert stage.js(TEXT) == f"IntSlider(value=5){NEEDS_KERNEL}"


def test_what_does_not_run_here_says_so(stage: Stage) -> None:
    stage.open()
    foreign = {"_model_module": "jupyter-leaflet", "_esm": "alert(1)", "value": 3}
    show(stage, open_("m", "LeafletMap", **foreign), view("m", "Map(center=[0, 0])"))
    said = "A widget of jupyter-leaflet: its own code does not run here"
    assert stage.js(TEXT) == f"{said}Map(center=[0, 0])"
    picture = {VIEW: {"model_id": "m"}, "text/html": "<b>a picture</b>", "text/plain": "Map()"}
    stage.open()
    show(stage, open_("m", "LeafletMap", **foreign), {"data": picture})
    assert stage.js(TEXT) == "a picture"


@pytest.mark.parametrize("seed", range(4))
def test_late_doubled_and_cut_off(stage: Stage, seed: int) -> None:
    slider = open_("s", "IntSlider", value=1, max=10, description="How many")
    late = [slider, update("s", value=8), open_("b", "VBox", children=["IPY_MODEL_s"]), view("b")]
    order = [late, late[::-1], [*late, late[1], late[3]], [late[3], late[1], late[0], late[2]]][
        seed
    ]
    stage.open()
    for message in order:
        show(stage, message)
    assert stage.js(INPUTS)[0] == ["range", "8", True]
    stage.open()
    show(stage, *late[2:])
    # What never came is nothing.
    assert stage.js(INPUTS) == []


def test_a_model_in_two_places_is_one(stage: Stage) -> None:
    stage.open(body='<div id="out"></div><div id="other"></div>')
    stage.js("() => { BackendAI.options = { scope: 'notebook' } }")
    show(stage, open_("s", "IntSlider", value=1), view("s"))
    call = "v => BackendAI.Media.handle_all(v, 'o', document.querySelector('#other'))"
    stage.js(call, [view("s")])
    stage.js(USE, ["#other input[type=range]", ["42"]])
    stage.wait("() => document.querySelector('#out input').value === '42'")
    show(stage, {"msg_type": "comm_close", "content": {"comm_id": "s"}})
    assert stage.js("() => document.querySelectorAll('input').length") == 0


def test_links_need_no_kernel(stage: Stage) -> None:
    stage.open()
    ends = {"source": ["IPY_MODEL_a", "value"], "target": ["IPY_MODEL_b", "value"]}
    one_way = {"source": ["IPY_MODEL_b", "value"], "target": ["IPY_MODEL_c", "value"]}
    circle = {"source": ["IPY_MODEL_c", "max"], "target": ["IPY_MODEL_c", "max"]}
    models = [open_(name, "IntSlider", value=at) for at, name in enumerate("abc")]
    links = [open_("l", "Link", **ends), open_("d", "DirectionalLink", **one_way)]
    show(stage, *models, *links, open_("x", "Link", **circle), *map(view, "abc"))
    values = "() => [...document.querySelectorAll('#out [type=range]')].map(it => it.value).join()"
    assert stage.js(values) == "0,0,0"
    stage.js(USE, ["#out .backendai-item:nth-of-type(2) [type=range]", ["7"]])
    stage.wait(f"() => ({values})() === '7,7,7'")
    show(stage, {"msg_type": "comm_close", "content": {"comm_id": "l"}})
    stage.js(USE, ["#out .backendai-item:nth-of-type(1) [type=range]", ["9"]])
    stage.js("() => __probe.sleep(150)")
    assert stage.js(values) == "9,7,7"


def test_one_change_is_under_way_and_the_last_one_wins(stage: Stage) -> None:
    stage.open()
    stage.js(LISTEN)
    show(stage, status("busy"), open_("s", "IntSlider", value=0), view("s"))
    stage.js(USE, ["#out [type=range]", [*range(1, 51)]])
    assert stage.js(SENT) == [["s", "comm_msg", "update", {"value": 1}]]
    # What the kernel says again does not pull the handle back.
    show(stage, update("s", "echo_update", value=1))
    assert stage.js(INPUTS)[0][1] == "50"
    show(stage, status("idle", "another"))
    assert len(stage.js(SENT)) == 1
    show(stage, status("idle", stage.js("() => window.sent[0].msg_id")))
    assert stage.js(SENT)[1:] == [["s", "comm_msg", "update", {"value": 50}]]
    stage.js("() => window.sent[1].reply({msg_type: 'status', content: {execution_state: 'idle'}})")
    # The kernel has another opinion.
    show(stage, update("s", value=20))
    assert stage.js(INPUTS)[0][1] == "20"
    # What is typed goes before what it is sent with.
    show(stage, open_("t", "Text", value=""), view("t"))
    stage.js(USE, ["#out .backendai-item:nth-of-type(2) input", ["a", "ab"]])
    key = "new KeyboardEvent('keydown', { key: 'Enter' })"
    stage.js(f"() => void document.querySelectorAll('#out input')[2].dispatchEvent({key})")
    assert stage.js(SENT)[2:] == [
        ["t", "comm_msg", "update", {"value": "a"}],
        ["t", "comm_msg", "update", {"value": "ab"}],
        ["t", "comm_msg", "custom", {"event": "submit"}],
    ]


def test_a_reply_goes_into_the_result(stage: Stage) -> None:
    stage.open()
    stage.js(LISTEN)
    show(stage, open_("b", "Button", description="Go"), view("b"))
    stage.engine.click("#out button")
    assert stage.js(SENT) == [["b", "comm_msg", "custom", {"event": "click"}]]
    stage.js(
        "() => window.sent[0].reply({msg_type: 'stream', content: {name: 'stdout', text: 'gone'}})"
    )
    stage.wait("() => document.querySelector('#out').textContent.includes('gone')")


def test_states_are_asked_for_once(stage: Stage) -> None:
    stage.open()
    stage.js(LISTEN)
    show(
        stage,
        view("s"),
        view("t"),
        {"msg_type": "comm_info_reply", "content": {"comms": {"s": {}}}},
    )
    stage.wait("() => window.sent.length")
    stage.js("() => __probe.sleep(400)")
    sent = stage.js(SENT)
    control = sent[0][0]
    assert sent == [
        [control, "comm_open", None, None],
        [control, "comm_msg", "request_states", None],
    ]
    target = "() => window.sent[0].content.target_name"
    assert stage.js(target) == "jupyter.widget.control"
    states = {"s": {"model_name": "TextModel", "state": {"value": "known now"}}}
    content = {"comm_id": control, "data": {"method": "update_states", "states": states}}
    stage.js("m => window.sent[1].reply(m)", {"msg_type": "comm_msg", "content": content})
    stage.wait("() => document.querySelector('#out input')?.value === 'known now'")
    assert stage.js(INPUTS)[0][2]


def test_where_the_kernel_dies_values_stay(stage: Stage) -> None:
    stage.open()
    show(stage, open_("s", "IntSlider", value=3), view("s"))
    assert stage.js(INPUTS)[0] == ["range", "3", True]
    show(stage, status("dead"))
    assert stage.js(INPUTS)[0] == ["range", "3", False]
    assert NEEDS_KERNEL in stage.js(TEXT)
    # Another kernel has it again.
    show(stage, open_("s", "IntSlider", value=4))
    assert stage.js(INPUTS)[0] == ["range", "4", True]
    assert NEEDS_KERNEL not in stage.js(TEXT)
    show(stage, {"msg_type": "comm_info_reply", "content": {"comms": {}}})
    assert stage.js(INPUTS)[0] == ["range", "4", False]


def test_a_widget_comes_back_as_it_stood(stage: Stage) -> None:
    for name in ("tqdm", "interact", "board"):
        stage.open()
        show(stage, *RECORDED[name])
        kept = stage.js("() => BackendAI.Media.items('r')")
        there = to_builtins(compact(normalize(RECORDED[name]), places=True))
        # The page has followed a link.
        assert len(kept) == len(there)
        assert sum(one != other for one, other in zip(kept, there, strict=True)) == (
            name == "board"
        )
        shown, values = stage.js(TEXT), stage.js(INPUTS)
        stage.open()
        show(stage, *kept)
        again = stage.js(TEXT).replace(NEEDS_KERNEL, "")
        assert again == shown
        # Where nobody can add a tag there is no box for one.
        assert [one[:2] for one in stage.js(INPUTS)][:43] == [one[:2] for one in values][:43]


def test_a_binary_message(stage: Stage) -> None:
    stage.open()
    show(stage, open_("t", "Text", value="one"), view("t"))
    report = stage.js(
        """async text => {
          const json = new TextEncoder().encode(text);
          const frame = new Uint8Array(8 + json.length);
          const head = new DataView(frame.buffer);
          head.setUint32(0, 1);
          head.setUint32(4, 8);
          frame.set(json, 8);
          const append = value => BackendAI.Media.handle_all(value, 'r', __probe.out(), { append: true });
          return [await append(frame.buffer), await append(new DataView(frame.buffer)), await append(new ArrayBuffer(9))];
        }""",
        json.dumps(update("t", value="two")),
    )
    assert [len(one["failed"]) for one in report] == [0, 0, 1] or report[2]["rendered"] == 1
    stage.wait("() => document.querySelector('#out input').value === 'two'")


def test_keys_and_names(stage: Stage) -> None:
    stage.open()
    show(stage, *RECORDED["board"])
    nameless = """() => [...document.querySelectorAll('#out :is(input, select, textarea, button, meter, [role]:not([role=status]))')]
      .filter(it => !it.hidden && it.checkVisibility() && !(it.labels?.length && [...it.labels].some(l => __probe.text(l).trim()))
        && !it.ariaLabel && !it.alt && !it.textContent.trim() && !it.getAttribute('aria-labelledby'))
      .map(it => it.outerHTML.slice(0, 200))"""
    assert stage.js(nameless) == []
    tab = "#out [role=tab]"
    stage.js(f"() => document.querySelector('{tab}').focus()")
    press = "key => void document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}))"
    stage.js(press, "ArrowRight")
    selected = f"() => [...document.querySelectorAll('{tab}')].map(it => it.ariaSelected).join()"
    stage.wait(f"() => ({selected})() === 'false,true'")
    assert stage.js("() => document.activeElement.textContent") == "Tab 2"


def test_a_flood_is_drawn_once_a_frame(stage: Stage) -> None:
    stage.open()
    show(stage, open_("p", "FloatProgress", value=0, max=10_000), view("p"))
    found = stage.js(
        """async update => {
          const bar = document.querySelector('[role=progressbar]');
          let changes = 0;
          new MutationObserver(all => changes += all.length)
            .observe(bar, { attributes: true, attributeFilter: ['aria-valuenow'] });
          const area = BackendAI.Media.open('r', __probe.out(), { append: true });
          const tasks = [];
          new PerformanceObserver(list => tasks.push(...list.getEntries().map(it => it.duration))).observe({ type: 'longtask' });
          let frames = 0;
          let isDone = false;
          const count = () => { frames++; if (!isDone) requestAnimationFrame(count); };
          requestAnimationFrame(count);
          for (let value = 1; value <= 10000; value++) {
            area.append({ ...update, content: { comm_id: 'p', data: { method: 'update', state: { value } } } });
            if (value % 500 === 0) await __probe.sleep(20);
          }
          await __probe.sleep(300);
          isDone = true;
          return { changes, frames, now: bar.ariaValueNow, tasks };
        }""",
        update("p"),
    )
    assert found["now"] == "10000"
    assert 1 <= found["changes"] <= found["frames"] + 2


def feed(stage: Stage, kernel: BlockingKernelClient, until: str, *args: Any) -> None:
    """Carry messages between the page and the kernel until the page's condition holds."""
    for _ in range(600):
        for message in stage.js(
            "() => window.sent.splice(0).map(({ msg_type, content, msg_id, metadata, reply }) =>"
            " (window.replies[msg_id] = reply, { msg_type, content, msg_id, metadata }))"
        ):
            made = kernel.session.msg(
                message["msg_type"], message["content"], metadata=message["metadata"]
            )
            made["header"]["msg_id"] = made["msg_id"] = message["msg_id"]
            kernel.session.send(kernel.shell_channel.socket, made)
        while kernel.iopub_channel.msg_ready():
            answer = plain(kernel.get_iopub_msg(timeout=5))
            stage.js(
                "m => void (window.replies[m.parent_header.msg_id]?.(m) ??"
                " BackendAI.Media.handle_all(m, 'r', __probe.out(), { append: true }))",
                answer,
            )
        if stage.js(until, *args):
            return
        time.sleep(0.05)
    pytest.fail(f"not in time: {until}: {stage.js(TEXT)}")


def test_live(stage: Stage, kernel: BlockingKernelClient) -> None:
    stage.open()
    stage.js(LISTEN)
    stage.js("() => { window.replies = {} }")
    show(stage, *run(kernel, CELLS["live"]))
    stage.js(USE, ["#out [type=range]", ["3", "10", "21"]])
    says = "text => document.querySelector('#out').textContent.includes(text)"
    feed(stage, kernel, says, "twice is 42")
    stage.engine.click("#out button")
    feed(stage, kernel, says, "asked at 21")
    stage.js(USE, ["#out [type=range]", ["22"]])
    stage.engine.click("#out button")
    feed(stage, kernel, says, "asked at 22")
    # Its Output is cleared, and that only.
    assert "asked at 21" not in stage.js(TEXT)
    assert stage.js("() => !!document.querySelector('.backendai-widget-output .backendai-item')")
    assert stage.probe("errors") == []


#: What bars say: those of widgets, and those of HTML.
ENDS = """() => __probe.all('[role=progressbar], progress', __probe.out())
  .map(it => it.localName === 'progress' ? `${it.value}/${it.max}` : `${it.ariaValueNow}/${it.ariaValueMax}`)"""


def test_bars_of_a_kernel_end_at_their_last_value(
    stages: Stage, kernel: BlockingKernelClient
) -> None:
    """Those of tqdm, one in the other, of rich, and of fastprogress: live, kept, saved and static."""
    messages = [*run(kernel, BARS), *run(kernel, CELLS["interact"])]

    def ends(*said: str) -> None:
        stages.wait(f"() => ({ENDS})().length === 3")
        assert stages.js(ENDS) == ["3/3", "3/3", "5/5"]
        text = stages.js(TEXT).replace("\u2007", "")
        for part in ("outer: 100%", "files", "x is 3 and y is b", *said):
            assert part in text
        assert not ids_in(text)
        assert stages.probe("errors") == []

    stages.open()
    show(stages, *messages)
    ends()
    kept = stages.js("() => BackendAI.Media.items('r')")
    stages.open()
    show(stages, *kept)
    ends(NEEDS_KERNEL)
    stages.open(body=BODY.replace("></div>", f">{render(messages)}</div>"))
    ends(NEEDS_KERNEL)
    # What the kernel says of its states, as programs that run notebooks save them.
    said = run(kernel, CELLS["state"])
    state = json.loads("".join(one["content"].get("text", "") for one in said))
    views = [one["content"] for one in messages if VIEW in one["content"].get("data", {})]
    outputs = [{**one, "output_type": "display_data"} for one in views]
    cells = [{"cell_type": "code", "source": "", "metadata": {}, "outputs": outputs}]
    stages.open()
    stages.handle_all({"cells": cells, "metadata": {"widgets": {STATE: state}}})
    stages.wait(f"() => ({ENDS})().length === 1")
    assert stages.js(ENDS) == ["3/3"]


def test_states_of_a_live_kernel_are_asked_for(stage: Stage, kernel: BlockingKernelClient) -> None:
    messages = run(kernel, CELLS["live"])
    stage.open()
    stage.js(LISTEN)
    stage.js("() => { window.replies = {} }")
    show(stage, *[one for one in messages if not one["msg_type"].startswith("comm_")])
    feed(stage, kernel, "() => !!document.querySelector('#out [type=range]')")
    stage.js(USE, ["#out [type=range]", ["5"]])
    feed(stage, kernel, "() => document.querySelector('#out').textContent.includes('twice is 10')")


def test_what_moves_into_a_box_is_waited_for(stage: Stage) -> None:
    """Outputs that were being shown in their own place are shown again in the box's."""
    stage.open()
    for chunk, delay in (("widgets", 0.3), ("html", 0.9)):
        stage.assets.trouble(f"/js/{chunk}.js", delay=delay)
    shown = {"output_type": "display_data", "data": {"text/html": "<b>shown</b>"}, "metadata": {}}
    opened = [
        open_("out", "Output", outputs=[shown]),
        open_("box", "VBox", children=["IPY_MODEL_out"]),
    ]
    assert stage.handle_all([*opened, view("box")])["failed"] == []
    # Outputs in shadow roots, too.
    inside = "it => it.shadowRoot?.textContent.includes('shown')"
    assert stage.js(f"() => [...document.querySelectorAll('.backendai-widgets *')].some({inside})")
