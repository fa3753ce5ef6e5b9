/** Raster images and SVG, as `<img>`: scripts in them are inert. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { LAZY_AFTER_ITEMS } from "../../shared/spec.ts";
import css from "./style.css";
import * as messages from "../../shared/messages.ts";
import { messageError } from "../../shared/translate.ts";

/** The image's address: a URL unchanged, anything else as a data URI. */
function addressOf(type: string, data: string): string {
  const text = data.trim();
  // An SVG's is read before (`readSvg`).
  if (/^(https?|blob|data(?!:image.svg)):/i.test(text)) return text;
  if (!type.includes("svg")) return `data:${type};base64,${text}`;
  return `data:${type},${encodeURIComponent(text)}`;
}

/** What a bundle's text says of its picture, at most; nothing where it only names an object: `<Figure …>`, `Figure(…)`. */
const SAID = /^(?!<.*>$|(\w+\.)*[A-Z]\w*\(.*\)$).{1,400}/su;

/** Milliseconds after which a picture may be one that is out of view and never comes; none waits for the tools' bytes. */
const LOOK_AFTER_MS = 100;

/** What only pictures from elsewhere need. */
interface Tools {
  whenOutOfView(image: HTMLImageElement): Promise<void>;
}

/** Whether so many elements are before one. */
function isBehind(element: Element, count: number): boolean {
  let left = count;
  for (let before = element.previousElementSibling; before; before = before.previousElementSibling)
    if (!--left) return true;
  return false;
}

export function render(data: unknown, context: Context): RenderedItem {
  const { host, type, translate, load } = context;
  const image = document.createElement("img");
  context.style(css);
  image.role = "button";
  image.tabIndex = 0;

  const show = (value: unknown, metadata: Context["metadata"]): PromiseLike<void> => {
    const plain = (metadata["text/plain"] as string | undefined)?.trim();
    image.alt = (metadata.alt || SAID.exec(plain ?? "")?.[0] || translate(messages.image)) as string;
    for (const side of ["width", "height"] as const) {
      if ((metadata[side] as number) > 0) image[side] = metadata[side] as number;
      else image.removeAttribute(side);
    }
    const address = addressOf(type, value as string);
    const remote = !address.startsWith("data:");
    const isFar = isBehind(host, LAZY_AFTER_ITEMS);
    // Among hundreds, distant ones load lazily.
    if (remote || isFar) image.loading = "lazy";
    image.src = address;
    const then = (resolve: () => void, reject: (error: unknown) => void): void => {
      image.onload = resolve;
      image.onerror = () => reject(messageError(messages.broken_image));
      if (isFar) resolve();
    };
    // No promise for data that is here: the microtasks of a thousand pictures are noticeable.
    // oxlint-disable-next-line unicorn/no-thenable
    if (!remote) return { then } as PromiseLike<void>;
    const loaded = new Promise<void>(then);
    return Promise.race([
      loaded,
      new Promise((later) => setTimeout(later, LOOK_AFTER_MS))
        .then(() => load("tools") as Promise<Tools>)
        .then((tools) => tools.whenOutOfView(image))
        .catch(() => loaded),
    ]);
  };
  host.append(image);
  return { ready: show(data, context.metadata), update: show };
}
