"""The browser's code does what spec/ says: its vectors, run in Node."""

import json
import subprocess
from typing import Any

import pytest

from backendai_media.build import bundle, node
from tests import ROOT, VECTORS

BROWSER = ROOT / "browser"
ENTRY = """
import { entryOf, types } from "./core/types.ts";
import { createCsv, sniff } from "./renderers/csv/index.ts";
import { payloadOf } from "./renderers/tools/svg-envelope.ts";
import { isJson, typeName } from "./shared/media-types.ts";
import * as messages from "./shared/messages.ts";
import { messages as german } from "./shared/languages/de.ts";
import { messages as korean } from "./shared/languages/ko.ts";
import { PAYLOADS } from "./shared/spec.ts";
import { languageChunk, translator } from "./shared/translate.ts";

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

const own = { rows: { one: "{n} Reihe", few: "nie", other: "{n} Reihen" } };
const texts = () => [
  translator("")(messages.rows, { n: 1 }),
  translator("xx")(messages.rows, { n: 2 }),
  translator("de-AT", undefined, german)(messages.rows, { n: 1 }),
  translator("de-AT", undefined, german)(messages.rows, { n: 0 }),
  translator("ko", {}, korean)(messages.rows, { n: 1 }),
  translator("de", own, german)(messages.rows, { n: 1 }),
  translator("no tag", own)(messages.rows, { n: 2 }),
  translator("ko", undefined, korean)(messages.load_from, { host: "{n}" }),
  translator("ko", {}, korean)(["constructor", "a page's own"], {}),
  ...["de", "de-AT", "KO", "ko_KR", "ja-JP", "en", "", "deu", "fr", "no tag"].map((language) => languageChunk(language) ?? null),
];

let given = "";
process.stdin.on("data", (part) => (given += part));
process.stdin.on("end", () => {
  const { types, tables } = JSON.parse(given);
  const found = { names: types.names.map((one) => look(one.given)), tables: tables.map(csv) };
  found.texts = texts();
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
        [str(node.find_node()), str(out)],
        input=given,
        text=True,
        check=True,
        stdout=subprocess.PIPE,
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


def test_texts_are_in_the_page_s_language(found: Any) -> None:
    rows = ["1 row", "2 rows", "1 Zeile", "0 Zeilen", "1행", "1 Reihe", "2 Reihen"]
    assert found["texts"][:9] == [*rows, "{n}에서 불러오기", "a page's own"]
    chunks = ["messages-de"] * 2 + ["messages-ko"] * 2 + ["messages-ja"] + [None] * 5
    assert found["texts"][9:] == chunks
