"""What a function shows for many arguments: controls choose a state, without a kernel."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from backendai_media import interactive, render
from backendai_media.assets import result_tag
from backendai_media.model.interactive import Choice
from tests import VECTORS
from tests.hostile import SAMPLE
from tests.interactive.payloads import AXES, INTERACTIVE, payload

from .stage import Stage
from .test_widgets_hostile import UNSAFE

#: Sets the first control that a selector finds, or as many as are asked for, as a person does.
SETS = """([selector, value, count = 1]) => {
  for (const it of [...document.querySelectorAll(`#out ${selector}`)].slice(0, count)) {
    if (it.type === 'checkbox') it.checked = value;
    else it.value = value;
    for (const name of ['input', 'change']) it.dispatchEvent(new Event(name, { bubbles: true }));
  }
}"""
RANGE, CHECKBOX = "input[type=range]", "input[type=checkbox]"
STATE = "document.querySelector('#out .backendai-interactive-state')"
FILLED = """() => [...document.querySelectorAll('#out .backendai-interactive-state')]
  .filter(it => it.childElementCount > 0).length"""
NOTE = "() => document.querySelector('#out .backendai-interactive-note').textContent"


def stream(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def media(**data: Any) -> dict[str, Any]:
    types = {"html": "text/html", "text": "text/plain", "svg": "image/svg+xml"}
    return {
        "output_type": "display_data",
        "data": {types[name]: value for name, value in data.items()},
        "metadata": {},
    }


STATES = [[stream(f"n {n} kind {kind}\n")] for n in range(3) for kind in "xy"]


def choose(stage: Stage, selector: str, value: Any, text: str) -> None:
    """Use a control as a person does, and wait until its state shows."""
    stage.js(SETS, [selector, value])
    stage.wait(f"text => {STATE}.innerText.includes(text)", text)


def show(stage: Stage, value: Any, **options: Any) -> None:
    report = stage.handle_all([[INTERACTIVE, value]], **options)
    assert report == {"rendered": 1, "failed": []}


def test_controls_choose_a_state(stages: Stage) -> None:
    stages.open_strict()
    show(stages, payload(STATES))
    assert stages.types() == [INTERACTIVE, "stdout"]
    assert "n 0 kind x" in stages.text()
    choose(stages, "select", "y", "n 0 kind y")
    choose(stages, "input", "2", "n 2 kind y")
    choose(stages, "input", "1", "n 1 kind y")
    controls = stages.js("""() => [...document.querySelectorAll('#out label')].map(it => {
      const control = it.querySelector('input, select');
      return [it.firstChild.data, control.type, control.value, control.ariaValueText ?? null,
        it.querySelector('.backendai-interactive-value').textContent];
    })""")
    assert controls == [
        ["n", "range", "1", "1", "1"],
        ["kind", "select-one", "y", None, "y"],
    ]
    assert stages.js(NOTE) == ""
    assert stages.probe("errors") == stages.probe("violations") == []
    assert stages.js("() => BackendAI.Media.items('r').then(items => items.length)") == 1
    stages.js("() => BackendAI.Media.dispose('r')")
    assert stages.js("() => document.querySelector('#out').textContent") == ""


def test_figures_of_matplotlib(stages: Stage) -> None:
    """A real function, in one engine after another."""
    import matplotlib.pyplot as plt

    def wave(height: int = 1, grid: bool = False) -> None:
        plt.plot([0, height, 0])
        plt.grid(visible=grid)
        plt.title(f"height {height}")
        plt.show()

    output = interactive(wave, height=(1, 3), grid=True)
    stages.open_strict()
    report = stages.handle_all([{"data": output.data, "metadata": output.metadata}])
    assert report == {"rendered": 1, "failed": []}
    image = f"{STATE}.querySelector('img')"
    assert stages.js(f"() => {image}.alt") == "height 1"
    stages.js(
        f"() => {{ window.first = {image}; window.box = {image}.getBoundingClientRect().height; }}"
    )
    stages.js(SETS, [RANGE, "2"])
    stages.wait(f"() => {image}.alt === 'height 3'")
    stages.js(SETS, [CHECKBOX, True])
    stages.wait(
        f"async () => {{ const {{ src }} = {image}; await {image}.decode(); return /grid|stroke/.test(decodeURIComponent(src)); }}"
    )
    # The picture stays, and gets another address: nothing flickers or jumps.
    assert stages.js(f"() => [window.first === {image}, window.box > 99]") == [True, True]
    assert stages.probe("errors") == stages.probe("violations") == []


def test_the_nearest_state_is_said(stage: Stage) -> None:
    stage.open()
    wide = [Choice("n", "slider", [f"{n}" for n in range(11)]), AXES[1]]
    states = [[stream("low")], [stream("middle")], [stream("high")]]
    show(stage, payload(states, wide, [0, 9, 20]))
    choose(stage, "select", "y", "middle")
    said = "There is nothing for these values. Shown is the nearest: n = 4, kind = y"
    assert stage.js(NOTE) == said
    stage.js(SETS, ["input", "4"])
    stage.wait(f"() => !({NOTE})()")
    choose(stage, "select", "x", "low")
    choose(stage, "input", "9", "high")
    assert stage.js(NOTE).endswith("n = 10, kind = x")
    assert (
        stage.js("() => document.querySelector('#out .backendai-interactive-note').role")
        == "status"
    )


def test_keys_and_fast_changes(stage: Stage) -> None:
    """The last value counts, however many come in a frame, and states that are made late are dropped."""
    stage.open()
    many = [Choice("n", "slider", [f"{n}" for n in range(500)])]
    show(stage, payload([[stream(f"state {n}.")] for n in range(500)], many))
    stage.js(
        """async () => {
      const input = document.querySelector('#out input');
      for (let n = 0; n < 500; n++) {
        input.value = `${n}`;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        if (n % 50 === 0) await new Promise(requestAnimationFrame);
      }
    }"""
    )
    stage.wait(f"() => {STATE}.innerText.includes('state 499.')")
    stage.js("() => __probe.sleep(200)")
    assert "state 499." in stage.js(f"() => {STATE}.innerText")


def test_states_of_other_kinds(stage: Stage) -> None:
    """A table, a picture, an error, nothing: in one place, and errors of a state are that state's."""
    error = {"output_type": "error", "ename": "E", "evalue": "no", "traceback": ["E: no"]}
    states = [
        [stream("first"), media(html="<b>bold</b>", text="bold")],
        [],
        [error],
        [media(svg="<svg xmlns='http://www.w3.org/2000/svg'><a></svg>", text="broken")],
        [media(html="<i>it</i>")],
        [stream("last")],
    ]
    stage.open()
    show(stage, payload(states))
    kinds = f"() => [...{STATE}.querySelectorAll('.backendai-item')].map(it => it.dataset.type)"
    assert stage.js(kinds) == ["stdout", "text/html"]
    choose(stage, "select", "y", "")
    stage.wait(f"() => !{STATE}.innerText.trim()")
    choose(stage, "input", "1", "broken")
    choose(stage, "select", "x", "E: no")
    choose(stage, "input", "2", "")
    stage.wait(
        f"() => {STATE}.querySelector('.backendai-html > *')?.shadowRoot.textContent.includes('it')"
    )
    choose(stage, "select", "y", "last")
    assert stage.js(kinds) == ["stdout"]


