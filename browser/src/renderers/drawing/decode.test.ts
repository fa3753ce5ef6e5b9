import { deepEqual, ok, throws } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { exponent, shapesOf } from "../../shared/testing.ts";
import { decode } from "./decode.ts";

// Tests run in browser/.
const HOME = "../spec/vectors";

interface Vector {
  media: [type: string, data: string][];
  decoded: unknown[];
}

const commands = (data: unknown): unknown[] => [...decode(data)].filter((command) => command !== undefined);

test("MessagePack as base64", () => {
  const files = readdirSync(HOME).filter((name) => /^\d\d_drawing/.test(name));
  ok(files.length > 3);
  for (const name of files) {
    const { media, decoded } = JSON.parse(readFileSync(`${HOME}/${name}`, "utf8")) as Vector;
    deepEqual(
      media.map(([, data]) => commands(data)),
      decoded,
      name,
    );
  }
});

test("JSON text", () => {
  deepEqual(commands(' [[0, "canvas", 1, 2, "#fff", "#000"], [0, "obj", 1, ["line", -1.5]]] '), [
    [0, "canvas", 1, 2, "#fff", "#000"],
    [0, "obj", 1, ["line", -1.5]],
  ]);
});

test("what is no drawing is refused", () => {
  throws(() => commands(5), /base64 text/);
  throws(() => commands("***"), /./);
  throws(() => commands("kw=="), /./);
  throws(() => commands("[[0"), /JSON/);
  throws(() => commands('[[0, "a"], [0, 5]]'), /Command 1/);
});

test("effort grows as the text does, whatever its shape", async () => {
  for (const { name, build } of shapesOf("application/x-sorna-drawing")) {
    const work = (text: string): void => {
      try {
        commands(text);
      } catch {
        // What is malformed may end early.
      }
    };
    const power = await exponent(work, build, 20_000);
    ok(power <= 1.2, `${name}: ${power}`);
  }
});

test("texts in commands may hold brackets, quotes and backslashes", () => {
  const text = 'a ] [ " \\ \\" é';
  deepEqual(commands(JSON.stringify([[0, "obj", 1, ["text", 0, 0, text]]])), [[0, "obj", 1, ["text", 0, 0, text]]]);
});
