/** SVG envelopes: an item of any type inside a picture of it (docs/normal-form.md). */

import type { Context } from "../../backendai-media.d.ts";
import { type Bundle, typeName } from "../../shared/items.ts";
import { decodeBytes } from "../../shared/media.ts";
import { familyOf } from "../../shared/media-types.ts";
import { PAYLOADS } from "../../shared/spec.ts";
import { pruneComments, textOfAddress, withNamespace } from "../../shared/svg.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";

const payloads = new Map(Object.entries(PAYLOADS));

/** What a type's payload is: `text`, `binary` (as base64) or `json`. */
export const payloadOf = (type: string): "text" | "binary" | "json" =>
  payloads.get(type) ?? payloads.get(familyOf(type)) ?? "binary";

const NAMESPACE = "urn:backendai:media";
/** No repetition holds another that could match the same text in two ways: each takes time in proportion to the text. */
const TAG = /<([^\s/>]+)((?:\s+[^\s=>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*>/gy;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITY = /&(?:#([0-9]+)|#[xX]([0-9a-fA-F]+)|(lt|gt|amp|quot|apos));/g;
/** What may stand between tags, by how it starts, with how it ends. */
const SKIPPED: Record<string, string> = { "<!--": "-->", "<?": "?>", "<!DOCTYPE": ">" };
const CDATA: Record<string, string> = { "<![CDATA[": "]]>" };
const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

interface Tag {
  name: string;
  attributes: Map<string, string>;
}

/** UTF-16 units of JSON that are parsed here, in one go; the renderers of JSON read longer text themselves. */
const MAX_PARSED_UNITS = 1_000_000;
/** Entities that are decoded, or texts that are found, in one go. */
const SLICE_PARTS = 5_000;

function* decode(text: string): Generator<void, string> {
  const parts: string[] = [];
  let at = 0;
  let count = 0;
  for (const { 0: whole, 1: decimal, 2: hex, 3: name, index } of text.matchAll(ENTITY)) {
    const character = name ? NAMED[name]! : String.fromCodePoint(decimal ? parseInt(decimal, 10) : parseInt(hex!, 16));
    parts.push(text.slice(at, index), character);
    at = index + whole.length;
    if (++count % SLICE_PARTS === 0) yield;
  }
  return parts.join("") + text.slice(at);
}

function* readPayload(type: string, base64: boolean, text: string): Generator<void, unknown> {
  const kind = payloadOf(type);
  const compact = base64 ? text.replace(/\s+/g, "") : text;
  const bytes = base64 && compact ? yield* decodeBytes(compact) : [];
  if (kind === "binary") return compact;
  let decoded = text;
  if (base64) {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    decoded = bytes.map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode();
  }
  return kind === "json" && decoded.length < MAX_PARSED_UNITS ? JSON.parse(decoded) : decoded;
}

/** `[inner type, inner payload, SVG without its metadata]`, or nothing where `svg` is a plain picture. Works in slices. */
function* read(svg: string): Generator<void, [string, unknown, string] | undefined> {
  let at = 0;
  const names = new Map<string, string>();
  const fail = (): never => {
    throw new SyntaxError("No envelope");
  };
  /** Goes on to the next tag; the texts before it, and what is in `sections`, each with whether it is such a section. */
  function* skip(sections: Record<string, string>): Generator<void, [text: string, isSection: boolean][]> {
    const parts: [string, boolean][] = [];
    for (;;) {
      const start = svg.indexOf("<", at);
      if (start < 0) fail();
      if (start > at) parts.push([svg.slice(at, start), false]);
      at = start;
      const opening = Object.keys(sections).find((one) => svg.startsWith(one, at));
      if (!opening) return parts;
      const end = svg.indexOf(sections[opening]!, at + opening.length);
      if (end < 0) fail();
      const text = svg.slice(at + opening.length, end);
      // An internal subset could hold anything.
      if (opening === "<!DOCTYPE" && text.includes("[")) fail();
      parts.push([text, true]);
      at = end + sections[opening]!.length;
      if (parts.length % SLICE_PARTS === 0) yield;
    }
  }
  /** Goes on beyond an end tag. */
  const close = (): void => {
    const end = svg.indexOf(">", at);
    if (!svg.startsWith("</", at) || end < at + 3) fail();
    at = end + 1;
  };
  /** The next start tag, its name as `namespace local`. */
  function* open(): Generator<void, Tag> {
    yield* skip(SKIPPED);
    TAG.lastIndex = at;
    const [whole, name, rest] = TAG.exec(svg) ?? fail();
    at += whole.length;
    const attributes = new Map<string, string>();
    for (const [, key, double, single] of rest!.matchAll(ATTRIBUTE)) {
      attributes.set(key!, yield* decode(double ?? single!));
      if (/^xmlns(:|$)/.test(key!)) names.set(key!.slice(6), attributes.get(key!)!);
      yield;
    }
    const [local, prefix = ""] = name!.split(":").reverse() as [string, string?];
    return { name: `${names.get(prefix)} ${local}`, attributes };
  }
  try {
    const root = yield* open();
    yield* skip(SKIPPED);
    const start = at;
    const metadata = yield* open();
    const item = yield* open();
    const svgName = "http://www.w3.org/2000/svg ";
    if (root.name !== `${svgName}svg` || metadata.name !== `${svgName}metadata` || item.name !== `${NAMESPACE} item`)
      return;
    const contents: string[] = [];
    for (const [text, isSection] of yield* skip(CDATA)) contents.push(isSection ? text : yield* decode(text));
    close();
    yield* skip(SKIPPED);
    close();
    const type = typeName(item.attributes.get("type")!);
    if (!type.includes("/") || type === "image/svg+xml") return;
    const payload = yield* readPayload(type, item.attributes.get("encoding") === "base64", contents.join(""));
    return [type, payload, svg.slice(0, start) + svg.slice(at)];
  } catch {
    return;
  }
}

/** The bundle with the enveloped item first and the SVG without it, or the bundle unchanged. */
export async function openEnvelope(bundle: Bundle, schedule: Context["schedule"]): Promise<Bundle> {
  const inner = await runInTimeSlices({ schedule }, read(bundle["image/svg+xml"] as string));
  if (!inner) return bundle;
  const [type, payload, svg] = inner;
  return { [type]: payload, ...bundle, "image/svg+xml": svg };
}

/** Opens an envelope, and makes of the SVG a text that engines can show as a picture. */
export async function readSvg(bundle: Bundle, schedule: Context["schedule"]): Promise<Bundle> {
  const opened = await openEnvelope(bundle, schedule);
  const svg = textOfAddress(opened["image/svg+xml"] as string);
  return { ...opened, "image/svg+xml": pruneComments(withNamespace(svg)) };
}
