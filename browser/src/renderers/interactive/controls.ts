/** The browser's own controls; what is chosen stands beside each as text, which paper and files keep. */

import { createElement } from "../../shared/dom.ts";
import type { Choice } from "./grid.ts";

/** Calls `choose` with the number of a value when another one is chosen. */
export function createControl(choice: Choice, first: number, choose: (number: number) => void): HTMLElement {
  const { kind, name, values } = choice;
  const value = createElement("span", "interactive-value", values[first]!);
  const change = (number: number): void => {
    value.textContent = values[number]!;
    choose(number);
  };
  const control = kind === "select" ? createList(values, first, change) : createInput(choice, first, change);
  value.ariaHidden = "true";
  return createElement("label", `interactive-choice backendai-interactive-${kind}`, name, control, value);
}

function createList(values: readonly string[], first: number, change: (number: number) => void): HTMLElement {
  const list = createElement("select");
  list.append(...values.map((value) => new Option(value)));
  list.selectedIndex = first;
  list.onchange = () => change(list.selectedIndex);
  return list;
}

function createInput({ kind, values }: Choice, first: number, change: (number: number) => void): HTMLElement {
  const input = createElement("input");
  if (kind === "checkbox") {
    input.type = "checkbox";
    input.checked = first > 0;
    input.onchange = () => change(Number(input.checked));
    return input;
  }
  input.type = "range";
  input.max = `${values.length - 1}`;
  input.value = `${first}`;
  input.ariaValueText = values[first]!;
  input.oninput = () => {
    const number = Number(input.value);
    input.ariaValueText = values[number]!;
    change(number);
  };
  return input;
}
