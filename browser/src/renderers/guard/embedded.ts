/** Pages of others within an output: a line with a link, or a frame where the page lists the host. */

import type { Context, Options } from "../../backendai-media.d.ts";
import * as messages from "../../shared/messages.ts";
import { parseUrl } from "../../shared/text.ts";

/** The attribute that carries a style past the sanitiser (`renderers/html/styles.ts`). */
const STYLE = "pattern";
/** With its own origin, or many pages do not work; never on an origin of ours, which it could then reach. */
const SANDBOX = "allow-scripts allow-same-origin allow-popups";
/** UTF-16 units of what is no web address. */
const MAX_NAME_UNITS = 100;

/** Elements that hold the places of pages, and what they stand for. */
export type Places = Map<Element, Element>;

/**
 * Takes all of them out of `body`, before it is sanitised, and holds their places with elements that stay. What the places
 * get afterwards is ours: only the addresses are of the output.
 */
export function takeEmbedded(body: Element, places: Places): void {
  for (const element of body.querySelectorAll("iframe,object,embed")) {
    const place = document.createElement("span");
    const style = element.getAttribute(STYLE);
    if (style) place.setAttribute(STYLE, style);
    places.set(place, element);
    element.before(place);
    // What an object has within is for those who cannot show it.
    if (element.localName === "object") while (element.firstChild) element.before(element.firstChild);
    element.remove();
  }
}

/** Puts what stands for pages into their places in sanitised nodes. */
export function placeEmbedded(part: ParentNode, places: Places, context: Context): void {
  for (const place of places.size ? part.querySelectorAll<HTMLElement>("span") : []) {
    const element = places.get(place);
    if (element) fill(place, element, context);
  }
}

function fill(place: HTMLElement, element: Element, context: Context): void {
  const address = (element.getAttribute(element.localName === "object" ? "data" : "src") ?? "").trim();
  const shown = showPicture(address, element) ?? showFrame(place, address, element, context.options);
  if (shown) return place.replaceWith(shown);
  release(place);
  if (!address || /^(about|javascript):/i.test(address)) return place.remove();
  const url = parseUrl(address);
  place.removeAttribute("style");
  place.append(`${context.translate(messages.embedded_page)} `, link(url) ?? address.slice(0, MAX_NAME_UNITS));
}

const isWeb = (url: URL | undefined): url is URL => !!url && /^https?:$/.test(url.protocol);

/** A picture of the output's own, as some libraries embed them. */
function showPicture(address: string, element: Element): Element | undefined {
  if (!/^data:image\//i.test(address)) return undefined;
  const image = document.createElement("img");
  image.src = address;
  image.alt = element.getAttribute("title") ?? "";
  copySize(element, image);
  return image;
}

function showFrame(place: HTMLElement, address: string, element: Element, options: Options): Element | undefined {
  const hosts = options.sanitize?.frames ?? [];
  const url = parseUrl(address);
  if (!isWeb(url) || !(hosts.includes(url.host) || hosts.includes(url.origin))) return undefined;
  const own = [origin, location.origin, new URL(document.baseURI).origin, new URL(import.meta.url).origin];
  if (own.includes(url.origin)) return undefined;
  const frame = document.createElement("iframe");
  frame.style.cssText = place.style.cssText;
  frame.style.border = "0";
  frame.style.maxWidth = "100%";
  frame.sandbox.value = SANDBOX;
  frame.allow = "";
  frame.referrerPolicy = "no-referrer";
  frame.loading = "lazy";
  frame.title = element.getAttribute("title") || url.host;
  frame.src = url.href;
  copySize(element, frame);
  return frame;
}

/** A size that an attribute gives, unless there would be nothing to see. */
function copySize(from: Element, to: Element): void {
  for (const name of ["width", "height"]) {
    const size = from.getAttribute(name) ?? "";
    if (/^[1-9]\d{0,4}(px|%)?$/.test(size)) to.setAttribute(name, size.replace("px", ""));
  }
}

function link(url: URL | undefined): HTMLAnchorElement | undefined {
  if (!isWeb(url)) return undefined;
  const link = document.createElement("a");
  link.href = link.title = url.href;
  link.textContent = url.host;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/** Boxes around it that have nothing else are no higher than it is: a line is not as high as a page. */
function release(place: Element): void {
  for (let box = place.parentElement; box; box = box.parentElement) {
    if (box.childElementCount > 1 || /\S/.test(box.textContent!)) return;
    box.removeAttribute("style");
  }
}
