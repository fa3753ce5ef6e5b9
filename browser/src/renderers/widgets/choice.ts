/** One of some, or several of them. */

import { createElement } from "../../shared/dom.ts";
import { safeValue } from "./layout.ts";
import { fillButton, say } from "./text.ts";
import type { Control, View } from "./view.ts";

const optionsOf = (view: View): string[] => view.texts("_options_labels");

const indexOf = (view: View): number => view.number("index", -1);

/** Calls `fill` where the options are others than before. */
function onOptions(view: View, fill: (options: string[]) => void): () => void {
  let shown: unknown;
  return () => {
    const given = view.get("_options_labels");
    if (given === shown) return;
    shown = given;
    fill(optionsOf(view));
  };
}

const select =
  (isList: boolean, isMultiple = false): Control =>
  (view) => {
    const box = createElement("select", "widget-input");
    box.multiple = isMultiple;
    view.element.classList.add("backendai-widget-line");
    if (isList) view.element.classList.add("backendai-widget-area");
    view.element.append(box);
    const label = view.label(box);
    const fill = onOptions(view, (options) => box.replaceChildren(...options.map((one) => new Option(one))));
    box.onchange = () => {
      const chosen = Array.from(box.selectedOptions, (option) => option.index);
      view.change({ index: isMultiple ? chosen : (chosen[0] ?? null) });
    };
    return () => {
      label();
      fill();
      if (isList) box.size = Math.min(Math.max(view.number("rows", 5), 2), 100);
      if (isMultiple) {
        const chosen = new Set(view.list("index"));
        for (const option of box.options) option.selected = chosen.has(option.index);
      } else if (box.selectedIndex !== indexOf(view)) box.selectedIndex = indexOf(view);
      box.disabled = view.isDisabled;
      say(view);
    };
  };

let groups = 0;

const radio: Control = (view) => {
  const box = createElement("div", "widget-radios");
  const name = `backendai-widget-group-${++groups}`;
  box.role = "radiogroup";
  view.element.classList.add("backendai-widget-line", "backendai-widget-area");
  view.element.append(box);
  const label = view.label();
  const fill = onOptions(view, (options) =>
    box.replaceChildren(
      ...options.map((text, index) => {
        const input = createElement("input");
        input.type = "radio";
        input.name = name;
        input.onchange = () => view.change({ index });
        const content = createElement("span");
        view.rich(content).showText(text);
        return createElement("label", "widget-radio", input, content);
      }),
    ),
  );
  return () => {
    label();
    fill();
    box.ariaLabel = view.text("description");
    box.classList.toggle("backendai-widget-row", view.text("orientation") === "horizontal");
    box.querySelectorAll("input").forEach((input, index) => {
      input.checked = index === indexOf(view);
      input.disabled = view.isDisabled;
    });
    say(view);
  };
};

const toggles: Control = (view) => {
  const box = createElement("div", "widget-toggles");
  box.role = "group";
  view.element.classList.add("backendai-widget-line", "backendai-widget-wide");
  view.element.append(box);
  const label = view.label();
  const fill = onOptions(view, (options) =>
    box.replaceChildren(
      ...options.map((_, index) => {
        const button = createElement("button", "widget-button");
        button.type = "button";
        button.onclick = () => view.change({ index });
        return button;
      }),
    ),
  );
  return () => {
    label();
    fill();
    box.ariaLabel = view.text("description");
    const [icons, tooltips, labels] = [view.texts("icons"), view.texts("tooltips"), optionsOf(view)];
    const width = safeValue(view.part("style")?.state.get("button_width"));
    box.querySelectorAll("button").forEach((button, index) => {
      fillButton(button, labels[index] ?? "", icons[index] ?? "", view.text("button_style"));
      button.title = tooltips[index] ?? "";
      button.ariaPressed = `${index === indexOf(view)}`;
      button.style.width = width;
      button.disabled = view.isDisabled;
    });
    say(view);
  };
};

export const choices: Readonly<Record<string, Control>> = {
  Dropdown: select(false),
  Select: select(true),
  SelectMultiple: select(true, true),
  RadioButtons: radio,
  ToggleButtons: toggles,
};
