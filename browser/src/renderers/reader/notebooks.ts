/** Shapes of other notebooks: old formats of Jupyter's, marimo, Zeppelin, .NET, Pluto and more. */

import { type Dict, isDict, isList, isText } from "../../shared/reading.ts";
import { error, joined, mapping, media, process, sequence, SHORT, type Translate } from "./parts.ts";

const MARIMO = "application/vnd.marimo+";
const VSCODE = "application/vnd.code.notebook.";
const ZEPPELIN = new Map<unknown, string>([
  ["HTML", "text/html"],
  ["TABLE", "text/tab-separated-values"],
  ["IMG", "image/png"],
  ["SVG", "image/svg+xml"],
  ["MATHJAX", "text/latex"],
]);

const isStream = (name: unknown): name is string => name === "stdout" || name === "stderr";
const mapped = (value: Dict, change: (key: string, one: unknown) => unknown): Dict =>
  Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(key, one)]));

/** Formats 2 and 3 of Jupyter; in 2, lines have no line ends. */
const worksheets: Translate = ({ worksheets, nbformat }) => {
  const cells = sequence(worksheets).flatMap((sheet) => sequence(mapping(sheet).cells));
  const outputs = cells.flatMap((cell) => sequence(mapping(cell).outputs)).map(mapping);
  return { outputs: nbformat === 2 ? outputs.map(lines) : outputs };
};

const lines = (output: Dict): Dict =>
  mapped(output, (key, one) => (isList(one) && key !== "traceback" ? one.map(joined).join("\n") : one));

/** An output of Jupyter's format 3, whose types have short names, as one of format 4. */
export const oldOutput: Translate = (value) => {
  const { output_type: kind, stream: name, metadata } = value;
  if (kind === "pyerr") return { ...value, output_type: "error" };
  if (kind === "stream" && isText(name) && !("name" in value)) return { ...value, name };
  const data: Dict = {};
  for (const [key, one] of Object.entries(value)) {
    if (SHORT.has(key) || key.includes("/")) data[SHORT.get(key) ?? key] = one;
  }
  const isOld = kind === "pyout" || (kind === "display_data" && !("data" in value) && Object.keys(data).length > 0);
  return isOld ? { data, metadata, output_type: "display_data" } : undefined;
};

const marimo: Translate = (value) => {
  const { mimetype: type, data } = value;
  if (type === undefined) return undefined;
  const name = value.channel ?? value.name;
  if (type === `${MARIMO}mimebundle`) return mapping(data);
  if (type === `${MARIMO}error`) {
    return sequence(data).map((one) => {
      const { type: kind, msg, raw } = mapping(one);
      return error(kind, msg ?? raw);
    });
  }
  if (type === `${MARIMO}traceback`) return ["text/html", data];
  return type === "text/plain" && isStream(name) ? [name, value.text ?? data] : media(type, data);
};

const marimoCell: Translate = ({ console, outputs }) =>
  isList(console) && isList(outputs) ? [...console, ...outputs] : undefined;

/** marimo, E2B, Livebook. */
const savedError: Translate = (value) =>
  "data" in value
    ? undefined
    : error(value.ename ?? value.name, value.evalue ?? value.value ?? value.message, value.traceback);

const zeppelin: Translate = (value) => {
  const { body } = value;
  if (body !== undefined) return isDict(body) && "results" in body ? body : undefined;
  const { results = value } = value;
  if (!isDict(results) || !isList(results.msg)) return undefined;
  const { code, msg } = results;
  return code === "ERROR" ? msg.map((one) => ["stderr", joined(mapping(one).data)]) : msg;
};

const zeppelinMessage: Translate = ({ type, data }) =>
  type === "TEXT" ? ["stdout", data] : [ZEPPELIN.get(type) ?? "text/html", data];