def test_broken_states_say_so(stage: Stage) -> None:
    """One that cannot be read leaves the others."""
    given = payload(STATES)
    given["blocks"] = [[0, given["blocks"][0][1]], [5, "AAAA"]]
    stage.open()
    show(stage, given)
    stage.js(SETS, ["select", "y"])
    choose(stage, "input", "2", "The states cannot be read")
    choose(stage, "input", "1", "n 1 kind y")
    for case in json.loads((VECTORS / "interactive.json").read_bytes()):
        if case.get("broken") == "read":
            value = {"data": {INTERACTIVE: case["payload"], "text/plain": "instead"}}
            report = stage.handle_all([value])
            assert report["failed"][0]["error"] == "The states cannot be read", case["name"]
            assert "instead" in stage.text()
    assert stage.probe("errors") == []


def unsafe(stage: Stage) -> list[str]:
    """What an output must not have; links are followed by a person only."""
    return [one for one in stage.js(UNSAFE) if not one.startswith("area href=https:")]


def strangers(html: str) -> dict[str, Any]:
    """Markup in every text: names, values, outputs, metadata."""
    output = {**media(html=html, text=html), "metadata": {"alt": html, html: html}}
    choices = [
        Choice(html, "slider", [html, f"{html}1"]),
        Choice(html, "select", [html]),
        Choice(html, "checkbox", [html, html]),
    ]
    states = [[output], [stream(html)], [media(svg=html, text=html)], [output]]
    return payload(states, choices)


