/** Addresses and styles in sanitised elements. Runs in the inert document, so that nothing is fetched before. */

import { STYLE } from "./prepare.ts";
import { isUnsafe, pruneStyle } from "./styles.ts";

export interface Rules {
  /** Hosts or origins that pictures and media may come from. */
  hosts: readonly string[];
  /** The text of a button that loads from `{host}`. */
  remote: string;
}

export function makeButton(text: string, action: (event: Event) => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.textContent = text;
  button.onclick = action;
  return button;
}

/** Says whether the attribute may stay as it is. */
function check(element: Element, { localName, name, value }: Attr, place: Node, { hosts, remote }: Rules): boolean {
  const tag = element.localName;
  const url = URL.parse(value, document.baseURI);
  const scheme = url?.protocol ?? "";
  if (localName === STYLE) {
    const { style } = element as HTMLElement;
    style.cssText = value;
    // Without an escape in the text there is none in what was read from it.
    if (isUnsafe(value)) pruneStyle(style);
    return false;
  }
  if (localName === "href") {
    if (/image$/i.test(tag)) return /^data:image\//.test(value);
    const isLink = /^(a|area)$/.test(tag);
    if (value[0] === "#") {
      if (!isLink && !(element instanceof SVGElement)) return false;
      // Nothing that holds a `<use>` can be shown by another: ten of each in nine levels would be a thousand million.
      if (tag === "use") {
        for (let it of [element, place]) for (; it instanceof SVGElement; it = it.parentNode!) it.removeAttribute("id");
      }
    } else {
      if (!isLink || !/^(https?|mailto|tel):/.test(scheme)) return false;
      element.setAttribute("target", "_blank");
      element.setAttribute("rel", "noopener noreferrer");
    }
    // `xlink:href` is another attribute.
    element.setAttribute("href", value);
    return name === "href";
  }
  if (/^(src|poster|background)$/.test(name)) {
    if (/^data:(image|audio|video|text\/vtt)\b/.test(value)) return true;
    if (!/^https?:/.test(scheme)) return false;
    if (hosts.includes(url!.host) || hosts.includes(url!.origin)) return true;
    if (name === "src") {
      const button = makeButton(remote.replace("{host}", () => url!.host), (event) => {
        event.preventDefault();
        button.remove();
        element.setAttribute(name, url!.href);
      });
      button.title = url!.href;
      (element.closest("video,audio,picture") ?? element).before(button);
    }
    return false;
  }
  return element instanceof HTMLElement || !isUnsafe(value);
}

/** Filters what is below `root` and goes into `place`. */
export function filter(root: ParentNode, place: Node, rules: Rules): void {
  for (const element of root.querySelectorAll("*")) {
    if (element.localName === "input" && !/checkbox|radio/.test((element as HTMLInputElement).type)) element.remove();
    for (const attribute of [...element.attributes]) {
      if (!check(element, attribute, place, rules)) element.removeAttributeNode(attribute);
    }
  }
}