const databricks: Translate = (value) => {
  const { results = value } = value;
  const { resultType: kind, data, fileName, fileNames, summary, cause, schema } = isDict(results) ? results : {};
  switch (kind) {
    case "text":
      return process(data);
    case "image":
    case "images":
      return sequence(fileNames ?? [fileName]).map((one) => ["image/png", one]);
    case "error":
      return error("", summary, cause);
    case "table": {
      const names = sequence(schema)
        .map((one) => mapping(one).name)
        .filter(isText);
      const rows = sequence(data).map(sequence);
      return [
        "application/vnd.dataresource+json",
        {
          schema: { fields: names.map((name) => ({ name })) },
          data: rows.map((row) => Object.fromEntries(names.slice(0, row.length).map((name, at) => [name, row[at]]))),
        },
      ];
    }
  }
  return undefined;
};

const dotnet: Translate = ({ eventType: kind, event: given }) => {
  const event = mapping(given);
  if (kind === "ErrorProduced" || kind === "CommandFailed") return error("", event.message);
  const shown = sequence(event.formattedValues).map(mapping);
  const texts = shown.map(({ value }) => value);
  if (kind === "StandardOutputValueProduced") return process(texts);
  if (kind === "StandardErrorValueProduced") return process("", texts);
  const data: Dict = {};
  for (const { mimeType, value } of shown) if (isText(mimeType)) data[mimeType] = value;
  if (!Object.keys(data).length) return [];
  const type = kind === "DisplayedValueUpdated" ? "update_display_data" : "display_data";
  return { output_type: type, data, metadata: {}, transient: { display_id: event.valueId } };
};

const pluto: Translate = ({ body, mime }) => {
  if (body === undefined) return undefined;
  if (mime === "application/vnd.pluto.stacktrace+object") return error("", mapping(body).msg ?? body);
  return media(typeof body === "object" ? "application/json" : mime, body);
};

const vscode: Translate = ({ items }) => {
  if (!isList(items) || !items.every((one) => "mime" in mapping(one))) return undefined;
  const data: Dict = {};
  for (const { mime, data: payload } of items.map(mapping)) data[`${mime}`] = payload;
  for (const name of ["stdout", "stderr"]) if (VSCODE + name in data) return [name, data[VSCODE + name]];
  if (!(`${VSCODE}error` in data)) return data;
  const { name, message, stack } = mapping(data[`${VSCODE}error`]);
  return error(name, message, stack);
};

const myst: Translate = (value) => {
  const output = mapping(value.jupyter_data);
  if (!isDict(output.data)) return output;
  const data = mapped(output.data, (_, one) => (isDict(one) && "content_type" in one ? one.content : one));
  for (const [type, one] of Object.entries(data)) if ((one ?? null) === null) delete data[type];
  return { ...output, data };
};

const livebookImage: Translate = ({ mime_type: type, content }) =>
  type === undefined ? undefined : media(type, content);

/** .NET, marimo. */
const stream: Translate = ({ name, text }) => (isStream(name) && text !== undefined ? [name, text] : undefined);

const kaggle: Translate = ({ stream_name: name, data }) => (isStream(name) ? [name, data] : undefined);

export const BY_TYPE: Record<string, Translate> = {
  data: ({ data }) => (isDict(data) ? data : undefined),
  stream,
  streamMedia: marimo,
  error: savedError,
  TEXT: zeppelinMessage,
  ANGULAR: zeppelinMessage,
  ...Object.fromEntries([...ZEPPELIN.keys()].map((type) => [type, zeppelinMessage])),
  terminal_text: ({ text }) => process(text),
  plain_text: ({ text }) => ["text/plain", text],
  markdown: ({ text }) => (text === undefined ? undefined : ["text/markdown", text]),
  outputs: ({ children }) => sequence(children),
};
export const BY_KEY: Record<string, readonly Translate[]> = {
  worksheets: [worksheets],
  mimetype: [marimo],
  console: [marimoCell],
  body: [zeppelin],
  msg: [zeppelin],
  results: [zeppelin, databricks],
  resultType: [databricks],
  eventType: [dotnet],
  errorName: [(value) => error(value.errorName, value.errorValue, value.stackTrace)],
  mime: [pluto],
  mime_type: [livebookImage],
  items: [vscode],
  jupyter_data: [myst],
  name: [stream],
  stream_name: [kaggle],
};
