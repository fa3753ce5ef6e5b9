import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../../../spec/vectors/markdown.json";
import { finish } from "../../shared/testing.ts";
import { languagesOf, parse, write } from "./parse.ts";

const html = (source: string): string => finish(write(finish(parse(source)))).join("");

test("the same HTML in both languages", () => {
  const cases = vectors as { name: string; markdown: string; html: string }[];
  ok(cases.length > 10);
  for (const { name, markdown, html: expected } of cases) equal(html(markdown), expected, name);
});

test("a long text is written in parts that are whole by themselves", () => {
  const parts = finish(write(finish(parse(`- a *b*\n\n${"text ".repeat(100)}\n\n`.repeat(300)))));
  equal(parts.length, 4);
  for (const part of parts) {
    const opened = part.match(/<(ul|li|p|em)>/g)?.length;
    const closed = part.match(/<\/(ul|li|p|em)>/g)?.length;
    equal(opened, closed);
  }
});

test("languages of code", () => {
  deepEqual(languagesOf(finish(parse("```Python\n1\n```\n\n~~~js x\n2\n~~~\n"))), ["python", "js"]);
});
