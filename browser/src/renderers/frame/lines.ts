/** What is said above a frame: what was blocked, and why nothing shows. */

import type { Context } from "../../backendai-media.d.ts";
import { say } from "../../shared/notes.ts";
import { parseUrl } from "../../shared/text.ts";
import * as messages from "../../shared/messages.ts";

/** Blocked addresses that are reported. */
const MAX_ADDRESSES = 5;
/** UTF-16 units of an address, and of what a script threw. */
const MAX_UNITS = 200;

export interface Lines {
  blocked(address: string): void;
  /** A script of the output threw. */
  broken(error: string): void;
  /** Says why nothing shows, or returns it where `isKept`. */
  nothing(missing: readonly string[], isKept: boolean): string;
  /** Something shows after all. */
  something(): void;
}

export function createLines(element: Element, { translate }: Context): Lines {
  const told = new Set<string>();
  let reason = "";
  const blockedLine = (): string => translate(messages.blocked_by_page, { host: [...told].join(", ") });
  const add = (given: string): void => {
    if (told.size < MAX_ADDRESSES) told.add((parseUrl(given)?.host || given).slice(0, MAX_UNITS));
  };
  return {
    blocked(address) {
      const before = told.size;
      add(address);
      if (told.size > before) say(element, "blocked", blockedLine());
    },
    broken(error) {
      reason ||= error.slice(0, MAX_UNITS);
    },
    nothing(missing, isKept) {
      missing.forEach(add);
      const failed = reason && translate(messages.script_failed, { error: reason });
      const lines = [...(told.size ? [blockedLine()] : []), ...(failed ? [failed] : [])];
      if (!lines[0]) lines.push(translate(messages.frame_alone));
      if (!isKept) {
        if (told.size) say(element, "blocked", lines.shift()!);
        if (lines[0]) say(element, "nothing", lines[0]);
      }
      return lines.join(". ");
    },
    something() {
      element.querySelector(':scope > [data-about="nothing"]')?.remove();
    },
  };
}
