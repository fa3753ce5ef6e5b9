"""The shared samples of the normal form, and what platforms' own packages make, in Chromium."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import msgspec
import pytest

from backendai_media import normalize
from backendai_media.build import bundle, node
from tests import ROOT, VECTORS
from tests.environments import environment

from .stage import HERE, Stage

BROWSER = ROOT / "browser"
PLATFORMS = ROOT / "docs/platforms.md"


# What is held equal between the languages: items as they are shown, envelopes opened.
ENTRY = """
import { join, normalize } from "./core/model/normalizer.ts";
import { createReader } from "./renderers/reader/index.ts";
import { openEnvelope } from "./renderers/envelope/index.ts";

const open = async (item) => {
  const { index, ...rest } = item;
  if (rest.kind === "invalid") rest.raw ??= null;
  const isEnvelope = `${rest.data?.["image/svg+xml"]}`.includes("urn:backendai:media");
  return isEnvelope ? { ...rest, data: await openEnvelope(rest.data, (job) => setTimeout(job)) } : rest;
};
export const read = (value) => Promise.all(join(normalize(value, createReader(new Map())).items).map(open));
// What is not rare is the same without the reader.
export const isSame = (value) => {
  const { items, isRare } = normalize(value);
  return isRare || JSON.stringify(items) === JSON.stringify(normalize(value, createReader(new Map())).items);
};
"""


@pytest.fixture(scope="package")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A script that makes `normal.read`."""
    out = tmp_path_factory.mktemp("normalize") / "normalize.js"
    esbuild = str(node.find_esbuild(BROWSER))
    options = ["--bundle", "--format=iife", "--global-name=normal", "--log-level=warning"]
    defines = bundle.defines(__CHUNKS__={})
    command = [esbuild, *options, *defines, f"--outfile={out}"]
    subprocess.run(command, input=ENTRY, text=True, check=True, cwd=BROWSER / "src")
    return out.read_text()


def test_normalize(stage: Stage, bundled: str) -> None:
    cases = json.loads((VECTORS / "normalize.json").read_text())
    stage.site.page("normalize.js", bundled, Content_Type="text/javascript")
    stage.open(head=f'<script src="{stage.site.url}/normalize.js"></script>')
    found = stage.js(
        "values => Promise.all(values.map(normal.read))", [case["input"] for case in cases]
    )
    wrong = {
        case["name"]: (case["items"], items)
        for case, items in zip(cases, found, strict=True)
        if items != case["items"]
    }
    assert not wrong, json.dumps(wrong, indent=1)
    assert len(cases) > 200
    same = stage.js("values => values.map(normal.isSame)", [case["input"] for case in cases])
    assert [case["name"] for case, is_same in zip(cases, same, strict=True) if not is_same] == []


@pytest.mark.full
def test_what_the_types_of_platforms_packages_make(stage: Stage, bundled: str) -> None:
    """Each text arrives, nothing is invalid, and both languages make the same of it."""
    folder = HERE / "platforms"
    python = environment("platforms", folder / "packages.txt") / "python"
    made = subprocess.run([python, folder / "values.py"], check=True, capture_output=True).stdout
    values: dict[str, tuple[object, list[str]]] = json.loads(made)
    stage.site.page("normalize.js", bundled, Content_Type="text/javascript")
    stage.open(head=f'<script src="{stage.site.url}/normalize.js"></script>')
    given = [value for value, _ in values.values()]
    found = stage.js("values => Promise.all(values.map(normal.read))", given)
    assert len(found) > 30
    for (name, (value, texts)), items in zip(values.items(), found, strict=True):
        assert msgspec.to_builtins(normalize(value)) == items, name
        assert not [item for item in items if item["kind"] == "invalid"], name
        # What has no output at all shows nothing.
        assert bool(items) == bool(texts), name
        written = json.dumps(items, ensure_ascii=False)
        missing = [
            text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] not in written
        ]
        assert missing == [], name


PROGRAMS = dict(
    re.findall(
        r"^## ([^\n]+)\n+```python\n(.*?)^```", PLATFORMS.read_text(), re.MULTILINE | re.DOTALL
    )
)


@pytest.mark.full
@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_of_the_documentation(name: str, tmp_path: Path) -> None:
    if name == "Saved notebooks and logs":
        file = tmp_path / "log.json"
        file.write_text(json.dumps([{"stream_name": "stdout", "data": "out\n", "time": 0}]))
        space: dict[str, Any] = {}
        exec(PROGRAMS[name], space)
        page = space["show"](file)
    elif name == "Events and outputs":
        space = {}
        exec(PROGRAMS[name], space)
        shown = [{"mimeType": "text/plain", "value": "out\n"}]
        event = {"formattedValues": shown}
        page = space["show_events"]([{"eventType": "StandardOutputValueProduced", "event": event}])
    else:
        folder = HERE / "platforms"
        python = environment("platforms", folder / "packages.txt") / "python"
        command = [str(python), str(folder / "run.py"), name, sysconfig.get_path("platlib")]
        run = subprocess.run(
            command,
            input=PROGRAMS[name],
            text=True,
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
        page = run.stdout
    assert page.startswith("<!doctype html>")
    assert "out" in page
    assert "invalid" not in re.sub("<style>.*?</style>", "", page, flags=re.DOTALL)
    assert ("iVBORw0K" in page) == (name in {"E2B", "OpenAI", "Gemini", "MCP"})
