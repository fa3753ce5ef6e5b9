/** What follows from a media type's name; spec/types.md has the rule. */

import { JSON_TYPES } from "./spec.ts";

/** UTF-16 units of a type's name; a longer one names nothing. */
const MAX_TYPE_UNITS = 255;

/** A view of MCP Apps, with what is known of its tool's call. */
export const APP_TYPE = "application/vnd.mcp.app+json";

/** A type string as it is looked up: trimmed, in lower case, without parameters. */
export const typeName = (type: string): string => type.slice(0, MAX_TYPE_UNITS).split(";")[0]!.trim().toLowerCase();

/** Whether payloads of a type (in lower case) are JSON values. Altair 6.3 writes `.json` at the end. */
export const isJson = (type: string): boolean =>
  type === "application/json" || /[+.]json$/.test(type) || JSON_TYPES.includes(type);

/** The row that a type may share with its other versions: those of Vega from the fourth on. */
export const versionsOf = (type: string): string => type.replace(/v([4-9]|[1-9]\d+)[+.]json$/, "v*+json");

/** The row that a type has if it has no other: any JSON, or `image/*` and its like. */
export const familyOf = (type: string): string => (isJson(type) ? "application/*+json" : type.replace(/\/.*/, "/*"));
