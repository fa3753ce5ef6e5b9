/** Text, yes and no, buttons. */

import * as messages from "../../shared/messages.ts";
import { createElement } from "../../shared/dom.ts";
import { WIDGET_ICONS } from "../../shared/spec.ts";
import { lookOf } from "./numbers.ts";
import type { Control, View } from "./view.ts";

/** What pictures of Font Awesome are in text; for others their names stand where there is nothing else. */
const ICONS = new Map(Object.entries(WIDGET_ICONS));

const iconOf = (name: string): string => ICONS.get(name.replace(/^fa-/, "")) ?? "";

/** What a button says; `icon` is a name of Font Awesome's. */
export function fillButton(button: HTMLElement, text: string, icon: string, look: string): void {
  const picture = iconOf(icon);
  const content = [picture, text || (picture ? "" : icon)].filter(Boolean).join(" ");
  if (button.textContent !== content) button.textContent = content;
  button.dataset.look = lookOf(look);
  if (!text && icon) button.ariaLabel = icon;
  else button.removeAttribute("aria-label");
}

/** Says in a view that it would need a kernel. */
export function say(view: View): void {
  if (view.isReadOnly) view.root.sayReadOnly();
}

/** UTF-16 units of a box; of longer text the first part shows, and nobody can change it: engines lay it out in one go. */
const MAX_BOX_UNITS = 50_000;

type Box = HTMLInputElement | HTMLTextAreaElement;

/** A box for text, whose value changes as a person writes, or when they are done. */
export function textBox(view: View, input: Box): () => void {
  view.element.classList.add("backendai-widget-line");
  view.element.append(input);
  const label = view.label(input);
  const take = (): void => {
    if (!input.readOnly && input.value !== view.text("value")) view.change({ value: input.value });
  };
  input.oninput = () => {
    if (view.flag("continuous_update", true)) take();
  };
  input.onchange = take;
  return () => {
    label();
    const given = view.text("value");
    const text = given.slice(0, MAX_BOX_UNITS);
    if (input.value !== text) input.value = text;
    input.readOnly = text !== given;
    const placeholder = view.text("placeholder");
    input.placeholder = placeholder === "\u200B" ? "" : placeholder;
    input.disabled = view.isDisabled;
    say(view);
  };
}

const line =
  (type: "text" | "password"): Control =>
  (view) => {
    const input = createElement("input", "widget-input");
    input.type = type;
    input.autocomplete = "off";
    const refresh = textBox(view, input);
    input.onkeydown = ({ key, isComposing }) => {
      if (key !== "Enter" || isComposing) return;
      input.dispatchEvent(new Event("change"));
      view.custom({ event: "submit" });
    };
    return refresh;
  };

const area: Control = (view) => {
  const input = createElement("textarea", "widget-input");
  const refresh = textBox(view, input);
  view.element.classList.add("backendai-widget-area");
  return () => {
    refresh();
    input.rows = Math.min(Math.max(view.number("rows", 2), 1), 100);
  };
};

const combobox: Control = (view) => {
  const input = createElement("input", "widget-input");
  const list = createElement("datalist");
  const refresh = textBox(view, input);
  list.id = `${input.id}-options`;
  input.setAttribute("list", list.id);
  view.element.append(list);
  const { onchange } = input;
  const isOption = (): boolean => !view.flag("ensure_option") || view.texts("options").includes(input.value);
  input.oninput = () => {
    if (view.flag("continuous_update", true) && isOption()) view.change({ value: input.value });
  };
  input.onchange = (event) => {
    if (isOption()) onchange?.call(input, event);
    else view.redraw();
  };
  let shown: unknown;
  return () => {
    refresh();
    const options = view.get("options");
    if (options === shown) return;
    shown = options;
    list.replaceChildren(...view.texts("options").map((one) => new Option(one, one)));
  };
};

const checkbox: Control = (view) => {
  const input = createElement("input", "widget-check");
  input.type = "checkbox";
  const text = createElement("span");
  const box = createElement("label", "widget-checkbox", input, text);
  view.element.classList.add("backendai-widget-line");
  view.element.append(box);
  const rich = view.rich(text);
  input.onchange = () => view.change({ value: input.checked });
  return () => {
    if (view.flag("description_allow_html")) rich.showHtml(view.text("description"), true);
    else rich.showText(view.text("description"));
    box.classList.toggle("backendai-widget-indent", view.flag("indent", true));
    input.checked = view.flag("value");
    input.indeterminate = view.get("value") === null;
    input.disabled = view.isDisabled;
    say(view);
  };
};

const button =
  (isToggle: boolean): Control =>
  (view) => {
    const element = createElement("button", "widget-button");
    element.type = "button";
    view.element.append(element);
    view.element.classList.add("backendai-widget-pressed");
    element.onclick = () => {
      if (isToggle) view.change({ value: !view.flag("value") });
      else view.custom({ event: "click" });
    };
    return () => {
      fillButton(element, view.text("description"), view.text("icon"), view.text("button_style"));
      if (isToggle) element.ariaPressed = `${view.flag("value")}`;
      element.disabled = view.isDisabled || (!isToggle && !view.model.isLive);
      say(view);
    };
  };

const valid: Control = (view) => {
  const mark = createElement("span", "widget-valid");
  view.element.classList.add("backendai-widget-line");
  view.element.append(mark);
  const label = view.label();
  return () => {
    label();
    const isValid = view.flag("value");
    mark.textContent = isValid ? "✓" : `✕ ${view.text("readout") || view.translate(messages.invalid)}`;
    mark.dataset.look = isValid ? "success" : "danger";
    mark.role = "img";
    mark.ariaLabel = isValid
      ? view.translate(messages.valid)
      : view.text("readout") || view.translate(messages.invalid);
  };
};

const label: Control = (view) => {
  const text = createElement("div", "widget-text");
  view.element.append(text);
  const rich = view.rich(text);
  return () => rich.showText(view.text("value"));
};

const html =
  (formulas: boolean): Control =>
  (view) => {
    const content = createElement("div", "widget-text");
    view.element.append(content);
    const describe = view.label();
    view.element.classList.add("backendai-widget-line", "backendai-widget-wide");
    const rich = view.rich(content);
    return () => {
      describe();
      rich.showHtml(view.text("value") || view.text("placeholder"), formulas);
    };
  };

export const texts: Readonly<Record<string, Control>> = {
  Text: line("text"),
  Password: line("password"),
  Textarea: area,
  Combobox: combobox,
  Checkbox: checkbox,
  ToggleButton: button(true),
  Button: button(false),
  Valid: valid,
  Label: label,
  HTML: html(false),
  HTMLMath: html(true),
};
