import type { Bytes } from "./types.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const encode = (text: string): Bytes => encoder.encode(text) as Bytes;
export const decode = (bytes: Bytes): string => decoder.decode(bytes);

/** Each UTF-16 unit is a byte. */
export const fromBinary = (text: string): Bytes => Uint8Array.from(text, (unit) => unit.charCodeAt(0));

/** UTF-16 units per call of `fromCharCode`, whose arguments are on the stack. */
const CALL_UNITS = 8192;

export function toBase64(bytes: Bytes): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += CALL_UNITS)
    binary += String.fromCharCode(...bytes.subarray(at, at + CALL_UNITS));
  return btoa(binary);
}

/** Returns `undefined` if the text is not base64. */
export function fromBase64(text: unknown): Bytes | undefined {
  try {
    return fromBinary(atob(text as string));
  } catch {
    return undefined;
  }
}

export const join = (parts: readonly Bytes[]): Bytes => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Yields pieces of at most `size` bytes, without copying. */
export function* pieces(bytes: Bytes, size: number): Generator<Bytes> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
