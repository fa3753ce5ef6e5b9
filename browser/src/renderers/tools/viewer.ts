/** An image as large as the window, over the page, with a button that saves it. */

import type { Context } from "../../backendai-media.d.ts";
import { save } from "../../core/save.ts";
import { styleTools } from "./style.ts";

/** The image's bytes, of a data URI without asking the network, which a policy may forbid. */
async function bytesOf(address: string): Promise<BlobPart> {
  if (!address.startsWith("data:")) return (await fetch(address)).blob();
  const [head, body = ""] = [address.slice(0, address.indexOf(",")), address.slice(address.indexOf(",") + 1)];
  if (!head.endsWith(";base64")) return decodeURIComponent(body);
  return Uint8Array.from(atob(decodeURIComponent(body)), (character) => character.charCodeAt(0));
}

export function enlarge(image: HTMLImageElement, context: Context): void {
  const output = image.closest(".backendai-output");
  if (!output?.isConnected) return;
  styleTools(image);
  const dialog = document.createElement("dialog");
  const large = document.createElement("img");
  const bar = document.createElement("div");
  dialog.className = "backendai-viewer";
  dialog.ariaLabel = image.alt;
  large.src = image.src;
  large.alt = image.alt;
  const button = (text: string, act: () => void) => {
    const made = document.createElement("button");
    made.textContent = text;
    made.onclick = act;
    bar.append(made);
  };
  button(context.text("Save"), () => {
    const name = `output.${context.type.replace(/^image\/|\+.*/g, "")}`;
    // An image that may not be read across origins is opened instead: the browser can save it there.
    bytesOf(image.src).then(
      (bytes) => save(name, bytes),
      () => open(image.src, "_blank", "noopener"),
    );
  });
  button(context.text("Close"), () => dialog.close());
  dialog.onclick = ({ target }) => target === dialog && dialog.close();
  dialog.onclose = () => {
    dialog.remove();
    image.focus();
  };
  dialog.append(bar, large);
  output.append(dialog);
  context.signal.addEventListener("abort", () => dialog.close());
  dialog.showModal();
}
