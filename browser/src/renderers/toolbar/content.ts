/** An item's content for copying and saving. */

import type { CopiedItem, SavedItem } from "../../backendai-media.d.ts";
import type { ServedOutput } from "../../shared/chunk-interfaces.ts";
import { exportItem } from "./export.ts";

/** An image's bytes, of a data URI without asking the network, which a policy may forbid. */
export async function bytesOf(address: string): Promise<BlobPart> {
  if (!address.startsWith("data:")) return (await fetch(address)).blob();
  const [head, body = ""] = [address.slice(0, address.indexOf(",")), address.slice(address.indexOf(",") + 1)];
  if (!head.endsWith(";base64")) return decodeURIComponent(body);
  return Uint8Array.from(atob(decodeURIComponent(body)), (character) => character.charCodeAt(0));
}

const toPng = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("empty"))));
  });

/** What an item's element holds: a picture, sanitised markup in a shadow root, text. */
interface Held {
  image: HTMLImageElement | null;
  canvas: HTMLCanvasElement | null;
  markup: ShadowRoot | null | undefined;
  console: Element | null;
}

const heldIn = (item: HTMLElement): Held => ({
  image: item.querySelector<HTMLImageElement>(":scope > img"),
  canvas: item.querySelector("canvas"),
  markup: item.querySelector(".backendai-html > *")?.shadowRoot,
  console: item.querySelector(".backendai-console"),
});

function drawn(image: HTMLImageElement): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext("2d")!.drawImage(image, 0, 0);
  return canvas;
}

const textOf = (item: HTMLElement, { console }: Held): string => (console?.textContent ?? item.innerText).trimEnd();

function copyOfElement(item: HTMLElement): CopiedItem {
  const held = heldIn(item);
  const { image, canvas, markup } = held;
  if (image) return { text: image.src, image: toPng(drawn(image)) };
  if (canvas) return { text: canvas.ariaLabel ?? "", image: toPng(canvas) };
  if (!markup) return { text: textOf(item, held) };
  const parts = [...markup.children] as HTMLElement[];
  return { text: parts.map((part) => part.innerText ?? part.textContent).join("\n"), html: markup.innerHTML };
}

async function fileOfElement(item: HTMLElement, output: ServedOutput): Promise<SavedItem> {
  const held = heldIn(item);
  const { image, canvas, markup, console } = held;
  if (image) {
    const extension = item.dataset.type!.replace(/^image\/|\+.*/g, "");
    return { name: `output.${extension}`, blob: new Blob([await bytesOf(image.src)]) };
  }
  if (canvas) return { name: "output.png", blob: await toPng(canvas) };
  if (console && !markup) return { name: "output.txt", blob: new Blob([`${textOf(item, held)}\n`]) };
  return { name: "output.html", blob: await exportItem(item, output) };
}

/** What a person copies of an item: what its renderer gives, else what its element holds. */
export const copyOf = (item: HTMLElement, output: ServedOutput): CopiedItem =>
  output.itemOf(item)?.copy?.() ?? copyOfElement(item);

/** What a person saves of an item: what its renderer gives, else what its element holds, or else the item as a page. */
export const fileOf = async (item: HTMLElement, output: ServedOutput): Promise<SavedItem> =>
  output.itemOf(item)?.save?.() ?? fileOfElement(item, output);
