/** Elements, in few characters. */

type Children = (Node | string)[];

/** An element with a class `backendai-git-<name>`. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  ...children: Children
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = `backendai-git-${name}`;
  element.append(...children);
  return element;
}

export function makeSvg<K extends keyof SVGElementTagNameMap>(tag: K, name: string): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  element.setAttribute("class", `backendai-git-${name}`);
  return element;
}

export function button(text: string, act: () => void): HTMLButtonElement {
  const made = make("button", "button", text);
  made.type = "button";
  made.onclick = act;
  return made;
}

/** Copies a text; where the page may not, it is selected for the reader to do it. */
export function copy(text: string, element: Element, done: () => void): void {
  const select = (): void => getSelection()?.selectAllChildren(element);
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, select);
  else select();
}
