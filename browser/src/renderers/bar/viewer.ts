/** An image as large as the window, over the page, with a button that saves it. */

import type { Message } from "../../backendai-media.d.ts";
import type { Output } from "../../core/output.ts";
import { save } from "../../core/save.ts";
import { styleTools } from "../tools/style.ts";
import { contentOf } from "./content.ts";

/** An image's bytes, of a data URI without asking the network, which a policy may forbid. */
export async function bytesOf(address: string): Promise<BlobPart> {
  if (!address.startsWith("data:")) return (await fetch(address)).blob();
  const [head, body = ""] = [address.slice(0, address.indexOf(",")), address.slice(address.indexOf(",") + 1)];
  if (!head.endsWith(";base64")) return decodeURIComponent(body);
  return Uint8Array.from(atob(decodeURIComponent(body)), (character) => character.charCodeAt(0));
}

export function enlarge(image: HTMLImageElement, output: Output): void {
  const item = image.parentElement!;
  if (!image.isConnected) return;
  styleTools(image);
  const dialog = document.createElement("dialog");
  const large = document.createElement("img");
  const bar = document.createElement("div");
  dialog.className = "backendai-viewer";
  dialog.ariaLabel = image.alt;
  large.src = image.src;
  large.alt = image.alt;
  const button = (text: Message, act: () => void) => {
    const made = document.createElement("button");
    made.textContent = output.text(text);
    made.onclick = act;
    bar.append(made);
  };
  button("Save", async () => {
    try {
      const { name, data } = await contentOf(item).file();
      save(name, data);
    } catch {
      // An image that may not be read across origins is opened instead: the browser can save it there.
      open(image.src, "_blank", "noopener");
    }
  });
  button("Close", () => dialog.close());
  dialog.onclick = ({ target }) => target === dialog && dialog.close();
  dialog.onclose = () => {
    dialog.remove();
    image.focus();
  };
  dialog.append(bar, large);
  output.element.append(dialog);
  dialog.showModal();
}
