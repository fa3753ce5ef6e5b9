/**
 * A picture of what an output's own scripts made, for paper and files: the elements as they look now, in an SVG that a page
 * shows as an image. Documents within (`srcdoc`, as maps have them) draw themselves the same way. Remote pictures are in it
 * where their host may be read (CORS); what else it needs from elsewhere (tainted canvases) is left out.
 */

import type { Library } from "../../shared/chunk-interfaces.ts";
import { provide } from "../library.ts";

const SVG = "http://www.w3.org/2000/svg";
const HTML = "http://www.w3.org/1999/xhtml";
/** Elements in a picture, and pixels of its sides. */
const MAX_ELEMENTS = 5_000;
const MAX_PX = 10_000;
/** Remote pictures, and milliseconds for all of them and for documents within. */
const MAX_REMOTE = 200;
const MAX_WAIT_MS = 2_000;
/** This script, for documents within. */
const SOURCE = document.currentScript?.textContent ?? "";

/** Properties that descendants take over. */
const INHERITED =
  "border-collapse border-spacing caption-side color direction fill fill-opacity font-family font-size font-stretch font-style font-variant font-weight letter-spacing line-height list-style-type overflow-wrap stroke stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity stroke-width text-align text-anchor text-indent text-transform visibility white-space word-break word-spacing".split(
    " ",
  );
/** Those that they do not. */
const OWN =
  "align-items align-self background-color background-image background-position background-repeat background-size border-bottom-color border-bottom-left-radius border-bottom-right-radius border-bottom-style border-bottom-width border-left-color border-left-style border-left-width border-right-color border-right-style border-right-width border-top-color border-top-left-radius border-top-right-radius border-top-style border-top-width bottom box-shadow box-sizing clear column-gap cursor display dominant-baseline flex-basis flex-direction flex-grow flex-shrink flex-wrap float grid-column-end grid-column-start grid-row-end grid-row-start grid-template-columns grid-template-rows height justify-content left margin-bottom margin-left margin-right margin-top opacity overflow-x overflow-y padding-bottom padding-left padding-right padding-top position right row-gap text-decoration-line top transform transform-origin vertical-align width z-index".split(
    " ",
  );
/** Cells keep their tags, for what they span. */
const TABLE = /^(table|thead|tbody|tfoot|tr|td|th|caption|col|colgroup)$/;
const SKIPPED = /^(script|style|link|meta|title|head|template|noscript|base)$/;

