/** Lists of words, numbers or colours; and files. */

import * as messages from "../../shared/messages.ts";
import { createElement } from "../../shared/dom.ts";
import { isList } from "../../shared/reading.ts";
import { WIDGET_MAX_TAGS } from "../../shared/spec.ts";
import { formatNumber, readNumbers } from "./format.ts";
import { safeColor } from "./layout.ts";
import { lookOf } from "./numbers.ts";
import { fillButton, say } from "./text.ts";
import type { Control, View } from "./view.ts";

type Tag = string | number;

/** What a person wrote as a tag; `undefined` for what is none. */
type ReadTag = (text: string, view: View) => Tag | undefined;

const word: ReadTag = (text) => text.trim() || undefined;
const color: ReadTag = (text) => safeColor(text.trim()) || undefined;
const number =
  (isWhole: boolean): ReadTag =>
  (text, view) => {
    const [value] = readNumbers(text);
    if (value === undefined) return undefined;
    const bounded = Math.min(Math.max(value, view.number("min", -Infinity)), view.number("max", Infinity));
    return isWhole ? Math.round(bounded) : bounded;
  };

const tags =
  (read: ReadTag, isColor = false, format = "d"): Control =>
  (view) => {
    const box = createElement("div", "widget-tags");
    const input = createElement("input", "widget-tag-input");
    box.role = "list";
    view.element.classList.add("backendai-widget-line", "backendai-widget-wide");
    view.element.append(createElement("div", "widget-input backendai-widget-tagbox", box, input));
    const label = view.label(input);
    const values = (): Tag[] =>
      view.list("value").filter((one): one is Tag => typeof one === "string" || typeof one === "number");
    const add = (): void => {
      const tag = read(input.value, view);
      if (tag === undefined) return;
      const allowed = view.list("allowed_tags");
      const isAllowed = !allowed.length || allowed.includes(tag);
      if (!isAllowed || (!view.flag("allow_duplicates", true) && values().includes(tag))) return input.select();
      input.value = "";
      view.change({ value: [...values(), tag] });
    };
    input.onkeydown = ({ key, isComposing }) => {
      if (isComposing) return;
      if (key === "Enter") add();
      else if (key === "Backspace" && !input.value && values().length) view.change({ value: values().slice(0, -1) });
    };
    input.onchange = add;
    const tagOf = (tag: Tag, index: number): HTMLElement => {
      const text = typeof tag === "number" ? formatNumber(tag, view.text("format") || format) : tag;
      const remove = createElement("button", "widget-remove", "✕");
      remove.type = "button";
      remove.ariaLabel = view.translate(messages.remove, { what: text });
      remove.disabled = view.isDisabled;
      remove.onclick = () => {
        view.change({ value: values().filter((_, at) => at !== index) });
        input.focus();
      };
      const element = createElement("span", "widget-tag", text, remove);
      element.role = "listitem";
      element.dataset.look = lookOf(view.text("tag_style"));
      if (isColor) element.style.setProperty("--backendai-widget-ground", safeColor(tag));
      element.classList.toggle("backendai-widget-colored", isColor && !!safeColor(tag));
      return element;
    };
    return () => {
      label();
      box.replaceChildren(...values().slice(0, WIDGET_MAX_TAGS).map(tagOf));
      box.role = values().length ? "list" : "presentation";
      box.ariaLabel = view.text("description");
      const placeholder = view.text("placeholder");
      input.placeholder = placeholder === "\u200B" ? "" : placeholder;
      input.hidden = view.isReadOnly;
      input.disabled = view.isDisabled;
      say(view);
    };
  };

/** Files that a person chooses, as ipywidgets 8 takes them, or 7. */
async function send(view: View, files: readonly File[]): Promise<void> {
  const contents = await Promise.all(files.map((file) => file.arrayBuffer()));
  const views = contents.map((content) => new DataView(content));
  const about = files.map(({ name, type, size, lastModified }) => ({ name, type, size, lastModified }));
  if (view.model.state.has("_counter")) {
    view.change({ metadata: about, data: views, error: "", _counter: view.number("_counter", 0) + files.length });
    return;
  }
  const value = about.map(({ lastModified, ...rest }, index) => ({
    ...rest,
    last_modified: lastModified,
    content: views[index],
  }));
  view.change({ value, error: "" });
}

const upload: Control = (view) => {
  const button = createElement("button", "widget-button");
  const input = createElement("input");
  button.type = "button";
  input.type = "file";
  input.hidden = true;
  view.element.append(button, input);
  view.element.classList.add("backendai-widget-pressed");
  button.onclick = () => input.click();
  input.onchange = () => {
    const files = [...(input.files ?? [])];
    input.value = "";
    send(view, files).catch((error: unknown) => view.change({ error: `${error as Error}` }));
  };
  return () => {
    const value = view.get("value");
    const count = isList(value) ? value.length : view.number("_counter", 0);
    const text = view.text("description") || view.translate(messages.upload);
    fillButton(button, `${text} (${count})`, view.text("icon"), view.text("button_style"));
    input.accept = view.text("accept");
    input.multiple = view.flag("multiple");
    button.disabled = view.isDisabled || !view.model.isLive;
    say(view);
  };
};

export const lists: Readonly<Record<string, Control>> = {
  TagsInput: tags(word),
  ColorsInput: tags(color, true),
  IntsInput: tags(number(true)),
  FloatsInput: tags(number(false), false, ".1f"),
  FileUpload: upload,
};
