"""Console text of any kind is what the page makes of it, and what xterm.js shows."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backendai_media.build import bundle, node
from backendai_media.rendering.width import columns_of

from .test_console import shown

pytestmark = [pytest.mark.full, pytest.mark.system]

STREAMS = 300
#: In Node: the texts of the page's lines and of xterm's, for each list of messages.
ENTRY = """
import { readFileSync, writeFileSync } from "node:fs";
import { UnicodeGraphemesAddon } from "@xterm/addon-unicode-graphemes";
import { Terminal } from "@xterm/xterm";
import { pack } from "./src/renderers/console/lines.ts";
import { Screen } from "./src/renderers/console/screen.ts";
const terminal = new Terminal(
  { allowProposedApi: true, rows: 60, cols: 2000, convertEol: true, logLevel: "off" });
terminal.loadAddon(new UnicodeGraphemesAddon());
const found = [];
for (const messages of JSON.parse(readFileSync(0, "utf8"))) {
  const screen = new Screen();
  for (const message of messages) for (const _ of screen.write(message));
  const page = screen.lines.map((line) => {
    const { text, runs } = pack([line], true);
    const cuts = [0, 0, ...runs, text.length];
    const parts = [];
    for (let at = 0; at < cuts.length - 1; at += 2) {
      const part = text.slice(cuts[at], cuts[at + 2]);
      const style = Object.keys(screen.styles[cuts[at + 1]]).sort();
      if (part) parts.push([part, style]);
    }
    return parts;
  });
  terminal.reset();
  await new Promise((done) => terminal.write("\\x1b[m" + messages.join(""), done));
  const line = (row) => terminal.buffer.active.getLine(row).translateToString(true);
  found.push([page, Array.from({ length: 60 }, (_, row) => line(row))]);
}
writeFileSync(process.argv[2], JSON.stringify(found));
process.exit();
"""


@pytest.fixture(scope="module")
def in_node(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[list[str]]], Any]:
    browser = bundle.sources()
    assert browser
    script: Path = tmp_path_factory.mktemp("console") / "console.mjs"
    command = [str(node.find_esbuild(browser)), "--bundle", "--format=esm", "--platform=node"]
    # As in browser/test.mjs.
    command += ["--loader:.css=text", "--banner:js=Buffer.poolSize = 0;", "--log-level=warning"]
    command.append(f"--outfile={script}")
    subprocess.run(command, cwd=browser, input=ENTRY, text=True, check=True)

    def run(streams: list[list[str]]) -> Any:
        answer = script.with_name("found.json")
        command = [node.find_node(), str(script), str(answer)]
        subprocess.run(command, input=json.dumps(streams), text=True, check=True)
        return json.loads(answer.read_bytes())

    return run


class Stream:
    """Writes at random, and never moves below the last line, where ours does not go."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.row = self.last = 0

    def ascii(self) -> str:
        return self.random.choice(["a", "bc", "def", "wxyz", "0123456789", " ", "####"])

    def wide(self) -> str:
        wide = "漢 字漢 한 日本語 🙂 👍 👍🏽 🇰🇷 ❤️ 👩‍🚀 e\u0301".split()
        return self.random.choice(wide)

    def mark(self) -> str:
        return "\u0301"

    def control(self) -> str:
        found = self.random.choice(["\r", "\n", "\b", "\b\b"])
        if found == "\n":
            self.row += 1
            self.last = max(self.last, self.row)
        return found

    def tab(self) -> str:
        return "\t"

    def color(self) -> str:
        return self.random.choice(["\x1b[31m", "\x1b[1m", "\x1b[98m", "\x1b[99m", "\x1b[m"])

    def move(self) -> str:
        count = self.random.randint(1, 5)
        final = self.random.choice("ABCDGKKKJ")
        if final in "KJ":
            if final == "J":
                self.last = self.row
            return f"\x1b[{self.random.randint(0, 2) if final == 'K' else 0}{final}"
        if final == "A":
            self.row = max(0, self.row - count)
        if final == "B":
            count = min(count, self.last - self.row)
            self.row += count
        return f"\x1b[{count * 4 if final == 'G' else count}{final}" if count else "\r"

    def write(self, kinds: str) -> list[str]:
        count = self.random.randint(5, 35)
        return [getattr(self, kind)() for kind in self.random.choices(kinds.split(), k=count)]


def cut(parts: list[str], seed: str) -> list[str]:
    """Return the same text as other messages, cut anywhere."""
    text = "".join(parts)
    cuts = sorted(random.Random(seed).choices(range(len(text) + 1), k=3))
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def spread(line: str) -> str:
    """Return a line as a screen has it: with blanks for its tabs, which are text at its end."""
    out = ""
    for column, cell in enumerate(columns_of(line)):
        out += " " * (8 - column % 8) if cell == "\t" else cell
    return out


def trimmed(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).rstrip()


def runs(line: str | list[Any]) -> list[list[Any]]:
    """Return the texts of a line, each with the names of what its style has."""
    if isinstance(line, str):
        return [[line, []]] if line else []
    return [[one, []] if isinstance(one, str) else [one[0], sorted(one[1])] for one in line]


@pytest.mark.parametrize(
    "kinds",
    [
        "ascii control",
        "ascii control move move",
        "ascii control tab",
        "ascii wide mark control",
        "ascii wide mark control move",
        # No marks here: a text does not tell those that take a column from others, which tabs have to
        # know; and after a change of colour ours belong to what is before, unlike xterm's.
        "ascii wide control tab move color",
    ],
)
def test_as_in_the_page_and_in_xterm(kinds: str, in_node: Callable[..., Any]) -> None:
    streams = [Stream(f"{kinds} {n}").write(kinds) for n in range(STREAMS)]
    for n, (parts, (page, xterm)) in enumerate(zip(streams, in_node(streams), strict=True)):
        lines = shown(["".join(parts)])
        assert shown(parts) == shown(cut(parts, f"{n}")) == lines, parts
        assert [*map(runs, lines)] == page, parts
        texts = ["".join(text for text, _ in runs(line)) for line in lines]
        assert trimmed([*map(spread, texts)]) == trimmed(xterm), parts
