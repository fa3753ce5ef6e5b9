/** asciicast v2 and v3 (docs.asciinema.org): a header, then events, one JSON text a line. */

import type { Message, TerminalColors } from "../../backendai-media.d.ts";
import * as messages from "../../shared/messages.ts";
import { RECORDING_MAX_CELLS, RECORDING_MAX_LINE_LENGTH } from "../../shared/spec.ts";
import { messageError } from "../../shared/translate.ts";

export interface Event {
  /** Seconds since the beginning, pauses shortened. */
  at: number;
  code: "o" | "r" | "m";
  data: string;
}
export interface Cast {
  columns: number;
  rows: number;
  title: string;
  colors: TerminalColors | undefined;
  events: Event[];
  markers: Event[];
  duration: number;
  /** UTF-16 units of output. */
  length: number;
  /** Malformed lines. */
  bad: number;
}

type Dict = Readonly<Record<string, unknown>>;
const dict = (value: unknown): Dict => (Object(value) === value ? (value as Dict) : {});

const EXPECTED: Message = messages.not_asciicast;
/** UTF-16 units that are parsed before a pause may come. */
const SLICE_UNITS = 65_536;
/** Largest screen. */
const MAX_COLUMNS = 1000;
const MAX_ROWS = 400;
/** Seconds of a recording, at most. */
const MAX_SECONDS = 1e7;
const COLOR = /^#[\da-f]{6}$/i;
const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

const count = (value: unknown, most: number, otherwise: number): number =>
  Number.isInteger(value) && (value as number) > 0 ? Math.min(value as number, most) : otherwise;

/** So many rows as a terminal of that many columns may have. */
const rowsOf = (rows: number, columns: number): number => Math.min(rows, Math.floor(RECORDING_MAX_CELLS / columns));

/** Two sizes, `columns` and `rows`, as a resize names them. */
export function sizeOf(text: string): [columns: number, rows: number] | undefined {
  const [, columns, rows] = /^(\d{1,5})x(\d{1,5})$/.exec(text) ?? [];
  const size: [number, number] = [count(Number(columns), MAX_COLUMNS, 0), count(Number(rows), MAX_ROWS, 0)];
  return size[0] && size[1] ? [size[0], rowsOf(size[1], size[0])] : undefined;
}

function colorsOf(theme: unknown): TerminalColors | undefined {
  const { fg, bg, palette } = dict(theme);
  const found = typeof palette === "string" ? palette.split(":") : [];
  if (![fg, bg, ...found].every((one) => COLOR.test(`${one as string}`)) || found.length < 8) return undefined;
  const named: Record<string, string> = { background: bg as string, foreground: fg as string, cursor: fg as string };
  NAMES.forEach((name, at) => {
    named[name] = found[at]!;
    named[`bright${name[0]!.toUpperCase()}${name.slice(1)}`] = found[at + 8] ?? found[at]!;
  });
  return named;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** An empty recording by its header. */
function castOf(header: Dict): Cast {
  const { version, title } = header;
  if (version !== 2 && version !== 3) throw messageError(EXPECTED);
  const term = version === 3 ? dict(header["term"]) : header;
  const columns = count(term["cols"] ?? term["width"], MAX_COLUMNS, 80);
  return {
    columns,
    rows: rowsOf(count(term["rows"] ?? term["height"], MAX_ROWS, 24), columns),
    title: typeof title === "string" ? title.slice(0, 200) : "",
    colors: colorsOf(term["theme"]),
    events: [],
    markers: [],
    duration: 0,
    length: 0,
    bad: 0,
  };
}

/** `idle`: longest pause in seconds; by default the recording's own limit. */
export function* parse(text: string, idle: unknown): Generator<void, Cast> {
  let cast: Cast | undefined;
  let isRelative = false;
  let limit = MAX_SECONDS;
  /** As it was recorded. */
  let time = 0;
  let paused = 0;
  for (let from = 0, end; from < text.length; from = end + 1) {
    end = text.indexOf("\n", from);
    if (end < 0) end = text.length;
    paused += end + 1 - from;
    if (paused >= SLICE_UNITS) {
      paused = 0;
      yield;
    }
    // What is too long to be parsed is malformed.
    const line = end - from > RECORDING_MAX_LINE_LENGTH ? "?" : text.slice(from, end).trim();
    if (!line || (cast && line[0] === "#")) continue;
    const value = parsed(line);
    if (!cast) {
      cast = castOf(dict(value));
      isRelative = dict(value)["version"] === 3;
      const given = Number(idle ?? dict(value)["idle_time_limit"]);
      if (given > 0) limit = given;
      continue;
    }
    const [moment, code, data] = Array.isArray(value) ? (value as unknown[]) : [];
    if (
      typeof moment !== "number" ||
      typeof code !== "string" ||
      typeof data !== "string" ||
      (code === "r" && !sizeOf(data))
    ) {
      cast.bad++;
      continue;
    }
    const step = Math.max(0, isRelative ? moment : moment - time);
    time += step;
    cast.duration = Math.min(MAX_SECONDS, cast.duration + Math.min(step, limit));
    if (code === "o" || code === "r" || code === "m") {
      const event: Event = { at: cast.duration, code, data };
      if (code === "m") cast.markers.push(event);
      else cast.events.push(event);
      if (code === "o") cast.length += data.length;
    }
  }
  if (!cast) throw messageError(EXPECTED);
  return cast;
}
