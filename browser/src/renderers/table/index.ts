/** Tables of any size, from CSV, TSV, data resources and Arrow. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import type { Csv, Table } from "../../shared/table.ts";
import { createView, type View } from "./view.ts";

/** Rows that are parsed before the table is shown; milliseconds between repaints while it is parsed. */
const FIRST_ROWS = 200;
const REPAINT_INTERVAL_MS = 250;

interface Arrow {
  read(data: string, context: Context): Promise<Table>;
}

/** The chunk `csv`. */
interface Readers {
  sniff(text: string): string;
  createCsv(text: string, delimiter: string, hasHeader?: boolean): Csv;
  readResource(given: unknown): Generator<void, Table>;
}

const oneLetter = (value: unknown): string | undefined =>
  typeof value === "string" && value.length === 1 && !/["\r\n]/.test(value) ? value : undefined;

/** `metadata` may have `delimiter`, a character, and `header`, a boolean. */
async function showText(text: string, context: Context): Promise<RenderedItem> {
  const { type, metadata } = context;
  const { createCsv, sniff } = (await context.load("csv")) as Readers;
  const isTabs = type === "text/tab-separated-values";
  const given = oneLetter(metadata.delimiter) ?? (isTabs ? "\t" : sniff(text));
  const csv = createCsv(text, given, typeof metadata.header === "boolean" ? metadata.header : undefined);
  let view: View | undefined;
  let shown = 0;
  let started: () => void;
  const first = new Promise<void>((resolve) => (started = resolve));
  function* work(): Generator<void, void> {
    for (const _ of csv.read()) {
      yield;
      if (csv.rows < FIRST_ROWS || performance.now() < shown + REPAINT_INTERVAL_MS) continue;
      shown = performance.now();
      if (view) view.grow();
      else {
        yield* csv.settle();
        view = createView(csv, context);
        started();
      }
    }
    yield* csv.settle();
    if (view) view.grow();
    else createView(csv, context);
  }
  const whole = runInTimeSlices(context, work(), () => context.signal.aborted);
  return { ready: Promise.race([whole, first]) };
}

export async function render(data: unknown, context: Context): Promise<RenderedItem | void> {
  const { type } = context;
  if (type.startsWith("text/")) return showText(`${data}`, context);
  const isArrow = type.includes("arrow");
  const table = isArrow
    ? await ((await context.load("arrow")) as Arrow).read(`${data}`, context)
    : await runInTimeSlices(context, ((await context.load("csv")) as Readers).readResource(data));
  if (!context.signal.aborted) createView(table, context);
}
