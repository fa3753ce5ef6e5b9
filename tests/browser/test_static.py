"""Static HTML of Python beside what the script makes of the same, in three engines."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from backendai_media import render
from backendai_media.assets import csp
from tests import FULL, VECTORS

from .stage import HERE, Stage

pytestmark = pytest.mark.one_engine


def open_page(stage: Stage) -> None:
    script = stage.site.page(
        "static.js", (HERE / "static.js").read_bytes(), Content_Type="text/javascript"
    )
    main = f'<script src="{stage.root}/js/main.min.js"></script>'
    stage.open(head=f'{main}<script src="{script}"></script>')


def differ(stage: Stage, vectors: list[dict[str, Any]], look: str = "exact") -> Any:
    return stage.js("(list, look) => __static.differ(list, look)", vectors, look)


def load(file: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((VECTORS / "render" / file).read_text())
    return found


def shown(stage: Stage, vector: dict[str, Any]) -> bool:
    """Whether the script has a renderer for the types of a vector's bundles."""
    types = [type_ for item in vector["items"] for type_ in item.get("data", {})]
    known = stage.js("list => list.map(it => BackendAI.Media.supports(it))", types)
    return all(known) or vector["name"] == "unknown types"


def test_the_same_elements(stages: Stage) -> None:
    open_page(stages)
    vectors = [vector for vector in load("exact.json") if shown(stages, vector)]
    assert len(vectors) > 30
    found = differ(stages, vectors)
    assert found == [], json.dumps(found, indent=1)


def test_the_same_is_seen(stages: Stage) -> None:
    open_page(stages)
    found = differ(stages, load("seen.json"), "seen")
    assert found == [], json.dumps(found, indent=1)


PIECES = [
    *("a", "word ", "\n", "\n", "\r", "\b", "\t", "한", "日本", "👍🏽", "é", "e\u0301", "&<"),
    *("\x1b[31m", "\x1b[1m", "\x1b[0m", "\x1b[7m", "\x1b[38;5;77m", "\x1b[48;2;1;2;3m", "\x1b[22m"),
    *("\x1b[A", "\x1b[2B", "\x1b[3C", "\x1b[2D", "\x1b[E", "\x1b[F", "\x1b[5G", "\x1b[J", "\x1b[K"),
    *("\x1b[1K", "\x1b[2K", "\x1b]8;;https://example.org\x07", "\x1b]8;;\x07", "\x1b[?25h", "\x1b"),
]


def test_a_static_result_under_our_own_policy_keeps_its_colours(stages: Stage) -> None:
    styled = (
        "<style>.a { color: rgb(1, 2, 3) }</style>"
        "<table><tr class=a style='background: gold'><td>1</td></tr></table>"
    )
    made = render([["stdout", "\x1b[38;2;0;128;0mgreen\x1b[0m\n"], ["html", styled]], "c")
    body = f'<link rel="stylesheet" href="{stages.root}/css/static.css">{made}'
    policy = csp(stages.root, hosts=[f"{stages.site.url}/probe.js"])
    stages.open(head="", body=body, Content_Security_Policy=policy)
    found = stages.js("""() => {
      const row = document.querySelector('.backendai-html > *').shadowRoot.querySelector('tr');
      const { color, backgroundColor } = getComputedStyle(row);
      const text = document.querySelector('.backendai-fg');
      return [text.style.getPropertyValue('--fg'), color, backgroundColor];
    }""")
    # The green is lighter in the dark, where it could not be read.
    green = "light-dark(rgb(0,128,0), rgb(64,160,64))"
    assert found == [green, "rgb(1, 2, 3)", "rgb(255, 215, 0)"]
    assert stages.probe("violations") == []


def test_any_console_text(stage: Stage) -> None:
    """What a program may print, in any order."""
    chance = random.Random(6)
    inputs = [
        ["stdout", "".join(chance.choices(PIECES, k=40))] for _ in range(3000 if FULL else 400)
    ]
    vectors = [{"name": one[1], "input": one, "html": render([one])} for one in inputs]
    open_page(stage)
    found = differ(stage, vectors)
    assert found == [], json.dumps(found, indent=1)
