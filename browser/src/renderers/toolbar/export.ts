/** A result as one self-contained HTML file whose policy forbids scripts. */

import type { ServedOutput, Whole } from "../../shared/chunk-interfaces.ts";
import { addressOf } from "../../shared/svg.ts";

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

/** What answers to hands only, and what is said of an output: useless in a page without scripts. */
const INTERACTIVE_CLASS =
  /^backendai-(bar|controls|data-bar|data-detail|git-bar|git-detail|map-buttons|cast-strip|cast-large|status)\b/;
/** Of ours; an output's own may work without scripts. */
const CONTROLS = "button, input, select, textarea, a[href='#'], .backendai-folded ~ .backendai-fold";
/** Attributes of what answers to hands. */
const INTERACTIVE_ATTRIBUTE = /^(tabindex|aria-sort|aria-activedescendant)$/;

const VOID_ELEMENTS = new Set("area br col hr img input link meta source track wbr".split(" "));

/** Elements that stand for one that is shown in parts. */
const MAX_ELEMENTS = 300_000;

/** The document or shadow root that the output is in. */
let exported: Node;

function attributesOf(element: Element, isOurs: boolean): string {
  const attributes = [];
  for (const { name, value } of element.attributes) {
    if (INTERACTIVE_ATTRIBUTE.test(name) && (isOurs || element.matches(".backendai-sorts"))) continue;
    const text =
      name === "class"
        ? value.replace(/backendai-(folded|sorts)\b/g, "").trim()
        : (name === "src" && sources.get(element)) || value;
    attributes.push(` ${name}="${escape(text)}"`);
  }
  return attributes.join("");
}

/** An answer that was given remains as text, but for a password. */
const answerOf = (field: Element): string =>
  field instanceof HTMLInputElement && field.readOnly && field.type === "text" ? escape(field.value) : "";

/** A node with its shadow roots as markup. */
function serialize(node: Node): string {
  if (node instanceof Text) return escape(node.data);
  if (!(node instanceof Element)) return "";
  const made = (node as Whole).whole?.(MAX_ELEMENTS);
  if (!made) return serializeElement(node);
  if (node.localName !== "table") return serializeElement(made);
  // It scrolls on a screen, and is in parts on paper.
  made.classList.add("backendai-paper");
  return `<div class="backendai-screen">${serializeElement(node)}</div>${serializeElement(made)}`;
}

function serializeElement(node: Element): string {
  const { localName: name, shadowRoot } = node;
  const root = node.getRootNode();
  // Markup of outputs is in shadow roots of their own.
  const isOurs =
    root === exported || !(root instanceof ShadowRoot) || /\bbackendai-/.test(node.getAttribute("class") ?? "");
  if (name === "script" || name === "dialog" || INTERACTIVE_CLASS.test(node.getAttribute("class") ?? "")) return "";
  if (isOurs && node.matches(CONTROLS)) return answerOf(node);
  if (node.matches(".backendai-frame")) return pictureOf(node);
  if (name === "iframe") return "";
  const attributes = attributesOf(node, isOurs);
  if (node instanceof HTMLCanvasElement) return `<img${attributes} src="${node.toDataURL()}">`;
  if (VOID_ELEMENTS.has(name) && node.namespaceURI === "http://www.w3.org/1999/xhtml") return `<${name}${attributes}>`;
  const shadow = shadowRoot
    ? `<template shadowrootmode="open">${style(shadowRoot.adoptedStyleSheets)}${children(shadowRoot)}</template>`
    : "";
  return `<${name}${attributes}>${shadow}${children(node)}</${name}>`;
}

/** A chart's picture, on white as it is drawn for it, or that there is none; of other frames nothing. */
function pictureOf(frame: Element): string {
  const picture = pictures.get(frame);
  const title = frame.querySelector("iframe")?.title ?? "";
  if (picture) return `<img class="backendai-frame-kept" alt="${escape(title)}" src="${escape(addressOf(picture))}">`;
  return `<p class="backendai-note">${escape((frame as HTMLElement).dataset["unseen"] ?? "")}</p>`;
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
  exported = root;
  const sheets = (root instanceof ShadowRoot ? root : document).adoptedStyleSheets;
  const ours = sheets.filter((sheet) => cssOf([sheet]).includes("backendai-"));
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width"><title>Output</title>`;
  const html = `<!doctype html><html lang="${escape(document.documentElement.lang)}"><head>${head}${style(ours)}</head><body>${serialize(element)}</body></html>`;
  return new Blob([html.toWellFormed()], { type: "text/html" });
}
