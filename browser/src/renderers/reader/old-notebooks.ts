/** Notebooks before format 4: their outputs as those of format 4 (https://nbformat.readthedocs.io/en/latest/changelog.html). */

import { type Dict, dictOrEmpty } from "../../shared/reading.ts";

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Names of payloads, which lie in the output itself, and the types that they stand for. */
const TYPES: Dict = {
  text: "text/plain",
  html: "text/html",
  svg: "image/svg+xml",
  png: "image/png",
  jpeg: "image/jpeg",
  latex: "text/latex",
  json: "application/json",
  javascript: "application/javascript",
  pdf: "application/pdf",
};

/** Lines as one text; they may have lost their ends. */
const textOf = (value: unknown): unknown =>
  Array.isArray(value) && value.every((line) => typeof line === "string")
    ? value.join(/[\r\n]$/.test(value[0] ?? "") ? "" : "\n")
    : value;

/** What has a short name, by types. */
const named = (value: Dict): Dict =>
  Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (Object.hasOwn(TYPES, key) ? [[TYPES[key], textOf(one)]] : [])),
  );

function outputOf(value: unknown): unknown {
  const output = dictOrEmpty(value);
  const { output_type: type, stream, text, metadata } = output;
  if (type === "stream") return { ...output, name: stream, text: textOf(text) };
  if (type === "pyerr") return { ...output, output_type: "error" };
  if (type !== "pyout" && type !== "display_data") return value;
  const about = dictOrEmpty(metadata);
  return { output_type: "display_data", data: named(output), metadata: { ...about, ...named(about) } };
}

/** The outputs of a notebook's cells, in a notebook of format 4. */
export function upgrade(notebook: unknown): unknown {
  const cells = list(dictOrEmpty(notebook).worksheets).flatMap((sheet) => list(dictOrEmpty(sheet).cells));
  return { cells: cells.map((cell) => ({ outputs: list(dictOrEmpty(cell).outputs).map(outputOf) })) };
}
