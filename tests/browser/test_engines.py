"""Every renderer, and every sample of real outputs, in three engines."""

from __future__ import annotations

import json

from tests import VECTORS

from .stage import Stage, Value, png
from .test_page import EVERYTHING

# Notes beside the samples.
NO_VALUES = ("dropped_mime_types",)


def cases(number: str) -> dict[str, Value]:
    """The values in a vector file, by name."""
    (file,) = VECTORS.glob(f"{number}_*.json")
    content = json.loads(file.read_text())
    if number == "15":
        return {"server": content["server"]}
    if "media" in content:
        return {"media": {"media": content["media"]}}
    return {
        name: value
        for name, value in content.items()
        if not isinstance(value, str) and name not in NO_VALUES
    }


# Placeholders in documents, a cut JPEG and sound: truly malformed, and the only ones that may fail.
MALFORMED = {
    ("01", "multimedia"): ["image/svg+xml"],
    ("02", "kernel_reply_2016_12"): ["image/png"],
    ("11", "ipython_jpeg"): ["image/jpeg"],
    ("13", "aws_polly"): ["audio/ogg"],
}
VALUES = [
    (number, name, value)
    for number in (
        "01",
        "02",
        "03",
        "04",
        "05",
        "06",
        "07",
        "08",
        "09",
        "10",
        "11",
        "12",
        "13",
        "15",
        "16",
    )
    for name, value in cases(number).items()
]


def test_samples(stages: Stage) -> None:
    """Each renders without an error; only what is malformed is reported."""
    stages.open()
    wrong = {}
    for number, name, value in VALUES:
        report = stages.handle_all(value, f"{number}-{name}")
        failed = [entry["type"] for entry in report["failed"]]
        if failed != MALFORMED.get((number, name), []):
            wrong[number, name] = report
    assert not wrong
    assert stages.probe("errors") == []


def test_a_type_without_a_renderer(stages: Stage) -> None:
    """It shows its name and a download."""
    stages.open()
    stages.handle_all([["application/x-unheard-of", {"a": 1}]])
    stages.wait("() => __probe.all('a[download]').length === 1")
    ((kind, text),) = stages.items()
    assert kind in text
    assert "No renderer" in text


def test_an_envelope_shows_what_is_in_it(stages: Stage) -> None:
    stages.open()
    assert stages.handle_all([cases("16")["envelope"]])["failed"] == []
    assert stages.types() == ["application/x-sorna-drawing"]
    assert stages.js("() => document.querySelector('#out canvas').width") == 100


def test_every_renderer(stages: Stage) -> None:
    """Under the strict policy, and without a violation of it."""
    stages.open_strict()
    report = stages.handle_all(EVERYTHING)
    assert [entry["index"] for entry in report["failed"]] == [len(EVERYTHING) - 1]
    text = stages.text()
    for part in (
        "plain bold link",
        "a warning",
        "ZeroDivisionError",
        "started",
        "plain text",
        "Name:",
    ):
        assert part in text, part
    assert "b: null" in text
    assert stages.js("() => __probe.all('td').map(cell => cell.textContent)") == ["1", "x"]
    assert stages.js("() => __probe.all('a').map(a => a.href)[0]") == "https://example.com/"
    colors = "() => new Set(__probe.all('#out span').map(s => getComputedStyle(s).color)).size"
    assert stages.js(colors) > 8
    wide = "() => __probe.all('#out img').map(image => image.naturalWidth)"
    assert stages.js(wide) == [60, 60]
    assert stages.js("() => __probe.all('#out canvas').map(canvas => canvas.width)") == [100]
    assert stages.probe("errors") + stages.probe("violations") == []


def test_the_large_view(stages: Stage) -> None:
    stages.open_strict()
    stages.handle_all([["image/png", png("red", (40, 20))]])
    stages.engine.click("#out img")
    stages.wait("() => document.querySelector('dialog[open] img')?.complete")
    stages.engine.type("\x1b")
    stages.wait("() => !document.querySelector('dialog')")
    assert stages.js("() => document.activeElement === document.querySelector('#out img')")
    assert stages.probe("errors") + stages.probe("violations") == []


def test_the_input_box(stages: Stage) -> None:
    stages.open_strict()
    stages.js("() => { addEventListener('backendai:input', e => (window.said = e.detail.text)) }")
    asked = {"prompt": "Name: ", "password": False}
    stages.handle_all({"msg_type": "input_request", "content": asked})
    stages.engine.click("#out input")
    stages.engine.type("Zoë\n")
    stages.wait("() => window.said")
    assert stages.js("() => window.said") == "Zoë"
    assert stages.probe("errors") + stages.probe("violations") == []
