import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { linkTo, pictureIn, programIn } from "./sharing.ts";

test("a link has the program", async () => {
  const program = "import turtle\nprint('Zoë 한 🐢')\n".repeat(20);
  const link = await linkTo(program);
  ok(/^#program=[\w-]+$/.test(link));
  ok(link.length < program.length);
  equal(await programIn(link), program);
});

test("what has no program", async () => {
  for (const fragment of ["", "#top", "#program=", "#program=%%%", "#program=AAAA"])
    ok(!(await programIn(fragment)), fragment);
});

test("a program that is too long is refused, however short its link is", async () => {
  equal(await programIn(await linkTo("x".repeat(5_000_000))), undefined);
});

test("the last picture of a drawing", () => {
  const drawing = { "application/x-sorna-drawing": "kA==" };
  const items = [
    { kind: "media", data: { ...drawing, "image/svg+xml": "<svg>1</svg>" } },
    { kind: "control", data: { ...drawing, "image/svg+xml": "<svg>2</svg>" } },
    { kind: "media", data: drawing },
    { kind: "media", data: { "image/svg+xml": "<svg>3</svg>" } },
    { kind: "stream", text: "a" },
  ];
  equal(pictureIn(items), "<svg>2</svg>");
  equal(pictureIn("no list"), undefined);
});
