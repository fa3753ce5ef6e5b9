import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../../../spec/vectors/console.json";
import { finish } from "../../shared/testing.ts";
import { pack } from "./lines.ts";
import { Screen } from "./screen.ts";
import type { Style } from "./sgr.ts";

/** Plain text, or text with its style: flags, a link, colours, which are numbers where they are the palette's. */
type Run = string | [string, Record<string, string | number | boolean>];

interface Case {
  name: string;
  /** The text, or the messages that it comes in. */
  input: string | string[];
  lines: (string | Run[])[];
}

const named = (style: Style): Record<string, string | number | boolean> =>
  Object.fromEntries(
    Object.entries(style).map(([key, value]) => {
      const index = /--backendai-ansi-(\d+)/.exec(`${value}`)?.[1];
      return [key, index === undefined ? value : Number(index)];
    }),
  );

function shown(...messages: string[]): Case["lines"] {
  const screen = new Screen();
  for (const message of messages) finish(screen.write(message));
  return screen.lines.map((line) => {
    const { text, runs } = pack([line], true);
    if (!runs.length) return text.toWellFormed();
    const found: Run[] = runs[0] ? [text.slice(0, runs[0])] : [];
    for (let at = 0; at < runs.length; at += 2) {
      const part = text.slice(runs[at], runs[at + 2]);
      if (part) found.push(runs[at + 1] ? [part, named(screen.styles[runs[at + 1]!]!)] : part);
    }
    return found;
  });
}

test("text becomes the same lines however it is cut into messages", () => {
  for (const { name, input, lines } of vectors as Case[]) {
    const messages = [input].flat();
    const whole = messages.join("");
    deepEqual(shown(...messages), lines, name);
    deepEqual(shown(whole), lines, `${name}: in one message`);
    deepEqual(shown(...whole), lines, `${name}: character by character`);
    deepEqual(shown(...whole.split("")), lines, `${name}: unit by unit`);
  }
});
