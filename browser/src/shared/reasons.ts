/** Why the host script finds that a value is no item: it knows the number, the chunk `reader` the words. */

export const EXPECTED_TEXT = 0;
export const EXPECTED_MIMEBUNDLE = 1;
export const EXPECTED_DISPLAY_ID = 2;
export const EXPECTED_CONTENT = 3;
export const EXPECTED_ITEM = 4;
export const EXPECTED_TYPE_NAME = 5;
export const EXPECTED_TUPLE = 6;
export const NESTED_TOO_DEEPLY = 7;
export const UNKNOWN_OUTPUT = 8;
export const UNKNOWN_SHAPE = 9;

export const REASONS: readonly string[] = [
  "expected text",
  "expected a mimebundle",
  "expected a display_id",
  "expected content",
  "expected an item or a list",
  "expected a type name",
  "expected [type, data]",
  "nested too deeply",
  "unknown output type",
  "unknown item shape",
];
