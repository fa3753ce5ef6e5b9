/** A program that asks: a box for the answer, locked once there is one. */

import type { InputItem } from "../../shared/items.ts";
import { createElement } from "../../shared/dom.ts";
import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { INPUT_MAX_BOXES } from "../../shared/spec.ts";
import * as messages from "../../shared/messages.ts";

/** What turns each box into text, the oldest first. */
const boxes = new Set<() => void>();
/** Questions so far. */
let asked = 0;

/**
 * Shows the box and dispatches `backendai:input` twice: now, so that a page with a box of its own can answer by
 * `detail.reply(text)`; and with `detail.text` when the person sent an answer here, for the page to pass on. A question after
 * which very many came has no box: browsers look through all fields for each new one.
 */
export function askInput(data: unknown, context: Context): RenderedItem {
  const { prompt, password } = data as Extract<InputItem, { action: "input" }>;
  const written = createElement("div", "input", prompt);
  const number = ++asked;
  let answer: string | undefined;
  /** Shows the answer in the box. */
  let lock: (() => void) | undefined;

  /** A password is not echoed, not even its length. */
  const reply = (text: string): void => {
    answer = password ? "" : text;
    written.textContent = prompt + answer;
    lock?.();
  };

  const open = (): void => {
    const form = createElement("form", "input");
    const label = document.createElement("label");
    const send = createElement("button", "button", context.translate(messages.send));
    const field = document.createElement("input");
    field.type = password ? "password" : "text";
    field.autocomplete = "off";
    field.spellcheck = false;
    field.ariaLabel = prompt.trim() || context.translate(password ? messages.password : messages.input);
    label.append(prompt, field);
    form.append(label, send);
    form.onsubmit = (event) => {
      event.preventDefault();
      if (field.readOnly) return;
      const text = field.value;
      reply(text);
      context.emit("input", { prompt, password, reply, text });
    };
    lock = () => {
      field.value = answer!;
      field.readOnly = true;
      send.remove();
    };
    if (answer !== undefined) lock();
    written.replaceWith(form);
    const close = (): void => {
      boxes.delete(close);
      form.replaceWith(written);
    };
    boxes.add(close);
    context.signal.addEventListener("abort", () => boxes.delete(close));
    if (boxes.size > INPUT_MAX_BOXES) for (const oldest of boxes) return oldest();
  };

  context.host.append(written);
  let ready: Promise<void> | undefined;
  // At once: whoever hears of the question finds its box.
  if (boxes.size < INPUT_MAX_BOXES) open();
  else {
    ready = new Promise((resolve) => {
      context.schedule(() => {
        if (asked - number < INPUT_MAX_BOXES) open();
        resolve();
      });
    });
  }
  context.emit("input", { prompt, password, reply });
  return { ready };
}