@pytest.mark.parametrize("part", range(4))
def test_strangers_states(stage: Stage, part: int) -> None:
    """Several on each page, since it takes longer to open one than to show an output."""
    sample = SAMPLE[part::4]
    for start in range(0, len(sample), 8):
        hostile = sample[start : start + 8]
        names = [one["name"] for one in hostile]
        stage.open_strict()
        stage.handle_all([[INTERACTIVE, strangers(one["html"])] for one in hostile])
        for selector, value in ((RANGE, "1"), (RANGE, "0"), (CHECKBOX, True)):
            stage.js(SETS, [selector, value, len(hostile)])
            stage.js("() => __probe.sleep(60)")
            assert stage.js(FILLED) == len(hostile), names
            assert unsafe(stage) == [], names
            assert stage.engine.dialogs() == [], names


def test_a_state_has_a_scope_of_its_own(stage: Stage) -> None:
    """It updates nothing of the page, and no grid or widget shows within it."""
    update = {
        "output_type": "update_display_data",
        "data": {"text/plain": "changed"},
        "transient": {"display_id": "d"},
    }
    inner = media(text="inner")
    inner["data"][INTERACTIVE] = payload(STATES)
    inner["data"]["application/vnd.jupyter.widget-view+json"] = {"model_id": "m"}
    inner["data"][f"{INTERACTIVE.upper()};x=1"] = payload(STATES)
    asked = {"msg_type": "input_request", "content": {"prompt": "Name"}}
    stage.open()
    stage.js("() => { window.seen = []; for (const name of ['rendered', 'comm', 'input']) "
             "document.addEventListener(`backendai:${name}`, it => window.seen.push(name)) }")  # fmt: skip
    shown = {**media(text="mine"), "transient": {"display_id": "d"}}
    stage.handle_all(
        [
            shown,
            [
                INTERACTIVE,
                payload([[update, inner, asked]], AXES[:0] or [Choice("a", "slider", ["1"])]),
            ],
        ],
        scope="s",
    )
    stage.js("() => __probe.sleep(400)")
    assert "changed" not in stage.text()
    assert "mine" in stage.text()
    assert "inner" in stage.text()
    assert stage.js("() => document.querySelectorAll('#out .backendai-interactive').length") == 1
    assert set(stage.js("() => window.seen")) == {"rendered"}


def test_pages_with_data_and_exports(stage: Stage) -> None:
    """A static page names the values; with the script it can be used; an export keeps what shows."""
    items = [[INTERACTIVE, payload(STATES)]]
    static = render(items)
    assert "One of 6 states; choosing another needs a page with scripts" in static
    head = f'<script src="{stage.root}/js/main.min.js"></script>'
    islands = f'<script src="{stage.root}/js/islands.js" defer></script>'
    body = f'<main id="out">{result_tag(items, "a", static=static)}</main>'
    stage.open(head=head + islands, body=body)
    stage.wait(
        "() => document.querySelector('#out input') && !document.querySelector('#out input:disabled')"
    )
    choose(stage, "input", "2", "n 2 kind x")
    export = stage.js("() => BackendAI.Media.export('a').then(it => it.text())")
    seen = re.sub("<style.*?</style>|<[^>]*>", " ", export, flags=re.DOTALL)
    assert " ".join(seen.split()) == "Output n 2 kind x n 2 kind x"
    assert "<input" not in export
    assert "<select" not in export
