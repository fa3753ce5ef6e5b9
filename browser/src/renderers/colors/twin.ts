/** HTML that says what the bundle's console text says: rich sends both. The text's colours suit every ground. */

import type { Context } from "../../backendai-media.d.ts";

/** One preformatted text, with nothing but styled stretches and links in it. */
const PRE = /^\s*<pre\b[^<>]*>([^]*)<\/pre>\s*$/i;
const OTHER_TAGS = /<(?!\/?(?:span|a|b|i|u|em|strong|code)\b)/i;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&", "#x27": "'", "#39": "'" };
/** Colours and links. */
const SEQUENCES = /\x1b\[[\d;:]*m|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)/g;

/** Whether both have colours and the same characters, so that nothing is lost with the HTML. */
export function hasTwin(html: string, { metadata }: Pick<Context, "metadata">): boolean {
  const plain = metadata["text/plain"];
  if (typeof plain !== "string" || !plain.includes("\x1b[") || !html.includes("color")) return false;
  const inner = PRE.exec(html)?.[1];
  if (inner === undefined || OTHER_TAGS.test(inner)) return false;
  const text = inner
    .replace(/<[^<>]*>/g, "")
    .replace(/&(#?\w{1,4});/g, (entity, name: string) => ENTITIES[name] ?? entity);
  return text.trimEnd() === plain.replace(SEQUENCES, "").trimEnd();
}
