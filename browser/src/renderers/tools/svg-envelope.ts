/** SVG envelopes: an item of any type inside a picture of it (docs/normal-form.md). */

import { type Bundle, typeName } from "../../shared/items.ts";
import { familyOf } from "../../shared/media-types.ts";
import { PAYLOADS } from "../../shared/spec.ts";

const payloads = new Map(Object.entries(PAYLOADS));

/** What a type's payload is: `text`, `binary` (as base64) or `json`. */
export const payloadOf = (type: string): "text" | "binary" | "json" =>
  payloads.get(type) ?? payloads.get(familyOf(type)) ?? "binary";

const NAMESPACE = "urn:backendai:media";
const SKIP = /(?:[^<]|<!--[^]*?-->|<\?[^]*?\?>|<!DOCTYPE[^>[]*>)*/gy;
const TAG = /<([^\s/>]+)((?:\s+[^\s=>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*>/gy;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITY = /&(?:#([0-9]+)|#[xX]([0-9a-fA-F]+)|(lt|gt|amp|quot|apos));/g;
const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

interface Tag {
  name: string;
  attributes: Map<string, string>;
}

const decode = (text: string): string =>
  text.replace(ENTITY, (_, decimal: string, hex: string, name: string) =>
    name ? NAMED[name]! : String.fromCodePoint(decimal ? parseInt(decimal, 10) : parseInt(hex, 16)),
  );

/** Text content: entities decoded outside CDATA sections. */
const content = (text: string): string =>
  text
    .split(/(<!\[CDATA\[[^]*?\]\]>)/)
    .map((part) => (part.startsWith("<![CDATA[") ? part.slice(9, -3) : decode(part)))
    .join("");

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

const readPayload = (type: string, base64: boolean, text: string): unknown => {
  const kind = payloadOf(type);
  const compact = base64 ? text.replace(/\s+/g, "") : text;
  const bytes = base64 && fromBase64(compact);
  if (kind === "binary") return compact;
  const decoded = bytes ? new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) : text;
  return kind === "json" ? JSON.parse(decoded) : decoded;
};

/** `[inner type, inner payload, SVG without its metadata]`, or nothing where `svg` is a plain picture. */
function read(svg: string): [string, unknown, string] | undefined {
  let at = 0;
  const names = new Map<string, string>();
  const next = (pattern: RegExp): RegExpExecArray => {
    pattern.lastIndex = at;
    const match = pattern.exec(svg);
    if (!match) throw new SyntaxError("No envelope");
    at = pattern.lastIndex;
    return match;
  };
  /** The next start tag, its name as `namespace local`. */
  const open = (): Tag => {
    next(SKIP);
    const [, name, rest] = next(TAG);
    const attributes = new Map<string, string>();
    for (const [, key, double, single] of rest!.matchAll(ATTRIBUTE)) {
      attributes.set(key!, decode(double ?? single!));
      if (/^xmlns(:|$)/.test(key!)) names.set(key!.slice(6), attributes.get(key!)!);
    }
    const [local, prefix = ""] = name!.split(":").reverse() as [string, string?];
    return { name: `${names.get(prefix)} ${local}`, attributes };
  };
  try {
    const root = open();
    next(SKIP);
    const start = at;
    const metadata = open();
    const item = open();
    const svgName = "http://www.w3.org/2000/svg ";
    if (root.name !== `${svgName}svg` || metadata.name !== `${svgName}metadata` || item.name !== `${NAMESPACE} item`)
      return;
    const [, raw] = next(/((?:[^<]|<!\[CDATA\[[^]*?\]\]>)*)<\/[^>]+>/y);
    next(SKIP);
    next(/<\/[^>]+>/y);
    const type = typeName(item.attributes.get("type")!);
    if (!type.includes("/") || type === "image/svg+xml") return;
    const payload = readPayload(type, item.attributes.get("encoding") === "base64", content(raw!));
    return [type, payload, svg.slice(0, start) + svg.slice(at)];
  } catch {
    return;
  }
}

/** Returns the bundle with the enveloped item first and the SVG without it, or the bundle unchanged. */
export function openEnvelope(bundle: Bundle): Bundle {
  const inner = read(bundle["image/svg+xml"] as string);
  if (!inner) return bundle;
  const [type, payload, svg] = inner;
  return { [type]: payload, ...bundle, "image/svg+xml": svg };
}
