/** What contains others. */

import { createElement } from "../../shared/dom.ts";
import * as messages from "../../shared/messages.ts";
import { dictOrEmpty } from "../../shared/reading.ts";
import { lookOf } from "./numbers.ts";
import { type Control, hold, type View } from "./view.ts";

/** Puts elements into a place in their order, moving as few as possible: what is moved loses its focus. */
function arrange(place: HTMLElement, elements: readonly HTMLElement[]): void {
  const wanted = new Set<Node>(elements);
  let next = place.firstChild;
  const skip = (): void => {
    while (next && !wanted.has(next)) {
      const gone = next;
      next = gone.nextSibling;
      gone.remove();
    }
  };
  for (const element of elements) {
    skip();
    if (next === element) next = element.nextSibling;
    else place.insertBefore(element, next);
  }
  skip();
}

/** Children of a box beyond which it would be slow to lay all of them out. */
const MANY = 100;

const box =
  (kind: string): Control =>
  (view) => {
    view.element.classList.add("backendai-widget-box", `backendai-widget-${kind}`);
    return () => {
      view.element.dataset.look = lookOf(view.text("box_style"));
      const children = view.childrenOf("children");
      // What is far is laid out when it comes near.
      view.element.classList.toggle("backendai-widget-many", view.list("children").length > MANY);
      arrange(view.element, children);
    };
  };

/** Titles: a list, or as ipywidgets 7 has them by their places. */
function titlesOf(view: View): (index: number) => string {
  const titles = view.texts("titles");
  const all = dictOrEmpty(view.get("_titles"));
  return (index) => {
    const old = all[`${index}`];
    return titles[index] || (typeof old === "string" ? old : "") || `${index + 1}`;
  };
}

/** Puts text into an element if it is another one: what is shown stays. */
function say(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

const selectedOf = (view: View): number => view.number("selected_index", -1);

/** Which part is open is the page's too, without a kernel. */
function choose(view: View, index: number | null): void {
  if (view.isReadOnly) view.root.models.set(view.model, { selected_index: index });
  else view.change({ selected_index: index });
}

const accordion: Control = (view) => {
  view.element.classList.add("backendai-widget-accordion");
  const parts = new Map<HTMLElement, { fold: HTMLDetailsElement; title: HTMLElement }>();
  return () => {
    const children = view.childrenOf("children");
    const kept = new Set(children);
    for (const child of parts.keys()) if (!kept.has(child)) parts.delete(child);
    const titleOf = titlesOf(view);
    const folds = children.map((child, index) => {
      const part = parts.get(child) ?? { fold: createElement("details"), title: createElement("summary") };
      const { fold, title } = part;
      if (!parts.has(child)) fold.append(title, child);
      parts.set(child, part);
      say(title, titleOf(index));
      title.onclick = (event) => {
        event.preventDefault();
        choose(view, fold.open ? null : index);
      };
      fold.open = index === selectedOf(view);
      return fold;
    });
    arrange(view.element, folds);
  };
};

let tabs = 0;

const tab: Control = (view) => {
  const name = `backendai-widget-tab-${++tabs}`;
  const bar = createElement("div", "widget-tabs");
  const panels = createElement("div", "widget-panels");
  bar.role = "tablist";
  view.element.classList.add("backendai-widget-tabbed");
  view.element.append(bar, panels);
  bar.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const all = [...bar.children] as HTMLElement[];
    const at = all.indexOf(event.target as HTMLElement);
    if (at < 0 || !(step || event.key === "Home" || event.key === "End")) return;
    event.preventDefault();
    const next = step ? (at + step + all.length) % all.length : event.key === "Home" ? 0 : all.length - 1;
    all[next]!.focus();
    choose(view, next);
  };
  return () => {
    const children = view.childrenOf("children");
    const selected = selectedOf(view);
    const titleOf = titlesOf(view);
    while (bar.children.length > children.length) bar.lastElementChild!.remove();
    const parts = children.map((child, index) => {
      let button = bar.children[index] as HTMLButtonElement | undefined;
      if (!button) {
        button = createElement("button");
        button.type = "button";
        button.role = "tab";
        button.id = `${name}-${index}`;
        button.onclick = () => choose(view, index);
        bar.append(button);
      }
      say(button, titleOf(index));
      button.ariaSelected = `${index === selected}`;
      button.tabIndex = index === selected || (index === 0 && !(selected in children)) ? 0 : -1;
      const panel =
        (child.parentElement?.role === "tabpanel" && child.parentElement) || createElement("div", "", child);
      panel.role = "tabpanel";
      panel.setAttribute("aria-labelledby", button.id);
      panel.hidden = index !== selected;
      return panel;
    });
    arrange(panels, parts);
  };
};

const stack: Control = (view) => {
  view.element.classList.add("backendai-widget-box", "backendai-widget-VBox");
  return () => {
    const children = view.childrenOf("children");
    arrange(view.element, children.slice(selectedOf(view), selectedOf(view) + 1));
    if (selectedOf(view) < 0) arrange(view.element, []);
  };
};

/** Where the content of an Output widget shows. */
export const output: Control = (view) => {
  const place = createElement("div", "widget-output");
  view.element.classList.add("backendai-widget-outer");
  view.element.append(place);
  const { root } = view;
  const moved = (ready: unknown): void => {
    const done = hold(root);
    void Promise.resolve(ready).then(done, done);
  };
  view.onEnd(root.outlets.open(view.id, place, moved));
};

/** What a game controller does, read only: the kernel cannot see it but through a page that polls it. */
const controller: Control = (view) => {
  const name = createElement("div", "widget-text");
  const parts = createElement("div", "widget-box backendai-widget-HBox");
  view.element.append(name, parts);
  return () => {
    name.textContent = view.text("name") || view.translate(messages.widget_no_controller);
    arrange(parts, view.childrenOf("axes", "buttons"));
  };
};

/** An axis or a button of a game controller: its value, read only. */
const reading: Control = (view) => {
  const meter = createElement("meter");
  view.element.append(meter);
  meter.min = view.model.name === "ControllerAxisModel" ? -1 : 0;
  return () => {
    meter.value = view.number("value", 0);
    meter.ariaLabel = meter.textContent = `${meter.value}`;
  };
};

export const boxes: Readonly<Record<string, Control>> = {
  Box: box("Box"),
  HBox: box("HBox"),
  VBox: box("VBox"),
  GridBox: box("GridBox"),
  Accordion: accordion,
  Tab: tab,
  Stack: stack,
  Output: output,
  Controller: controller,
  ControllerAxis: reading,
  ControllerButton: reading,
};
