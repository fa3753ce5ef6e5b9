import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { finish } from "../../shared/testing.ts";
import { pack } from "./lines.ts";
import { Screen } from "./screen.ts";
import { linkOf } from "./sgr.ts";

const screenOf = (...texts: string[]): Screen => {
  const screen = new Screen();
  for (const text of texts) finish(screen.write(text));
  return screen;
};
const linesOf = (...texts: string[]): string[] => screenOf(...texts).lines.map((line) => pack([line], true).text);

test("cursor movement and erasing", () => {
  deepEqual(linesOf("12%\r100%\n"), ["100%", ""]);
  deepEqual(linesOf("abc\b\bX"), ["aXc"]);
  deepEqual(linesOf("one\ntwo\x1b[A\rONE"), ["ONE", "two"]);
  deepEqual(linesOf("progress\r\x1b[Kdone"), ["done"]);
  deepEqual(linesOf("abc\x1b[2D\x1b[1KX"), [" Xc"]);
  deepEqual(linesOf("a\x1b[5Gb"), ["a   b"]);
});

test("wide characters are overwritten by columns", () => {
  deepEqual(linesOf("한글\rx"), ["x 글"]);
  deepEqual(linesOf("ab한\x1b[2G한"), ["a한 "]);
});

test("a sequence that comes in parts is one", () => {
  const whole = screenOf("a\x1b[1;31mb\x1b]8;;https://example.com\x1b\\c\x1b]8;;\x1b\\");
  for (let cut = 1; cut < 45; cut++) {
    const text = "a\x1b[1;31mb\x1b]8;;https://example.com\x1b\\c\x1b]8;;\x1b\\";
    const parts = screenOf(text.slice(0, cut), text.slice(cut));
    deepEqual(pack(parts.lines), pack(whole.lines), `${cut}`);
    deepEqual(parts.styles, whole.styles, `${cut}`);
  }
});

test("styles are by number, each once", () => {
  const { lines, styles } = screenOf("\x1b[31ma\x1b[0mb\x1b[31mc\x1b[mz");
  deepEqual(pack(lines, true), { text: "abcz", runs: [0, 1, 1, 0, 2, 1, 3, 0], count: 1 });
  equal(styles.length, 2);
});

test("links of listed schemes only", () => {
  equal(linkOf("https://example.com/a?b"), "https://example.com/a?b");
  equal(linkOf("javascript:alert(1)"), "");
  equal(linkOf("file:///etc/passwd"), "");
});

test("lines that the cursor no longer reaches are taken off, none is lost", () => {
  const screen = new Screen();
  const seen: string[] = [];
  for (let i = 0; i < 5000; i++) {
    finish(screen.write(`line ${i}\n`));
    for (let block; (block = screen.takeBlock());) seen.push(pack(block).text);
  }
  seen.push(pack(screen.lines, true).text);
  ok(screen.lines.length < 2000);
  equal(seen.join(""), Array.from({ length: 5000 }, (_, i) => `line ${i}\n`).join(""));
});
