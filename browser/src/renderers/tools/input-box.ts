/** A program that asks: a box for the answer, locked once there is one. */

import type { InputItem } from "../../shared/items.ts";
import { createElement } from "../../shared/dom.ts";
import type { Context } from "../../backendai-media.d.ts";
import * as messages from "../../shared/messages.ts";

/**
 * Shows the box and dispatches `backendai:input` twice: now, so that a page with a box of its own can answer by
 * `detail.reply(text)`; and with `detail.text` when the person sent an answer here, for the page to pass on.
 */
export function askInput(data: unknown, context: Context): void {
  const { prompt, password } = data as Extract<InputItem, { action: "input" }>;
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

  /** A password is not echoed, not even its length. */
  const reply = (text: string): void => {
    field.value = password ? "" : text;
    field.readOnly = true;
    send.remove();
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    if (field.readOnly) return;
    const text = field.value;
    reply(text);
    context.emit("input", { prompt, password, reply, text });
  };
  context.host.append(form);
  context.emit("input", { prompt, password, reply });
}
