/** Payloads of bytes (base64, a data URI or an address), and what is shown where the browser cannot show them. */

import type { Context, Message } from "../backendai-media.d.ts";
import { runInTimeSlices } from "./time-slice.ts";
import { createButton, createElement } from "./dom.ts";
import { save } from "./copy-save.ts";
import { parseUrl } from "./text.ts";
import * as messages from "./messages.ts";
import { messageError } from "./translate.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

/** UTF-16 units that are decoded in one go, a millisecond or two. */
const DECODE_CHUNK_UNITS = 262_144;
const BROKEN: Message = messages.not_data;

/** The address, if the payload is one. */
export const addressOf = (payload: string): string | undefined =>
  /^\s*https?:/i.test(payload) ? parseUrl(payload.trim())?.href : undefined;

const unescaped = (text: string): string =>
  text.replace(/%([\da-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

/** The bytes of base64 or a data URI, in slices. Throws if it is malformed. */
export function* decodeBytes(payload: string): Generator<void, Bytes[]> {
  const isUri = /^\s*data:/i.test(payload);
  const head = isUri ? /^[^,]{0,999},/.exec(payload)?.[0] : "";
  if (head === undefined) throw messageError(BROKEN);
  const isBase64 = !isUri || /;\s*base64\s*,$/i.test(head);
  const parts: Bytes[] = [];
  let rest = "";
  for (let at = head.length; at < payload.length; at += DECODE_CHUNK_UNITS) {
    const isLast = at + DECODE_CHUNK_UNITS >= payload.length;
    let text = rest + payload.slice(at, at + DECODE_CHUNK_UNITS);
    // What was cut in two waits for its other half.
    const cut = isUri && !isLast ? /%.?$/.exec(text)?.index : undefined;
    rest = text.slice(cut ?? text.length);
    text = text.slice(0, cut);
    if (isUri) text = unescaped(text);
    if (isBase64) {
      text = text.replace(/\s+/g, "");
      const whole = isLast ? text.length : text.length & ~3;
      rest = text.slice(whole) + rest;
      text = atob(text.slice(0, whole));
    }
    const bytes = new Uint8Array(text.length);
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code > 255) throw messageError(BROKEN);
      bytes[index] = code;
    }
    parts.push(bytes);
    yield;
  }
  if (!parts.some((part) => part.length)) throw messageError(BROKEN);
  return parts;
}

/** Decodes the bytes in slices. Rejects with a message for the user if the payload is malformed. */
export const bytesOf = (payload: string, context: Context): Promise<Bytes[]> =>
  runInTimeSlices(context, decodeBytes(payload)).catch(() => {
    throw messageError(BROKEN);
  });

/** A button that saves the bytes, or a link that opens the address, elsewhere and without a way back. */
export function offer(source: Bytes[] | string, name: string, translate: Context["translate"]): HTMLElement {
  if (typeof source === "string") {
    const link = createElement("a", "offer", source);
    link.href = source;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }
  return createButton("offer", translate(messages.download), () => save(name, new Blob(source)));
}

/** Calls `told` when the page's policy blocks a blob; `directive` would have to allow `blob:`. */
export function watchPolicy(directive: string, context: Context, told: () => void): void {
  const hear = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent): void => {
    if (effectiveDirective === directive && blockedURI.startsWith("blob")) told();
  };
  document.addEventListener("securitypolicyviolation", hear, { signal: context.signal });
}

export const FORBIDDEN: Message = messages.forbidden_by_policy;
