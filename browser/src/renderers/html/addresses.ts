/** Addresses and styles in sanitised elements. Runs in the inert document, so that nothing is fetched before. */

import { isUnsafe, pruneStyle, STYLE } from "./styles.ts";
import { parseUrl } from "../../shared/text.ts";

export interface Rules {
  /** Hosts or origins that pictures and media may come from. */
  hosts: readonly string[];
  /** Addresses of pictures that may be loaded, too. */
  local: RegExp | undefined;
  /** Elements that lack a picture or medium from elsewhere, and its address. */
  blocked: [Element, URL][];
}

/** Returns whether the attribute may stay unchanged. */
function check(element: Element, name: string, place: Node, { hosts, local, blocked }: Rules): boolean {
  const value = element.getAttribute(name)!;
  const tag = element.localName;
  if (name === STYLE) {
    const { style } = element as HTMLElement;
    style.cssText = value;
    pruneStyle(style, value);
    return false;
  }
  if (!/(^|:)(href|src|poster|background)$/.test(name)) return element instanceof HTMLElement || !isUnsafe(value);

  const url = parseUrl(value, document.baseURI);
  if (!url) return false;
  if (name.endsWith("href") && !/image$/i.test(tag)) {
    const isLink = /^(a|area)$/.test(tag);
    if (value[0] !== "#") {
      if (!isLink || !/^(https?|mailto|tel):/.test(url.protocol)) return false;
      element.setAttribute("target", "_blank");
      element.setAttribute("rel", "noopener noreferrer");
    } else if (!isLink && !(element instanceof SVGElement)) return false;
    // Nothing that holds a `<use>` can be shown by another: ten of each in nine levels would be a thousand million.
    else if (tag === "use") {
      for (let it of [element, place]) for (; it instanceof SVGElement; it = it.parentNode!) it.removeAttribute("id");
    }
    // `xlink:href` is another attribute.
    element.setAttribute("href", value);
    return name === "href";
  }

  if (/^data:(image|audio|video|text\/vtt)\b/.test(value)) return true;
  if (!/^https?:/.test(url.protocol)) return false;
  if (hosts.includes(url.host) || hosts.includes(url.origin) || local?.test(url.href)) return true;
  if (name === "src") blocked.push([element, url]);
  return false;
}

/** Filters what is below `root` before it goes into `place`. */
export function filter(root: ParentNode, place: Node, rules: Rules): void {
  for (const element of root.querySelectorAll("*")) {
    if (element.localName === "input" && !/checkbox|radio/.test((element as HTMLInputElement).type)) element.remove();
    // By name: an object for each attribute would take longer than all the rest.
    for (const name of element.getAttributeNames()) {
      if (!check(element, name, place, rules)) element.removeAttribute(name);
    }
  }
}
