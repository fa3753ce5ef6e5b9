/** What the shapes of platforms have in common: streams, errors, and how a program ended. */

import { type Dict, isDict, isList, isText } from "../../shared/reading.ts";

/** Returns an object in a known shape; `undefined` where it is something else. */
export type Translate = (value: Dict) => unknown;

/** An object, also one that was sent as JSON text, or `{}` for anything else. */
export function mapping(value: unknown): Dict {
  let found = value;
  if (isText(value)) {
    try {
      found = JSON.parse(value);
    } catch {
      return {};
    }
  }
  return isDict(found) ? found : {};
}

export const sequence = (value: unknown): unknown[] => (isList(value) ? value : []);

/** Text, or the texts of a list as one, or `""` for anything else. */
export const joined = (value: unknown): string => (isList(value) ? value : [value]).filter(isText).join("");

/** Whether an exit code, or a signal's name, says that a program failed. */
export const isFailure = (code: unknown): boolean => (typeof code === "number" || isText(code)) && !!code;

/** What a program wrote, and how it ended where it failed without a word. */
export function process(stdout: unknown, stderr?: unknown, code?: unknown, why = "exit code"): unknown[] {
  const texts = [
    ["stdout", joined(stdout)],
    ["stderr", joined(stderr)],
  ];
  const made: unknown[] = texts.filter(([, text]) => text);
  if (isFailure(code) && !joined(stderr)) made.push(["log", ["error", "", "", `${why} ${code}`]]);
  return made;
}

/** An error; its traceback may be a text or a list of texts. */
export const error = (name: unknown, message?: unknown, traceback?: unknown): unknown[] => [
  "error",
  { name, message, traceback: isText(traceback) ? [traceback] : traceback },
];

/** A medium, as plain text where its type is none. Base64 may have the alphabet for addresses: pydantic writes that. */
export const media = (type: unknown, payload: unknown): unknown[] => {
  const known = isText(type) && type.includes("/") ? type : "text/plain";
  return [known, /^(?:image|audio|video)\//.test(known) && isText(payload) ? standard(payload) : payload];
};

const standard = (base64: string): string =>
  /[:<]/.test(base64) ? base64 : base64.replace(/[-_]/g, (one) => (one === "-" ? "+" : "/"));

/** The names of files that a platform keeps. */
export const files = (listed: unknown): unknown[] =>
  sequence(listed)
    .map((one) => mapping(one).file_id)
    .filter(isText)
    .map((name) => ["text/plain", `[${name}]`]);

/** Short names of types, as nbformat 3 and E2B have them. */
export const SHORT = new Map([
  ["text", "text/plain"],
  ["html", "text/html"],
  ["markdown", "text/markdown"],
  ["svg", "image/svg+xml"],
  ["png", "image/png"],
  ["jpeg", "image/jpeg"],
  ["gif", "image/gif"],
  ["pdf", "application/pdf"],
  ["latex", "text/latex"],
  ["json", "application/json"],
  ["javascript", "application/javascript"],
]);

/** The payloads under short names, and under full ones, as a mimebundle. */
export const bundle = (value: Dict): Dict =>
  Object.fromEntries(
    Object.entries({ ...value, ...mapping(value.extra) })
      .filter(([key, one]) => (one ?? null) !== null && (SHORT.has(key) || key.includes("/")))
      .map(([key, one]) => [SHORT.get(key) ?? key, one]),
  );
