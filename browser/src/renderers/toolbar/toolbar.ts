/** An item's toolbar. What it copies and saves is what the renderer supplies (`backendai:take`), or what can be seen. */

import { COPY, drawIcon, FULL, SAVE } from "../../shared/icon.ts";
import { type Content, save } from "../../shared/save.ts";
import type { Message } from "../../backendai-media.d.ts";
import { copyContent } from "../../shared/clipboard.ts";
import { contentOf } from "./content.ts";

/** What the toolbar needs of the output that it serves. */
export interface Output {
  readonly element: HTMLElement;
  /** An interface text in the page's language. */
  text(english: string): string;
}

/** Milliseconds for which a button shows that it is done. */
const DONE_MS = 1500;

export function createToolbar(item: HTMLElement, output: Output): HTMLElement {
  const bar = document.createElement("div");
  const row = document.createElement("div");
  bar.className = "backendai-bar";
  row.role = "toolbar";
  row.ariaLabel = output.text("Tools" satisfies Message);

  const button = (label: Message, drawing: string, act: () => void | Promise<Message | void>): void => {
    const made = document.createElement("button");
    const name = (text: Message): void => {
      made.title = made.ariaLabel = output.text(text);
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
  const take = (): Content => contentOf(item);

  button("Copy", COPY, async (): Promise<Message> => {
    await copyContent(take());
    return "Copied";
  });
  button("Save", SAVE, async () => {
    const { name, data } = await take().file();
    save(name, data);
  });
  if (document.fullscreenEnabled) {
    button("Full screen", FULL, () => {
      if (document.fullscreenElement === item) void document.exitFullscreen();
      else void item.requestFullscreen();
    });
  }
  bar.append(row);
  return bar;
}