const styleText = (style: CSSStyleDeclaration, around: CSSStyleDeclaration, initial: CSSStyleDeclaration): string => {
  const differs = (name: string, than: CSSStyleDeclaration): boolean =>
    style.getPropertyValue(name) !== than.getPropertyValue(name);
  const names = [...INHERITED.filter((name) => differs(name, around)), ...OWN.filter((name) => differs(name, initial))];
  return names
    .map((name) => `${name}:${style.getPropertyValue(name)}`)
    .filter((declaration) => !/url\((?!["']?(?:data:image\/(?!svg)|#))/i.test(declaration))
    .join(";");
};

/** Addresses of remote pictures, and what documents within have drawn. */
const fetched = new Map<string, string>();
const within = new Map<Element, Element>();

/** A picture from a host that may be read; bytes that are no raster picture are none. */
async function fetchPicture(address: string): Promise<void> {
  const bytes = await (await fetch(address)).blob();
  if (!/^image\/(?!svg)/i.test(bytes.type)) return;
  const reader = new FileReader();
  await new Promise((resolve) => {
    reader.onloadend = resolve;
    reader.readAsDataURL(bytes);
  });
  fetched.set(address, `${reader.result as string}`);
}

/** What a document within has drawn of itself. It may be anything, as this document. */
function askWithin(frame: HTMLIFrameElement): Promise<void> {
  return new Promise((resolve) => {
    const hear = ({ source, data }: MessageEvent<unknown>): void => {
      if (source !== frame.contentWindow || !Array.isArray(data) || data[0] !== "picture") return;
      removeEventListener("message", hear);
      const drawn = new DOMParser().parseFromString(`${data[1]}`, "image/svg+xml").documentElement;
      if (drawn.localName === "svg") within.set(frame, drawn);
      resolve();
    };
    addEventListener("message", hear);
    frame.contentWindow?.postMessage(["picture", SOURCE], "*");
  });
}

/** Waits for what is elsewhere, for some time. */
async function gather(): Promise<void> {
  const images = [...document.images]
    .map(({ currentSrc }) => currentSrc)
    .filter((address) => /^https?:/i.test(address));
  const addresses = [...new Set(images)].filter((address) => !fetched.has(address)).slice(0, MAX_REMOTE);
  const frames = document.querySelectorAll<HTMLIFrameElement>("iframe[srcdoc]");
  const all = Promise.allSettled([...addresses.map(fetchPicture), ...[...frames].map(askWithin)]);
  await Promise.race([all, new Promise((resolve) => setTimeout(resolve, MAX_WAIT_MS))]);
}

/** What is painted in an element, as the address of a picture; none where it may not be read. */
function pixelsOf(element: Element): string {
  try {
    const known = element instanceof HTMLImageElement && fetched.get(element.currentSrc);
    if (known) return known;
    if (element instanceof HTMLCanvasElement) return element.toDataURL();
    if (element instanceof HTMLImageElement && /^data:image\/(?!svg)/i.test(element.src)) return element.src;
    const isImage = element instanceof HTMLImageElement;
    const canvas = document.createElement("canvas");
    const source = element as HTMLImageElement & HTMLVideoElement;
    canvas.width = isImage ? source.naturalWidth : source.videoWidth;
    canvas.height = isImage ? source.naturalHeight : source.videoHeight;
    canvas.getContext("2d")!.drawImage(source, 0, 0);
    return canvas.toDataURL();
  } catch {
    return "";
  }
}

/** The children as they are shown: of a shadow root, and in slots what they are given. */
function childrenOf(element: Element): Node[] {
  if (element.shadowRoot) return [...element.shadowRoot.childNodes];
  const given = element instanceof HTMLSlotElement ? element.assignedNodes() : [];
  return given.length ? given : [...element.childNodes];
}

const valueOf = (element: Element): string => {
  if (element instanceof HTMLSelectElement) return element.selectedOptions[0]?.text ?? "";
  if (element instanceof HTMLTextAreaElement) return element.value;
  return element instanceof HTMLInputElement && !/^(hidden|password|range)$/.test(element.type) ? element.value : "";
};

function createCopier(initial: CSSStyleDeclaration): (node: Node, into: Element, around: CSSStyleDeclaration) => void {
  let left = MAX_ELEMENTS;
  const copyOf = (element: Element): Element => {
    const name = element.localName;
    if (element instanceof SVGElement) {
      const made = document.createElementNS(SVG, name);
      for (const { name, value } of element.attributes)
        if (!/^(on|style$|class$|xmlns)|href$/i.test(name) || value.startsWith("#")) made.setAttribute(name, value);
      return made;
    }
    if (/^(canvas|img|video)$/.test(name)) {
      const made = document.createElementNS(HTML, "img");
      const address = pixelsOf(element);
      if (address) made.setAttribute("src", address);
      return made;
    }
    const made = document.createElementNS(HTML, TABLE.test(name) ? name : "div");
    for (const span of ["colspan", "rowspan", "span"])
      if (element.hasAttribute(span)) made.setAttribute(span, element.getAttribute(span)!);
    return made;
  };
  const copy = (node: Node, into: Element, around: CSSStyleDeclaration): void => {
    if (node instanceof Text) return into.append(node.data);
    if (!(node instanceof Element) || SKIPPED.test(node.localName) || !left--) return;
    const style = getComputedStyle(node);
    if (style.display === "none") return;
    const made = copyOf(node);
    made.setAttribute("style", styleText(style, around, initial));
    into.append(made);
    if (made.localName === "img") return;
    const drawn = within.get(node);
    if (drawn) made.append(document.importNode(drawn, true));
    const value = valueOf(node);
    if (value) made.append(value);
    else if (!/^(iframe|object|embed|select)$/.test(node.localName))
      for (const child of childrenOf(node)) copy(child, made, style);
  };
  return copy;
}

const show: Library = () => Promise.resolve();

show.picture = async () => {
  await document.fonts.ready;
  await gather();
  const root = document.documentElement;
  const width = Math.min(root.scrollWidth, MAX_PX);
  const height = Math.min(root.scrollHeight, MAX_PX);
  const reference = document.createElement("div");
  reference.style.all = "initial";
  reference.style.display = "block";
  root.append(reference);
  const initial = getComputedStyle(reference);
  const picture = document.createElementNS(SVG, "svg");
  const place = document.createElementNS(SVG, "foreignObject");
  const page = document.createElementNS(HTML, "div");
  for (const element of [picture, place]) {
    element.setAttribute("width", `${width}`);
    element.setAttribute("height", `${height}`);
  }
  page.setAttribute("style", "background:#fff;color:#000;height:100%;overflow:hidden;position:relative");
  createCopier(initial)(document.body, page, initial);
  reference.remove();
  place.append(page);
  picture.append(place);
  return new XMLSerializer().serializeToString(picture);
};
provide(show);
