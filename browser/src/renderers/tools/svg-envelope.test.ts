import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../../../spec/vectors/16_svg_envelope.json";
import { openEnvelope } from "./svg-envelope.ts";

type Tuple = [type: string, payload: string];
const { envelope, inner, not_envelopes } = vectors as { envelope: Tuple; inner: Tuple; not_envelopes: Tuple[] };

test("the item inside comes first, and the picture loses it", () => {
  const opened = openEnvelope(Object.fromEntries([envelope]));
  deepEqual(Object.entries(opened)[0], inner);
  deepEqual(opened["image/svg+xml"], envelope[1].replace(/<metadata>.*<\/metadata>/, ""));
});

test("what cannot be read stays as it was", () => {
  for (const tuple of not_envelopes) {
    const bundle = Object.fromEntries([tuple]);
    deepEqual(openEnvelope(bundle), bundle);
  }
});
