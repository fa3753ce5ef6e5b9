/** Elements, in few characters. */

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  name: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = `backendai-map${name && `-${name}`}`;
  element.append(...children);
  return element;
}

/** `shown` is what is seen instead of the label. */
export function button(label: string, act: () => void, shown = ""): HTMLButtonElement {
  const made = make("button", "button", shown || label);
  made.type = "button";
  if (shown) made.title = made.ariaLabel = label;
  made.onclick = act;
  return made;
}
