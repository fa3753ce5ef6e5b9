/** An image as large as the window, over the page, with a button that saves it. */

import type { Message } from "../../backendai-media.d.ts";
import { adopt, createButton } from "../../shared/dom.ts";
import buttonStyle from "../../shared/button.css";
import { save } from "../../shared/copy-save.ts";
import theme from "../../shared/theme.css";
import * as messages from "../../shared/messages.ts";
import type { ServedOutput } from "../../shared/chunk-interfaces.ts";
import { fileOf } from "./content.ts";

export function enlarge(image: HTMLImageElement, output: ServedOutput): void {
  const item = image.parentElement!;
  if (!image.isConnected) return;
  adopt(theme, image);
  adopt(buttonStyle, image);
  const dialog = document.createElement("dialog");
  const large = document.createElement("img");
  const bar = document.createElement("div");
  dialog.className = "backendai-viewer";
  dialog.ariaLabel = image.alt;
  large.src = image.src;
  large.alt = image.alt;
  const button = (text: Message, act: () => void) => bar.append(createButton("button", output.translate(text), act));
  button(messages.save, async () => {
    try {
      const { name, blob } = await fileOf(item, output);
      save(name, blob);
    } catch {
      // An image that may not be read across origins is opened instead: the browser can save it there.
      open(image.src, "_blank", "noopener");
    }
  });
  button(messages.close, () => dialog.close());
  dialog.onclick = ({ target }) => target === dialog && dialog.close();
  dialog.onclose = () => {
    dialog.remove();
    image.focus();
  };
  dialog.append(bar, large);
  output.element.append(dialog);
  dialog.showModal();
}
