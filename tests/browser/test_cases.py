"""What libraries and kernels send (`spec/vectors/cases`), as a reader sees it: in the page, and in Python's pages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backendai_media import render
from tests import VECTORS

from .stage import HERE, Stage

pytestmark = pytest.mark.one_engine

Case = dict[str, Any]
READ = (HERE / "case.js").read_text(encoding="utf-8").rstrip().rstrip(";")
KEYS = {"name", "source", "value", "steps", "options", "text", "not", "elements", "in"}


def load(place: str) -> list[Any]:
    """Return the cases of a place, `page` or `python`."""
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted((VECTORS / "cases").glob("*.json"))
        for case in json.loads(path.read_text(encoding="utf-8"))
        if case.get("in", place) == place
    ]


def check(stage: Stage, case: Case, root: str) -> None:
    elements = case.get("elements", {})
    found = stage.js(READ, root, [*elements])
    at = 0
    for part in case.get("text", ()):
        place = found["text"].find(part, at)
        assert place >= 0, f"{part!r} is not in {found['text'][at:]!r}"
        at = place + len(part)
    for part in case.get("not", ()):
        assert part not in found["text"]
    assert found["elements"] == elements


def test_cases_are_complete() -> None:
    for parameter in [*load("page"), *load("python")]:
        (case,) = parameter.values
        assert set(case) <= KEYS
        assert case.get("in", "page") in {"page", "python"}
        assert ("value" in case) != ("steps" in case)
        assert {"text", "not", "elements"} & set(case), case["name"]


@pytest.mark.parametrize("case", load("page"))
def test_page(stages: Stage, case: Case) -> None:
    stages.open()
    for step in case.get("steps") or [case["value"]]:
        stages.handle_all(step, **case.get("options", {}))
    check(stages, case, "#out")
    assert stages.probe("errors") == []


@pytest.mark.parametrize("case", load("python"))
def test_python(stage: Stage, case: Case) -> None:
    value = case["value"] if "value" in case else [step for part in case["steps"] for step in part]
    stage.engine.open(stage.site.page("case.html", render(value, standalone=True)))
    check(stage, case, "body")
