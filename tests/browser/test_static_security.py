"""Every payload through every field of what Python renders: nothing runs, is fetched, or leaks."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest

from backendai_media import render
from backendai_media.model.interactive import Choice
from backendai_media.rendering import notebook
from tests import FULL
from tests.interactive import payloads

from .engines import PageError
from .engines.chromium import Chromium
from .stage import HERE, STRICT, Stage
from .test_security import FILES, HOST, PARSED, PARTS, PAYLOADS, SAMPLE

pytestmark = pytest.mark.one_engine

#: Payloads a page.
BATCH = 20
CHOSEN = PAYLOADS if FULL else SAMPLE
FORM = '<form id="host" action="/stolen"><input name="token" value="secret"></form>'


def more(payload: str) -> list[Any]:
    """Places that only Python has, or has forms of its own for."""
    table = {
        "schema": {"fields": [{"name": payload, "type": payload}]},
        "data": [{payload: payload}],
    }
    chart = {"data": [{"name": payload, "x": [payload], "y": [1]}], "layout": {"title": payload}}
    place = {"type": payload, "coordinates": [1, 2], "properties": {"name": payload}}
    cast = [json.dumps({"version": 2, "title": payload}), json.dumps([1, "o", payload])]
    state = {
        "output_type": "display_data",
        "data": {"text/html": payload, "image/svg+xml": payload, "text/plain": payload},
        "metadata": {payload: payload, "alt": payload},
    }
    fenced = (
        f"```{payload}\n{payload}\n```\n\n[a]({payload}) ![b](<{payload}>) <{payload}>\n\n{payload}"
    )
    return [
        ["text/markdown", payload],
        ["text/markdown", fenced],
        [
            "text/markdown",
            f"# {payload}\n\n| {payload} |\n|---|\n| ${payload}$ |\n\n- [ ] {payload}",
        ],
        ["text/latex", payload],
        ["text/latex", f"$\\text{{{payload}}} \\href{{{payload}}}{{x}} {payload}$"],
        ["text/csv", f"{payload},b\n1,{payload}"],
        ["application/vnd.dataresource+json", table],
        ["application/vnd.plotly.v1+json", chart],
        [
            "application/vnd.vegalite.v5+json",
            {"title": payload, "data": {"values": [{payload: payload}]}},
        ],
        ["application/geo+json", place],
        ["application/vnd.asciinema.asciicast", "\n".join(cast)],
        ["application/pdf", payload],
        ["text/vnd.mermaid", payload],
        ["application/javascript", payload],
        ["application/x-sorna-drawing", payload],
        [
            "application/vnd.sorna.gitgraph",
            [{"oid": payload, "message": payload, "refs": [payload]}],
        ],
        [
            payloads.INTERACTIVE,
            payloads.payload([[state]], [Choice(payload, "slider", [payload])]),
        ],
        {"data": {"audio/wav": payload}, "metadata": {"title": payload, "width": payload}},
        {"data": {f"audio/{payload}": payload, f"text/{payload}": payload}},
        {
            "data": {"application/vnd.jupyter.widget-view+json": {}, "text/plain": payload},
            "metadata": {payload: payload},
        },
    ]


def cells(payload: str) -> dict[str, Any]:
    """A notebook with a payload in its every field."""
    attached = {payload: {"image/png": payload}, "a.png": {f"image/{payload}": payload}}
    return {
        "metadata": {"title": payload, "language_info": {"name": payload}},
        "cells": [
            {"cell_type": "markdown", "source": payload, "attachments": attached},
            {"cell_type": "markdown", "source": "![a](attachment:a.png)", "attachments": attached},
            {"cell_type": "code", "source": payload, "execution_count": payload, "outputs": []},
            {"cell_type": "raw", "source": [payload]},
            {"cell_type": payload, "source": payload},
        ],
    }


class Pages:
    """Pages with payloads, as fragments in a page and as pages of their own."""

    def __init__(self, stage: Stage, values: Sequence[list[list[Any]]]) -> None:
        self.stage = stage
        self.values = dict(zip(CHOSEN, values, strict=True))

    def fragments(self, batch: Sequence[str], *, shadow: bool) -> str:
        found = []
        for payload in batch:
            value = [*(one for _, one in self.values[payload]), *more(payload)]
            found.append(render(value, payload, shadow=shadow))
            if not shadow:
                found.append(render(value, payload, style="inline"))
            found.append(notebook(cells(payload)))
        return "".join(found)

    def sins(self, batch: Sequence[str], *, strict: bool, shadow: bool) -> list[str]:
        """What a batch did on a page that it must not."""
        stage = self.stage
        stage.site.calm()
        attack = f"{stage.site.url}/security.js"
        policy = STRICT.format(probe=f"{stage.site.url}/probe.js {attack}", assets=stage.root)
        headers = {"Content_Security_Policy": f"{policy}; media-src data:"} if strict else {}
        head = f'<script src="{attack}"></script>'
        body = '<main><h1>A page</h1><div id="out">{}</div></main>' + FORM
        stage.open(head=head, body=body.format(""), **headers)
        before = stage.js(HOST)
        stage.open(head=head, body=body.format(self.fragments(batch, shadow=shadow)), **headers)
        try:
            found: list[str] = stage.js("() => __security.survive()")
            if stage.js(HOST) != before:
                found.append("the host page's styles")
            found += [one for one in stage.probe("violations") if not PARSED.match(one)]
            found += stage.probe("errors")
        except PageError as error:
            found = [f"page lost: {error}"]
        return [*found, *self.traces("/page.html")]

    def alone(self, batch: Sequence[str]) -> list[str]:
        """What pages of their own did."""
        stage = self.stage
        found = []
        for payload in batch[:: 1 if FULL else 24]:
            stage.site.calm()
            value = [*(one for _, one in self.values[payload]), *more(payload)]
            made = render(value, payload, standalone=True, title=payload)
            stage.engine.open(stage.site.page("alone.html", made))
            found += [f"{payload}: {one}" for one in self.traces("/alone.html")]
        return found

    def traces(self, page: str) -> list[str]:
        stage = self.stage
        found = [f"dialog {text}" for text in stage.engine.dialogs()]
        found += [f"popup {url}" for url in getattr(stage.engine, "popups", [])]
        asked = [*stage.site.requests, *stage.assets.requests]
        found += [f"fetched {url}" for url in stage.site.elsewhere]
        return found + [
            f"fetched {line}"
            for line in asked
            if not FILES.search(line) and not line.endswith(page)
        ]


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    """What is asked of a page once."""
    return {}


@pytest.fixture
def pages(stages: Stage, known: dict[str, Any], chromium: Chromium) -> Pages:
    attack = stages.site.page(
        "security.js", (HERE / "security.js").read_bytes(), Content_Type="text/javascript"
    )
    if not known:
        own = Stage(chromium, stages.site, stages.assets, stages.root)
        own.open(head=f'<script src="{attack}"></script>')
        call = "list => list.map(payload => __security.values(payload))"
        known["values"] = own.js(call, CHOSEN)
    return Pages(stages, known["values"])


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(
    ("strict", "shadow"),
    [(False, True), (True, True), (False, False)],
    ids=["open", "strict", "mail"],
)
def test_nothing_happens(pages: Pages, strict: bool, shadow: bool, part: int) -> None:
    chosen = PAYLOADS[part::PARTS] if FULL else SAMPLE[4 * strict :: 12 if shadow else 24]
    for start in range(0, len(chosen), BATCH):
        batch = chosen[start : start + BATCH]
        found = pages.sins(batch, strict=strict, shadow=shadow)
        while found and len(batch) > 1:
            half = len(batch) // 2
            first = pages.sins(batch[:half], strict=strict, shadow=shadow)
            batch = batch[:half] if first else batch[half:]
            found = first or pages.sins(batch, strict=strict, shadow=shadow) or ["together", *found]
            if found[0] == "together":
                break
        assert found == [], batch


def test_pages_of_their_own(pages: Pages) -> None:
    assert pages.alone(SAMPLE) == []


def test_the_canaries_sing(stages: Stage) -> None:
    """What the other tests rely on is noticed."""
    attack = stages.site.page(
        "security.js", (HERE / "security.js").read_bytes(), Content_Type="text/javascript"
    )
    hostile = "<img src=https://canary.example/x onerror='alert(1); window.stolen = 1'>"
    stages.open(
        head=f'<script src="{attack}"></script>',
        body=f"<main><div><template shadowrootmode=open>{hostile}</template></div></main>",
    )
    stages.wait("() => window.stolen")
    assert {"alert(1)", "global stolen"} <= set(stages.js("() => __security.survive()"))
    assert any("canary.example" in url for url in stages.site.elsewhere)
    assert re.search("canary", " ".join(stages.site.elsewhere))
