/** Values as they are read, and as they are sorted. */

import type { Key, Kind } from "../../shared/table.ts";
import { type Chosen, type Field, Type, type Value } from "./schema.ts";

/**
 * What one cell may still have: elements of lists and records, UTF-16 units of texts that are read, and of the text that is
 * made of all. Few bytes can encode very many of them.
 */
export const allowance = { left: 0, units: 0, room: 0 };

/** A text, as much of it as the cell may still have. */
export const clipped = (text: string): string => {
  const { units } = allowance;
  allowance.units = Math.max(0, units - text.length);
  return text.length > units ? `${text.slice(0, units)}…` : text;
};

/** Bytes of a binary value that are shown. */
const MAX_BINARY_BYTES = 1000;

const digits = (value: number | bigint, width: number): string => `${value}`.padStart(width, "0");

/** A whole number with a point before its last `scale` digits. */
export function decimal(value: bigint, scale: number): string {
  if (scale <= 0) return `${value}${value ? "0".repeat(Math.min(1000, -scale)) : ""}`;
  const text = digits(value < 0n ? -value : value, Math.min(scale, 1000) + 1);
  return `${value < 0n ? "-" : ""}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/** `12:30:00.25`, of a number of 1/10^(3 `unit`) seconds that is not negative. */
function clock(value: bigint, unit: number): string {
  const per = 10n ** BigInt(3 * unit);
  const seconds = value / per;
  const rest = unit ? digits(value % per, 3 * unit).replace(/0+$/, "") : "";
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => digits(part, 2));
  return parts.join(":") + (rest && `.${rest}`);
}

const DAY_SECONDS = 86_400n;
const DAY_MS = 86_400_000;
const dates = new Map<string, Intl.DateTimeFormat | undefined>();

/** Formats dates of a time zone: no zone, and one that nobody knows, is UTC. */
function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!dates.has(zone))
    try {
      const both = { dateStyle: "short", timeStyle: "medium" } as const;
      dates.set(zone, new Intl.DateTimeFormat("sv-SE", { ...both, timeZone: zone }));
    } catch {
      dates.set(zone, undefined);
    }
  return dates.get(zone);
}

const isoDate = (milliseconds: number): string =>
  Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString().replace(/T.*/, "") : `${milliseconds} ms`;

/** The calendar repeats itself: days of 400 years. */
const CYCLE_DAYS = 146_097;

/** A time in a zone without its fraction. */
function local(milliseconds: number, zone: string): string | undefined {
  const [, sign, hours, minutes] = /^([-+])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  const iso = (at: number): string => `${isoDate(at)} ${new Date(at).toISOString().slice(-13, -5)}`;
  if (sign) return iso(milliseconds + Number(`${sign}60000`) * (60 * Number(hours) + Number(minutes)));
  const format = formatOf(zone);
  if (!format) return undefined;
  // Formats know no years before the first and write those below 1000 short: what a zone does is asked of 1400 to 2799.
  const year = new Date(milliseconds).getUTCFullYear();
  const cycles = Math.floor((year - (year < 1400 ? 1400 : year < 2400 ? year : 2400)) / 400);
  const shift = cycles * CYCLE_DAYS * DAY_MS;
  const [date, time] = format.format(milliseconds - shift).split(" ") as [string, string];
  return `${cycles ? isoDate(Date.parse(date) + shift) : date} ${time}`;
}

function stamp(value: bigint, { unit, zone }: Field): string {
  const perDay = DAY_SECONDS * 10n ** BigInt(3 * unit);
  const within = ((value % perDay) + perDay) % perDay;
  const milliseconds = Number((value - within) / perDay) * DAY_MS;
  const time = clock(within, unit);
  const seconds = Number(within / 10n ** BigInt(3 * unit));
  const there = zone && Math.abs(milliseconds) < 8.6e15 ? local(milliseconds + seconds * 1000, zone) : undefined;
  if (!there) return `${isoDate(milliseconds)} ${time}${zone ? " UTC" : ""}`;
  return `${there}${/\.\d+$/.exec(time)?.[0] ?? ""} ${zone}`;
}

function duration(value: bigint, unit: number): string {
  const size = value < 0n ? -value : value;
  const perDay = DAY_SECONDS * 10n ** BigInt(3 * unit);
  return `${value < 0n ? "-" : ""}${size / perDay} days ${clock(size % perDay, unit)}`;
}

/** Months, days and nanoseconds: none is a whole number of the next. */
export type Interval = readonly [months: number, days: number, nanoseconds: bigint];

function interval([months, days, nanoseconds]: Interval): string {
  const time = clock(nanoseconds < 0n ? -nanoseconds : nanoseconds, 3);
  return `${months} months ${days} days ${nanoseconds < 0n ? "-" : ""}${time}`;
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, MAX_BINARY_BYTES), (byte) => byte.toString(16).padStart(2, "0"))
    .concat(bytes.length > MAX_BINARY_BYTES ? "…" : [])
    .join("");

const named = (name: string): string => ((allowance.room -= name.length) < 0 ? "…" : JSON.stringify(name));

/** A value inside of another, as JSON, while there is room for it. */
function inner(value: Value, field: Field): string {
  if (value === null) return "null";
  if (value === "…" || allowance.room <= 0) return "…";
  const { type, children } = field;
  if (type === Type.union) return inner((value as Chosen).value, (value as Chosen).field);
  if (type === Type.runEnd) return inner(value, children[1]!);
  const child = children[0]!;
  if (field.type === Type.struct)
    return `{${(value as [string, Value][])
      .map(([name, one], at) => `${named(name)}: ${inner(one, children[at]!)}`)
      .join(", ")}}`;
  if (type === Type.map) {
    const [key, entry] = child.children as [Field, Field];
    return `{${(value as ([unknown, Value][] | string)[])
      .map((pair) =>
        typeof pair === "string" ? pair : `${inner(pair[0]![1] as Value, key)}: ${inner(pair[1]![1], entry)}`,
      )
      .join(", ")}}`;
  }
  if (Array.isArray(value) && type !== Type.interval)
    return `[${value.map((one: Value) => inner(one, child)).join(", ")}]`;
  const text = textOf(value, field);
  allowance.room -= text.length;
  const isPlain = type === Type.int || type === Type.float || type === Type.bool;
  return isPlain ? text : JSON.stringify(text);
}

/** The shortest text that identifies a number of 16 or 32 bits. */
function short(value: number, isHalf: boolean): string {
  for (let places = isHalf ? 5 : 6; places < 9; places++) {
    const text = Number(value.toPrecision(places));
    if (isHalf || Math.fround(text) === value) return `${text}`;
  }
  return `${value}`;
}

export function textOf(value: Value, field: Field): string {
  const { type, unit, scale } = field;
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return hex(value);
  const whole = (): bigint => BigInt(value as number | bigint);
  switch (type) {
    case Type.float:
      return unit === 2 ? `${value as number}` : short(value as number, !unit);
    case Type.decimal:
      return decimal(value as bigint, scale);
    case Type.date:
      return isoDate(unit ? Number(value) : 86_400_000 * Number(value));
    case Type.time:
      return whole() < 0n ? `${whole()}` : clock(whole(), unit);
    case Type.timestamp:
      return stamp(whole(), field);
    case Type.duration:
      return duration(whole(), unit);
    case Type.interval:
      return interval(value as Interval);
    case Type.union:
      return textOf((value as Chosen).value, (value as Chosen).field);
    case Type.runEnd:
      return textOf(value, field.children[1]!);
  }
  return typeof value === "object" ? inner(value, field) : `${value as number}`;
}

export function kindOf({ type, children }: Field): Kind {
  if (type === Type.runEnd) return children[1] ? kindOf(children[1]) : "text";
  if (type === Type.int || type === Type.float || type === Type.decimal) return "number";
  if (type === Type.date || type === Type.timestamp) return "date";
  return type === Type.bool ? "boolean" : "text";
}

/** Months of 30 days, as they are compared. */
const order = ([months, days, nanoseconds]: Interval): bigint =>
  BigInt(months * 30 + days) * DAY_SECONDS * 10n ** 9n + nanoseconds;

/** Numbers, of times too, sort as such, anything else as its text. */
export const keyOf = (value: Value, field: Field): Key =>
  value === null
    ? undefined
    : typeof value === "number" || typeof value === "bigint" || typeof value === "string"
      ? value
      : field.type === Type.interval
        ? order(value as Interval)
        : textOf(value, field);
