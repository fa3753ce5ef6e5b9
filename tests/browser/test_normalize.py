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
import { entryOf, types } from "./core/types.ts";
import { payloadOf } from "./renderers/tools/chunk-index.ts";
import { openEnvelope } from "./renderers/tools/svg-envelope.ts";
import { isJson, typeName } from "./shared/media-types.ts";
import { PAYLOADS } from "./shared/spec.ts";

const open = (item) => {
  const { index, ...rest } = item;
  if (rest.kind === "invalid") rest.raw ??= null;
  const isEnvelope = `${rest.data?.["image/svg+xml"]}`.includes("urn:backendai:media");
  return isEnvelope ? { ...rest, data: openEnvelope(rest.data) } : rest;
};
export const read = (value) => join(normalize(value)).map(open);

const rowOf = (type) => {
  const entry = entryOf(type);
  return entry ? [...types.keys()].find((name) => types.get(name) === entry) : null;
};
export const look = (given) => {
  const type = typeName(given);
  const row = rowOf(type);
  if (payloadOf(type) !== (PAYLOADS[row] ?? "binary")) throw Error(`${type} has another payload than ${row}`);
  return { given, type, json: isJson(type), row };
};
export const rank = (given) =>
  given.filter((type) => entryOf(type)).sort((a, b) => entryOf(b).rank - entryOf(a).rank);
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
    found = stage.js("values => values.map(normal.read)", [case["input"] for case in cases])
    wrong = {
        case["name"]: (case["items"], items)
        for case, items in zip(cases, found, strict=True)
        if items != case["items"]
    }
    assert not wrong, json.dumps(wrong, indent=1)
    assert len(cases) > 200


def test_types(stage: Stage, bundled: str) -> None:
    """The rule of spec/types.md: what is JSON, which row a type has, which type of a bundle shows."""
    vectors = json.loads((VECTORS / "types.json").read_bytes())
    stage.site.page("normalize.js", bundled, Content_Type="text/javascript")
    stage.open(head=f'<script src="{stage.site.url}/normalize.js"></script>')
    looked = stage.js("all => all.map(normal.look)", [case["given"] for case in vectors["names"]])
    assert looked == vectors["names"]
    ranked = stage.js("all => all.map(normal.rank)", [case["given"] for case in vectors["bundles"]])
    assert ranked == [case["shown"] for case in vectors["bundles"]]
