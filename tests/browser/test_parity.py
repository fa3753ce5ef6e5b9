"""Random outputs of each family: what the page shows, Python shows.

docs/render.md lists the differences that remain, each with its reason.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from backendai_media import render
from tests import FULL

from . import outputs
from .stage import HERE, Stage

pytestmark = pytest.mark.one_engine

#: Outputs of each family, and those that are compared on one page.
COUNT, BATCH = (400 if FULL else 40), 40


def open_page(stage: Stage) -> None:
    script = stage.site.page(
        "parity.js", (HERE / "parity.js").read_bytes(), Content_Type="text/javascript"
    )
    main = f'<script src="{stage.root}/js/main.min.js"></script>'
    stage.open(head=f'{main}<script src="{script}"></script>')


def differences(stage: Stage, values: list[Any]) -> list[Any]:
    """Return the values that differ, with both forms."""
    pages = [render(value) for value in values]
    found = stage.js("(values, pages) => __parity.differ(values, pages)", values, pages)
    return [(values[index], json.loads(ours), json.loads(theirs)) for index, ours, theirs in found]


def some(family: str) -> list[Any]:
    """Return different outputs of a family, the same ones in each run."""
    found: dict[str, Any] = {}

    @seed(17)
    @settings(
        max_examples=COUNT,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(outputs.FAMILIES[family])
    def gather(value: Any) -> None:
        found[json.dumps(value)] = value

    gather()
    return [*found.values()]


@pytest.mark.parametrize("family", outputs.FAMILIES)
def test_page_and_python_show_the_same(stage: Stage, family: str) -> None:
    values = some(family)
    assert len(values) > COUNT / 4
    found = []
    for start in range(0, len(values), BATCH):
        open_page(stage)
        found += differences(stage, values[start : start + BATCH])
    assert found == []
