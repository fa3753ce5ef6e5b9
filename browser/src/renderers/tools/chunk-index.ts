/** Digests of the rarer chunks, and the payload kind of each type. The host script has only the frequent ones. */

import { familyOf } from "../../shared/media-types.ts";
import { PAYLOADS } from "../../shared/spec.ts";

const payloads = new Map(Object.entries(PAYLOADS));

export const digestOf = (chunk: string): string => __CHUNKS__[chunk]!;

/** What a type's payload is: `text`, `binary` (as base64) or `json`. */
export const payloadOf = (type: string): "text" | "binary" | "json" =>
  payloads.get(type) ?? payloads.get(familyOf(type)) ?? "binary";
