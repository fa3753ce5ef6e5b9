import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import vector from "../../../../spec/vectors/arrow.json";
import type { Context } from "../../backendai-media.d.ts";
import { read } from "./index.ts";

const CONTEXT = { signal: new AbortController().signal, schedule: (job: () => void) => queueMicrotask(job) };
const table = (data: string) => read(data, CONTEXT as Context);

test("all types, whole and shortened", async () => {
  for (const data of [vector.stream, vector.batches, vector.file, vector.legacy, vector.v4, vector.lz4, vector.zstd]) {
    const { columns, rows } = await table(data);
    const texts = (most?: number) =>
      columns.map((column) => Array.from({ length: rows }, (_, row) => column.text(row, most) ?? null));
    deepEqual(texts(), vector.texts);
    deepEqual(texts(500), vector.texts);
    // A short piece of a text is its beginning, however it is stored.
    const words = columns.findIndex(({ name }) => name === "text");
    deepEqual(
      texts(2)[words]!.map((text) => text?.slice(0, 2)),
      vector.texts[words]!.map((text) => text?.slice(0, 2)),
    );
    deepEqual(texts(), vector.texts);
  }
});
