/** Sanitised markup that shows nothing, and what else its bundle has. */

import type { Context, Message } from "../backendai-media.d.ts";
import { messageError } from "./translate.ts";

/** What is seen without a text. */
const SEEN = "img,svg,math,audio,video,hr,input,progress,meter,iframe";
/** A coloured bar has neither text nor anything in it. */
const PAINTED = "[style*=background],[style*=border]";

export const isBlank = (root: ParentNode & Node): boolean =>
  !/\S/.test(root.textContent!) && !root.querySelector(`${SEEN},${PAINTED}`);

/** Elements without anything to see in them, the innermost first. */
export function blanksIn(root: ParentNode): HTMLElement[] {
  const blanks = new Set<Node>();
  for (const element of [...root.querySelectorAll<HTMLElement>("*")].reverse()) {
    if (element.matches(`${SEEN},${PAINTED},br,wbr`)) continue;
    const isEmpty = (node: Node): boolean => (node instanceof Element ? blanks.has(node) : !/\S/.test(node.nodeValue!));
    if ([...element.childNodes].every(isEmpty)) blanks.add(element);
  }
  return [...blanks] as HTMLElement[];
}

/** What a renderer throws where the bundle's next type shows more: no failure. */
export const yielding = (message: Message): Error => Object.assign(messageError(message), { yields: true });

/** Whether another type of the bundle says more than the name of an object. Data for one host's scripts do not. */
export const hasOther = ({ type: shown, metadata }: Context): boolean =>
  Object.entries(metadata).some(([type, value]) =>
    type === "text/plain"
      ? typeof value === "string" && !/^(<.*>)?$/s.test(value.trim())
      : type.includes("/") && type !== shown && !/(?:html|json|script)$/.test(type),
  );
