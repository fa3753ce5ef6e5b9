/** Small makers of elements. */

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  name = "",
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (name) element.className = `backendai-terminal-${name}`;
  element.append(...children);
  return element;
}

/** `shown` is what is seen instead of the label. */
export function button(label: string, act: () => void, shown?: Node | string): HTMLButtonElement {
  const element = make("button", "", shown ?? label);
  element.type = "button";
  if (shown) element.ariaLabel = element.title = label;
  element.onclick = act;
  return element;
}
