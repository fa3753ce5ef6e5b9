import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../../../spec/vectors/16_svg_envelope.json";
import { openEnvelope } from "./index.ts";

type Tuple = [type: string, payload: string];
const { envelope, inner, not_envelopes } = vectors as { envelope: Tuple; inner: Tuple; not_envelopes: Tuple[] };

const open = (bundle: Record<string, unknown>) => openEnvelope(bundle, (job) => setTimeout(job));

test("the item inside comes first, and the picture loses it", async () => {
  const opened = await open(Object.fromEntries([envelope]));
  deepEqual(Object.entries(opened)[0], inner);
  deepEqual(opened["image/svg+xml"], envelope[1].replace(/<metadata>.*<\/metadata>/, ""));
});

test("what cannot be read stays as it was", async () => {
  for (const tuple of not_envelopes) {
    const bundle = Object.fromEntries([tuple]);
    deepEqual(await open(bundle), bundle);
  }
});
