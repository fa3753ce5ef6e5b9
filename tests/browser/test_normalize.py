"""The shared samples of the normal form, run through the script's own normalisation (Chromium)."""

from __future__ import annotations

import json
import subprocess

import pytest

from backendai_media.build import bundle, node
from tests import VECTORS

from .stage import HERE, Stage

BROWSER = HERE.parents[1] / "browser"


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
