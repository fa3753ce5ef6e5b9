/** A result as one self-contained HTML file whose policy forbids scripts. */

import type { ServedOutput } from "../../shared/chunk-interfaces.ts";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:; font-src data:";

const cssOf = (sheets: readonly CSSStyleSheet[]): string =>
  sheets.map((sheet) => Array.from(sheet.cssRules, (rule) => rule.cssText).join("\n")).join("\n");

const escape = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

/** Constructed sheets are not part of markup: each root gets its own as text. `</style` cannot end it early. */
const style = (sheets: readonly CSSStyleSheet[]): string =>
  `<style>${cssOf(sheets).replace(/<\/(?=style)/gi, "<\\/")}</style>`;

/** Pictures of frames, which charts can supply. */
const pictures = new WeakMap<Node, string>();
/** Data URIs for media players: blob addresses end with the page. */
const sources = new WeakMap<Node, string>();

const toAddress = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error!);
    reader.readAsDataURL(blob);
  });

/** Gathers what markup alone does not have. */
async function takeAlong(element: Element, output: ServedOutput): Promise<void> {
  const frames = [...element.querySelectorAll<HTMLElement & { picture?(): Promise<string> }>(".backendai-frame")];
  const players = [...element.querySelectorAll<HTMLMediaElement>(":is(audio, video)[src^='blob:']")];
  await Promise.all([
    ...frames.map(async (frame) => pictures.set(frame, (await frame.picture?.()) ?? "")),
    ...players.map(async (player) => {
      const item = player.closest<HTMLElement>(".backendai-item")!;
      const file = await output.itemOf(item)?.save?.();
      if (file) sources.set(player, await toAddress(new Blob([file.blob], { type: item.dataset.type! })));
    }),
  ]);
}

/** Controls, which are useless in a page without scripts. */
const INTERACTIVE_CLASS = /^backendai-(bar|controls|data-bar|map-buttons|cast-strip|cast-large)$/;

const VOID_ELEMENTS = new Set("area br col hr img input link meta source track wbr".split(" "));

/** An element with its shadow roots as markup. */
function serialize(node: Node): string {
  if (node instanceof Text) return escape(node.data);
  if (!(node instanceof Element)) return "";
  const name = node.localName;
  if (name === "script" || name === "dialog" || INTERACTIVE_CLASS.test(node.getAttribute("class") ?? "")) return "";
  const valueOf = ({ name, value }: Attr): string => (name === "src" && sources.get(node)) || value;
  const attributes = Array.from(node.attributes, (one) => ` ${one.name}="${escape(valueOf(one))}"`).join("");
  const picture = pictures.get(node);
  if (picture) return `<img alt="" src="data:image/svg+xml,${encodeURIComponent(picture.toWellFormed())}">`;
  if (name === "iframe") return "";
  if (node instanceof HTMLCanvasElement) return `<img${attributes} src="${node.toDataURL()}">`;
  if (VOID_ELEMENTS.has(name) && node.namespaceURI === "http://www.w3.org/1999/xhtml") return `<${name}${attributes}>`;
  const { shadowRoot } = node;
  const shadow = shadowRoot
    ? `<template shadowrootmode="open">${style(shadowRoot.adoptedStyleSheets)}${children(shadowRoot)}</template>`
    : "";
  return `<${name}${attributes}>${shadow}${children(node)}</${name}>`;
}

const children = (node: Node): string => Array.from(node.childNodes, serialize).join("");

/** A result as a page; rejects with a RangeError where there is none. */
export async function exportHtml(output: ServedOutput | undefined): Promise<Blob> {
  if (!output) throw new RangeError("There is no result of this id");
  return exportItem(output.element, output);
}

/** An item of an output, or all of it, as a page. */
export async function exportItem(element: Element, output: ServedOutput): Promise<Blob> {
  await takeAlong(element, output);
  const root = element.getRootNode();
  const sheets = (root instanceof ShadowRoot ? root : document).adoptedStyleSheets;
  const ours = sheets.filter((sheet) => cssOf([sheet]).includes("backendai-"));
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width"><title>Output</title>`;
  const html = `<!doctype html><html lang="${escape(document.documentElement.lang)}"><head>${head}${style(ours)}</head><body>${serialize(element)}</body></html>`;
  return new Blob([html.toWellFormed()], { type: "text/html" });
}
