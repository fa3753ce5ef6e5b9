"""Components and hooks of React, Vue and Svelte, bundled as applications do it, in a browser."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from backendai_media import render
from backendai_media.build import bundle, node, npm

from .stage import BODY, HERE, Stage

ROOT = HERE.parents[1]
KINDS = ("react18", "react19", "vue", "svelte")
TEXTS = (
    "() => __probe.items(document.querySelector('#out')).map(([kind, text]) => [kind, text.trim()])"
)


@pytest.fixture(scope="module")
def pages(release: Path) -> Path:
    """A bundle for each framework, of the npm package as it is."""
    folder = ROOT / ".cache/wrappers"
    lock = (HERE / "wrappers/package-lock.json").read_bytes()
    fresh = folder / "package-lock.json"
    is_there = (folder / "node_modules").exists() and fresh.exists() and fresh.read_bytes() == lock
    shutil.copytree(HERE / "wrappers", folder, dirs_exist_ok=True)
    sources = bundle.sources()
    assert sources
    command = [*(node.find_npm() or []), "ci", "--no-audit", "--no-fund"]
    steps = [] if is_there else [command]
    for step in (*steps, ["node", "build.mjs", str(sources)]):
        package = folder / "node_modules/backendai-media"
        if step[0] == "node":
            npm.write_npm(release, package)
        done = subprocess.run(step, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder / "dist"


@pytest.fixture(params=KINDS)
def page(request: pytest.FixtureRequest, stage: Stage, pages: Path) -> Stage:
    root = stage.site.mount(f"wrappers-{request.param}", pages / request.param)
    stage.open(head="", body=f'{BODY}<script type="module" src="{root}/page.js"></script>')
    stage.wait("() => window.app")
    return stage


def mount(page: Stage, **props: Any) -> None:
    page.js("first => void app.mount(first)", props)


def change(page: Stage, **props: Any) -> None:
    page.js("more => void app.change(more)", props)


def shows(page: Stage, *wanted: list[str]) -> None:
    condition = f"wanted => JSON.stringify(({TEXTS})()) === JSON.stringify(wanted)"
    page.wait(condition, list(wanted))


def told(page: Stage, name: str) -> Any:
    return page.js("name => app.told.filter(it => it[0] === name).map(it => it[1])", name)


def test_properties_and_events(page: Stage) -> None:
    mount(page, items=[["stdout", "one"]], resultId="r", theme="dark", className="mine", id="cell")
    shows(page, ["stdout", "one"])
    element = "document.querySelector('backendai-output')"
    assert page.js(
        f"() => [{element}.className, {element}.id, {element}.getAttribute('result-id'),"
        f" {element}.dataset.backendaiTheme]"
    ) == ["mine", "cell", "r", "dark"]
    page.wait("() => app.told.length")
    assert told(page, "rendered")[0]["rendered"] == 1
    page.js(f"() => {{ window.kept = {element} }}")
    change(page, items=[["stdout", "two"], ["image/png", "broken"]], theme="auto")
    page.wait("() => app.told.some(it => it[0] === 'error')")
    assert [one["index"] for one in told(page, "error")] == [1]
    assert page.js(f"() => [kept === {element}, {element}.dataset.backendaiTheme ?? '']") == [
        True,
        "",
    ]
    change(page, items=[["input", {"prompt": "name? "}]])
    page.wait("() => app.told.some(it => it[0] === 'input')")
    assert told(page, "input") == [{"prompt": "name? "}]
    page.wait("() => document.querySelector('#out input')?.value === 'answer'")
    # Of options one stands for all.
    change(page, items=[["text/html", "<b>b</b><script>1</script>"]], options={"active": "none"})
    page.wait("() => document.querySelector('#out').innerText.includes('not allow')")
    assert page.probe("errors") == []


def test_a_stream_outlives_its_element(page: Stage) -> None:
    mount(page, streaming=True)
    page.wait("() => app.stream")
    page.js("() => app.stream.append(['stdout', 'one\\n'])")
    shows(page, ["stdout", "one"])
    page.js(
        "() => { app.stream.append(['stdout', 'two']); app.stream.append(['stderr', 'three']) }"
    )
    shows(page, ["stdout", "one\ntwo"], ["stderr", "three"])
    # What comes while there is no element waits for the next one.
    change(page, hidden=True)
    page.wait("() => !document.querySelector('backendai-output')")
    page.js("() => app.stream.append(['stdout', 'late'])")
    change(page, hidden=False)
    page.wait("() => document.querySelector('#out').innerText.includes('late')")
    page.js("""() => {
      app.stream.clear();
      app.stream.append({ output_type: 'display_data', transient: { display_id: 'd' }, data: { 'text/plain': 'before' } });
    }""")
    shows(page, ["text/plain", "before"])
    page.js("() => { app.stream.update('d', ['text/plain', 'after']); app.stream.close() }")
    shows(page, ["text/plain", "after"])
    page.wait("() => app.told.some(it => it[0] === 'rendered')")
    assert page.probe("errors") == []


def test_before_it_is_mounted(page: Stage) -> None:
    """Only where a stream can be had without a component."""
    if not page.js("() => !!app.stream"):
        mount(page, streaming=False, hidden=True)
        page.wait("() => app.stream")
    else:
        mount(page, hidden=True)
    page.js("() => app.stream.append(['stdout', 'early'])")
    change(page, hidden=False, streaming=True)
    shows(page, ["stdout", "early"])


def test_static_markup_until_it_shows(page: Stage) -> None:
    """What Python rendered is there at once, and gives way; its templates, which scripts put in, too."""
    items = [["stdout", "a line"], ["text/html", "<b>bold</b>"]]
    html = render(items, "r")
    mount(page, html=html)
    page.wait("() => ['a line', 'bold'].every(it => JSON.stringify(__probe.items()).includes(it))")
    change(page, items=items)
    page.wait(
        "() => document.querySelectorAll('#out backendai-result .backendai-item').length === 2"
    )
    page.wait("() => document.querySelectorAll('#out .backendai-output').length === 1")
    shows(page, ["stdout", "a line"], ["text/html", "bold"])
    # A later value of `html` is not another content.
    change(page, html="<p>other</p>")
    page.js("() => __probe.sleep(100)")
    shows(page, ["stdout", "a line"], ["text/html", "bold"])
    assert page.probe("errors") == []


def test_unmounted(page: Stage) -> None:
    """Nothing of it stays, and its events are heard no more."""
    mount(page, items=[["stdout", "one"]])
    shows(page, ["stdout", "one"])
    page.js("() => { window.kept = document.querySelector('backendai-output') }")
    page.js("() => app.unmount()")
    page.wait("() => !document.querySelector('backendai-output')")
    before = len(page.js("() => app.told"))
    page.js("() => kept.dispatchEvent(new CustomEvent('backendai:rendered', { detail: {} }))")
    assert len(page.js("() => app.told")) == before
    assert page.probe("errors") == []


def test_a_terminal(page: Stage) -> None:
    mount(page, terminal="ws://127.0.0.1:1/")
    page.wait(
        "() => app.told.some(([name, { state }]) => name === 'state' && state === 'connecting')"
    )
    page.wait(
        "() => document.querySelector('backendai-terminal .xterm, backendai-terminal canvas')"
    )
    change(page, terminal="", hidden=True)
    page.wait("() => !document.querySelector('backendai-terminal')")
    # One that left does not go on connecting.
    page.js("() => __probe.sleep(200)")
    count = len(told(page, "state"))
    page.js("() => __probe.sleep(1500)")
    assert len(told(page, "state")) == count
