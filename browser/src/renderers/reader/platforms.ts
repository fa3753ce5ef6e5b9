/** Answers of other platforms, as values that `normalize` knows (docs/normal-form.md, platforms). */

import { type Dict, isText } from "../../shared/reading.ts";
import * as notebooks from "./notebooks.ts";
import type { Translate } from "./parts.ts";
import * as services from "./services.ts";

export { oldOutput } from "./notebooks.ts";

const byType = new Map<string, Translate>(Object.entries({ ...services.BY_TYPE, ...notebooks.BY_TYPE }));
/** Key that an object must have → what reads it; the first that returns something decides. */
const byKey = new Map<string, readonly Translate[]>(Object.entries({ ...services.BY_KEY, ...notebooks.BY_KEY }));

/** An object of another platform in a known shape; `undefined` where it is none. */
export function translate(value: Dict): unknown {
  const { type } = value;
  if (isText(type)) {
    const made = byType.get(type)?.(value);
    if (made !== undefined || "data" in value) return made;
  }
  for (const key of Object.keys(value)) {
    for (const read of byKey.get(key) ?? []) {
      const made = read(value);
      if (made !== undefined) return made;
    }
  }
  return undefined;
}
