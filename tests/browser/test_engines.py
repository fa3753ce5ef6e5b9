"""Every renderer, and every sample of real outputs, in three engines."""

from __future__ import annotations

import json

from .stage import VECTORS, Stage, Value


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


# Placeholders in documents and a cut JPEG: truly malformed, and the only ones that may fail.
MALFORMED = {
    ("01", "multimedia"): ["image/svg+xml"],
    ("02", "kernel_reply_2016_12"): ["image/png"],
    ("11", "ipython_jpeg"): ["image/jpeg"],
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
