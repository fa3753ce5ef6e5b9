/** Dates, times and colours. */

import * as messages from "../../shared/messages.ts";
import { createElement } from "../../shared/dom.ts";
import { type Dict, isDict, isText } from "../../shared/reading.ts";
import { safeColor } from "./layout.ts";
import { say } from "./text.ts";
import type { Control } from "./view.ts";

const pad = (value: unknown, length = 2): string => {
  const number = typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : 0;
  return `${number}`.padStart(length, "0");
};

const dateText = ({ year, month, date }: Dict): string =>
  // Months count from 0, as JavaScript's do.
  `${pad(year, 4)}-${pad(typeof month === "number" ? month + 1 : 1)}-${pad(date)}`;
const timeText = ({ hours, minutes, seconds, milliseconds }: Dict): string =>
  `${pad(hours)}:${pad(minutes)}${seconds || milliseconds ? `:${pad(seconds)}` : ""}${milliseconds ? `.${pad(milliseconds, 3)}` : ""}`;

const dateOf = (text: string): Dict => {
  const [year, month, date] = text.split("-").map(Number) as [number, number, number];
  return { year, month: month - 1, date };
};
const timeOf = (text: string): Dict => {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(":").map(Number);
  const whole = Math.floor(seconds);
  return { hours, minutes, seconds: whole, milliseconds: Math.round((seconds - whole) * 1000) };
};

/** A kind of value, as the browser's own box for it writes it. */
interface Kind {
  readonly type: "date" | "time" | "datetime-local";
  write(value: Dict): string;
  read(text: string): Dict;
}

const naive: Kind = {
  type: "datetime-local",
  write: (value) => `${dateText(value)}T${timeText(value)}`,
  read(text) {
    const [date = "", time = ""] = text.split("T");
    return { ...dateOf(date), ...timeOf(time) };
  },
};

/** In the kernel UTC, on the page the person's own time. */
const aware: Kind = {
  type: "datetime-local",
  write(value) {
    const { year, month, date, hours, minutes, seconds, milliseconds } = value as Record<string, number>;
    const at = new Date(Date.UTC(year!, month, date, hours ?? 0, minutes ?? 0, seconds ?? 0, milliseconds ?? 0));
    if (Number.isNaN(at.getTime())) return "";
    return naive.write({
      year: at.getFullYear(),
      month: at.getMonth(),
      date: at.getDate(),
      hours: at.getHours(),
      minutes: at.getMinutes(),
      seconds: at.getSeconds(),
      milliseconds: at.getMilliseconds(),
    });
  },
  read(text) {
    const at = new Date(text);
    return {
      year: at.getUTCFullYear(),
      month: at.getUTCMonth(),
      date: at.getUTCDate(),
      hours: at.getUTCHours(),
      minutes: at.getUTCMinutes(),
      seconds: at.getUTCSeconds(),
      milliseconds: at.getUTCMilliseconds(),
    };
  },
};

const picker =
  ({ type, write, read }: Kind): Control =>
  (view) => {
    const input = createElement("input", "widget-input");
    input.type = type;
    view.element.classList.add("backendai-widget-line");
    view.element.append(input);
    const label = view.label(input);
    const textOf = (trait: string): string => {
      const value = view.get(trait);
      return isDict(value) ? write(value) : isText(value) ? value : "";
    };
    input.onchange = () => {
      if (input.validity.badInput) return;
      view.change({ value: input.value ? read(input.value) : null });
    };
    return () => {
      label();
      for (const trait of ["min", "max"] as const) input[trait] = textOf(trait);
      const step = view.get("step");
      input.step = typeof step === "number" && step > 0 ? `${step}` : type === "date" ? "1" : "any";
      const value = textOf("value");
      if (input.value !== value) input.value = value;
      input.disabled = view.isDisabled;
      say(view);
    };
  };

/** A colour as `#rrggbb`, which is what the browser's own box takes. */
export function hexOf(color: string): string {
  const brush = document.createElement("canvas").getContext("2d");
  if (!brush || !safeColor(color)) return "#000000";
  brush.fillStyle = color;
  const text = `${brush.fillStyle}`;
  if (text.startsWith("#")) return text.slice(0, 7);
  const [red = 0, green = 0, blue = 0] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return `#${[red, green, blue].map((part) => Math.min(255, Math.round(part)).toString(16).padStart(2, "0")).join("")}`;
}

const color: Control = (view) => {
  const text = createElement("input", "widget-input");
  const box = createElement("input", "widget-color");
  box.type = "color";
  text.spellcheck = false;
  view.element.classList.add("backendai-widget-line");
  view.element.append(text, box);
  const label = view.label(text);
  text.onchange = () => {
    const value = text.value.trim();
    if (safeColor(value)) view.change({ value });
    view.redraw();
  };
  box.oninput = () => view.change({ value: box.value });
  return () => {
    label();
    const value = view.text("value") || "black";
    if (text.value !== value) text.value = value;
    const hex = hexOf(value);
    if (box.value !== hex) box.value = hex;
    text.hidden = view.flag("concise");
    box.ariaLabel = view.text("description") || view.translate(messages.color);
    box.disabled = text.disabled = view.isDisabled;
    say(view);
  };
};

export const pickers: Readonly<Record<string, Control>> = {
  DatePicker: picker({ type: "date", write: dateText, read: dateOf }),
  Time: picker({ type: "time", write: timeText, read: timeOf }),
  Datetime: picker(aware),
  NaiveDatetime: picker(naive),
  ColorPicker: color,
};
