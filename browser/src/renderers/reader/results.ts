/** Whole results of Backend.AI's execute API, of any version. */

import { type Dict, dictOrEmpty, isList, isText, isTexts, joinLines, type Reading } from "../../shared/reading.ts";
import { readError, readInput } from "./kept.ts";
import { isFailure } from "./parts.ts";

type Read = (value: unknown) => void;
type Reader = (reading: Reading, part: unknown, read: Read) => void;

/** The fields of a result that show, in their order. */
const FIELDS: Record<string, Reader> = {
  stdout: (reading, part) => reading.stream("stdout", part),
  stderr: (reading, part) => reading.stream("stderr", part),
  console: list,
  media: list,
  html,
  exceptions: (reading, part) =>
    list(reading, part, (all) => reading.each(all as unknown[], (one) => exception(reading, one))),
};
/** What else tells a result; a `status` alone is anybody's. */
const OTHERS = ["runId", "exitCode", "options", "files", "msg"];
/** Values of `status` that show by themselves. */
const SHOWN = ["waiting-input", "exec-timeout"];

export const isResult = (value: Dict): boolean =>
  Object.keys(FIELDS).some((key) => key in value) ||
  (isText(value.status) && (SHOWN.includes(value.status) || OTHERS.some((key) => key in value)));

export function readResult(reading: Reading, value: Dict, read: Read): void {
  const first = reading.items.length;
  for (const [key, readField] of Object.entries(FIELDS)) {
    const part = value[key] ?? "";
    if (joinLines(part) !== "") reading.descend(key, part, () => readField(reading, part, read));
  }
  status(reading, value, first);
  exit(reading, value.exitCode, first);
  // In messages of WebSockets it is `{}`.
  if ((isList(value.files) || isText(value.files)) && value.files.length)
    reading.descend("files", value.files, (part) => list(reading, part, (all) => files(reading, all as unknown[])));
}

const UNITS = ["bytes", "kB", "MB", "GB"];

/** Lists what a program left in its folder: names, which are links where there are addresses, and sizes. */
function files(reading: Reading, all: unknown[]): void {
  const quote = (text: string): string => text.replace(/[&<>"]/g, (found) => `&#${found.charCodeAt(0)};`);
  const rows = all.map((one) => {
    const { name, url, size } = dictOrEmpty(one);
    const label = quote([one, name].find(isText) ?? `${JSON.stringify(one)}`);
    let rest = size as number;
    const unit = UNITS.find((one) => one === "GB" || rest < 1000 || !(rest /= 1000));
    const shown =
      typeof size === "number" && size >= 0 && size < 2 ** 53 ? ` (${Math.floor(rest * 10) / 10} ${unit})` : "";
    return `<li>${isText(url) ? `<a href="${quote(url)}">${label}</a>` : label}${shown}</li>`;
  });
  reading.media({ "text/html": `<ul>${rows.join("")}</ul>` });
}

/** Says how a program ended, where neither its error output nor an error does. */
function exit(reading: Reading, code: unknown, first: number): void {
  const said = reading.items
    .slice(first)
    .some((item) => item.kind === "error" || (item.kind === "stream" && item.name === "stderr"));
  if (!isFailure(code) || said || isText(code)) return;
  reading.add({ kind: "log", level: "error", time: "", logger: "", message: `exit code ${code}` });
}

function list(reading: Reading, part: unknown, read: Read): void {
  if (isList(part)) read(part);
  else reading.invalid("expected a list");
}

function html(reading: Reading, part: unknown): void {
  if (isTexts(part)) reading.each(part, (text) => reading.media({ "text/html": text }));
  else reading.media({ "text/html": part });
}

function exception(reading: Reading, value: unknown): void {
  const [name, values, , traceback] = isList(value) ? value : [];
  if (!isText(name) || !isList(values)) return reading.invalid("expected [name, args]");
  const texts = values.map((one) => (isText(one) ? one : JSON.stringify(one)));
  readError(reading, { name, message: texts.join(", "), traceback: [traceback] });
}

function status(reading: Reading, { status, msg, options }: Dict, first: number): void {
  if (status === "waiting-input") {
    readInput(reading, { prompt: takePrompt(reading, first), password: dictOrEmpty(options).is_password });
  } else if (status === "exec-timeout") {
    readError(reading, { name: status, message: "timed out" });
  } else if (status === "error" && isText(msg)) {
    readError(reading, { name: status, message: msg });
  } else if (status === "server-restarting" && isText(msg)) {
    reading.add({ kind: "log", level: "warning", time: "", logger: "", message: msg });
  }
}

/** Takes out the stdout stream that stands last in this result, and returns its text. */
function takePrompt(reading: Reading, first: number): string {
  let prompt = "";
  while (reading.items.length > first) {
    const last = reading.items.at(-1);
    if (last?.kind !== "stream" || last.name !== "stdout") break;
    prompt = last.text + prompt;
    reading.items.pop();
  }
  return prompt;
}
