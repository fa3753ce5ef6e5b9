/** An item's content for copying and saving. */

import { type Content, type File, take } from "../../shared/save.ts";
import { exportHtml } from "./export.ts";

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

function ofImage(image: HTMLImageElement, type: string): Content {
  return {
    text: () => image.src,
    picture() {
      const canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      canvas.getContext("2d")!.drawImage(image, 0, 0);
      return toPng(canvas);
    },
    file: async () => ({
      name: `output.${type.replace(/^image\/|\+.*/g, "")}`,
      data: await bytesOf(image.src),
    }),
  };
}

/** What an item's element holds: a picture, sanitised markup in a shadow root, text; else it is saved as a page. */
function ofElement(item: HTMLElement): Content {
  const type = item.dataset.type!;
  const image = item.querySelector<HTMLImageElement>(":scope > img");
  if (image) return ofImage(image, type);
  const page = async (): Promise<File> => ({ name: "output.html", data: await exportHtml(item) });
  const canvas = item.querySelector("canvas");
  if (canvas) {
    const picture = () => toPng(canvas);
    return {
      text: () => canvas.ariaLabel ?? "",
      picture,
      file: async () => ({ name: "output.png", data: await picture() }),
    };
  }
  const root = item.querySelector(".backendai-html > *")?.shadowRoot;
  if (root) {
    const parts = [...root.children] as HTMLElement[];
    const text = () => parts.map((part) => part.innerText ?? part.textContent).join("\n");
    return { text, html: () => root.innerHTML, file: page };
  }
  const console = item.querySelector(".backendai-console");
  const text = () => (console?.textContent ?? item.innerText).trimEnd();
  return { text, file: console ? () => ({ name: "output.txt", data: `${text()}\n` }) : page };
}

/** An item in all its forms: what its renderer supplies, else what its element holds. */
export const contentOf = (item: HTMLElement): Content => ({ ...ofElement(item), ...take(item) });
