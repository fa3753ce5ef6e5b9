/** An item's toolbar. */

import { COPY, drawIcon, FULL, SAVE } from "../../shared/icon.ts";
import { copyItem, save } from "../../shared/copy-save.ts";
import type { Message } from "../../backendai-media.d.ts";
import * as messages from "../../shared/messages.ts";
import type { ServedOutput } from "../../shared/chunk-interfaces.ts";
import { copyOf, fileOf } from "./content.ts";

/** Milliseconds for which a button shows that it is done. */
const DONE_MS = 1500;

export function createToolbar(item: HTMLElement, output: ServedOutput): HTMLElement {
  const bar = document.createElement("div");
  const row = document.createElement("div");
  bar.className = "backendai-bar";
  row.role = "toolbar";
  row.ariaLabel = output.translate(messages.tools);

  const button = (label: Message, drawing: string, act: () => void | Promise<Message | void>): void => {
    const made = document.createElement("button");
    const name = (text: Message): void => {
      made.title = made.ariaLabel = output.translate(text);
    };
    made.type = "button";
    made.append(drawIcon(drawing));
    made.onclick = async () => {
      const said = await act();
      if (!said) return;
      name(said);
      made.classList.add("backendai-done");
      setTimeout(() => {
        name(label);
        made.classList.remove("backendai-done");
      }, DONE_MS);
    };
    name(label);
    row.append(made);
  };
  button(messages.copy, COPY, async (): Promise<Message> => {
    await copyItem(copyOf(item, output));
    return messages.copied;
  });
  button(messages.save, SAVE, async () => {
    const { name, blob } = await fileOf(item, output);
    save(name, blob);
  });
  if (document.fullscreenEnabled) {
    button(messages.full_screen, FULL, () => {
      if (document.fullscreenElement === item) void document.exitFullscreen();
      else void item.requestFullscreen();
    });
  }
  bar.append(row);
  return bar;
}
