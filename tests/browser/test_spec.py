"""The browser's code does what spec/ says: its vectors, run in Node."""

import json
import subprocess
from typing import Any

import pytest

from backendai_media.build import bundle, node
from tests import ROOT, VECTORS

BROWSER = ROOT / "browser"
ENTRY = """
import { entryOf, isJson, types } from "./core/types.ts";
import { createCsv, sniff } from "./renderers/csv/index.ts";
import { payloadOf } from "./renderers/tools/chunk-index.ts";
import { typeName } from "./shared/media-types.ts";
import { PAYLOADS } from "./shared/spec.ts";

const rowOf = (type) => {
  const entry = entryOf(type);
  return entry ? [...types.keys()].find((name) => types.get(name) === entry) : null;
};
const look = (given) => {
  const type = typeName(given);
  const row = rowOf(type);
  if (payloadOf(type) !== (PAYLOADS[row] ?? "binary")) throw Error(`${type} has another payload than ${row}`);
  return { given, type, json: isJson(type), row };
};
const rank = (given) =>
  given.filter((type) => entryOf(type)).sort((a, b) => entryOf(b).rank - entryOf(a).rank);
const csv = ({ text, delimiter }) => {
  const table = createCsv(text, delimiter, false);
  for (const _ of table.read());
  table.settle();
  const row = (at) => table.columns.map((column) => column.text(at)).filter((cell) => cell !== undefined);
  return { delimiter: sniff(text), rows: Array.from({ length: table.rows }, (_, at) => row(at)) };
};

let given = "";
process.stdin.on("data", (part) => (given += part));
process.stdin.on("end", () => {
  const { types, tables } = JSON.parse(given);
  const found = { names: types.names.map((one) => look(one.given)), tables: tables.map(csv) };
  found.bundles = types.bundles.map((one) => rank(one.given));
  console.log(JSON.stringify(found));
});
"""
TYPES = json.loads((VECTORS / "types.json").read_bytes())
TABLES = json.loads((VECTORS / "csv.json").read_bytes())


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the browser's code makes of the vectors."""
    out = tmp_path_factory.mktemp("spec") / "spec.cjs"
    options = ["--bundle", "--format=cjs", "--log-level=warning", *bundle.defines(__CHUNKS__={})]
    command = [str(node.find_esbuild(BROWSER)), *options, f"--outfile={out}"]
    subprocess.run(command, input=ENTRY, text=True, check=True, cwd=BROWSER / "src")
    given = json.dumps({"types": TYPES, "tables": TABLES})
    ran = subprocess.run(
        [str(node.find_node()), str(out)], input=given, text=True, check=True, capture_output=True
    )
    return json.loads(ran.stdout)


def test_types_are_looked_up(found: Any) -> None:
    assert found["names"] == TYPES["names"]


def test_types_of_a_bundle_are_ranked(found: Any) -> None:
    assert found["bundles"] == [case["shown"] for case in TYPES["bundles"]]


def test_delimited_text_is_read(found: Any) -> None:
    for case, table in zip(TABLES, found["tables"], strict=True):
        expected = {"delimiter": case["delimiter"], "rows": case["rows"]}
        assert table == expected, case["name"]
