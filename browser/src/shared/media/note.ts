/** A sentence in the place of what the browser does not show, and a way to have the data all the same. */

import type { Context, Message } from "../../backendai-media.d.ts";
import { createButton, createElement } from "../dom.ts";
import { save } from "../save.ts";
import type { Bytes } from "./payload.ts";

/** A button that saves the bytes, or a link that opens the address, elsewhere and without a way back. */
export function offer(source: Bytes[] | string, name: string, text: Context["text"]): HTMLElement {
  if (typeof source === "string") {
    const link = createElement("a", "offer", source);
    link.href = source;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }
  return createButton("offer", text("Download"), () => save(name, new Blob(source)));
}

/** Hears of what the page's policy forbids; `directive` would have to allow `blob:`. */
export function watchPolicy(directive: string, context: Context, told: () => void): void {
  const hear = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent): void => {
    if (effectiveDirective === directive && blockedURI.startsWith("blob")) told();
  };
  document.addEventListener("securitypolicyviolation", hear, { signal: context.signal });
}

export const FORBIDDEN: Message = "The page's security policy forbids it";
