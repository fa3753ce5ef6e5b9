import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { GIT_MAX_PARENTS } from "../../shared/spec.ts";
import { exponent, finish, shapesOf } from "../../shared/testing.ts";
import { createLayout, type Layout, layOut } from "./layout.ts";

interface Vector {
  commits: unknown[];
  layout: Record<string, unknown>;
}

// Tests run in browser/.
const HOME = "../spec/vectors/gitgraph";

const laidOut = (commits: unknown[]): Layout => finish(layOut(commits, createLayout()));
const plain = (value: unknown): unknown => (ArrayBuffer.isView(value) ? Array.from(value as Int32Array) : value);

test("the same layouts in both languages", () => {
  const files = readdirSync(HOME).filter((name) => name.endsWith(".json"));
  ok(files.length > 15);
  for (const name of files) {
    const { commits, layout } = JSON.parse(readFileSync(`${HOME}/${name}`, "utf8")) as Vector;
    const found = laidOut(commits);
    for (const [key, expected] of Object.entries(layout)) {
      const field = key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as keyof Layout;
      deepEqual(plain(found[field]), expected, `${name}: ${key}`);
    }
  }
});

test("what holds no commit is no history", () => {
  throws(() => laidOut([1, "a"]), /commit/);
});

test("effort grows as the history does, whatever its shape", async () => {
  for (const { name, build } of shapesOf("application/vnd.sorna.gitgraph")) {
    const power = await exponent(
      (text) => finish(layOut(JSON.parse(text) as unknown[], createLayout())),
      build,
      20_000,
    );
    ok(power <= 1.2, `${name}: ${power}`);
  }
});

test("of very many parents the first ones are linked", () => {
  const parents = Array.from({ length: GIT_MAX_PARENTS + 1 }, (_, n) => `a${n}`);
  const commits = [...parents.map((oid) => ({ oid })), { oid: "m", parent_ids: parents }];
  const layout = finish(layOut(commits, createLayout()));
  equal(layout.children.length, GIT_MAX_PARENTS);
  deepEqual(layout.problems, [["too many parents", parents.length, "m"]]);
});
