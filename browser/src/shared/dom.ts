/** Creates elements in one call, and adopts style sheets where they are. */

type Children = (Node | string)[];

/** An element with the class `backendai-<name>`, or with none. */
export function createElement<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  name = "",
  ...children: Children
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (name) element.className = `backendai-${name}`;
  element.append(...children);
  return element;
}

/** An SVG element with the class `backendai-<name>`. */
export function createSvgElement<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  name: string,
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  element.setAttribute("class", `backendai-${name}`);
  return element;
}

/** A button that does not submit. With `shown`, that is what is seen and `label` is its accessible name and tooltip. */
export function createButton(
  name: string,
  label: string,
  onclick: () => void,
  shown?: Node | string,
): HTMLButtonElement {
  const button = createElement("button", name, shown || label);
  button.type = "button";
  if (shown) button.title = button.ariaLabel = label;
  button.onclick = onclick;
  return button;
}

/** UTF-16 units that are added at a time. */
const TEXT_CHUNK_UNITS = 20_000;

/** A read-only text that grows as it is scrolled. */
export function longText(text: string): HTMLElement {
  const element = createElement("pre", "data-text");
  let at = 0;
  const more = (): void => {
    if (at >= text.length || element.scrollTop + 2 * element.clientHeight < element.scrollHeight) return;
    element.append(text.slice(at, (at += TEXT_CHUNK_UNITS)));
  };
  element.tabIndex = 0;
  element.role = "textbox";
  element.ariaReadOnly = "true";
  element.ariaMultiLine = "true";
  element.onscroll = more;
  element.append(text.slice(0, (at = TEXT_CHUNK_UNITS)));
  return element;
}

/** By their text. */
const sheets = new Map<string, CSSStyleSheet>();

/** Adopts one of our style sheets in the document or shadow root of an element. It passes a strict CSP. */
export function adopt(css: string, element: Element): void {
  // Only documents and shadow roots have adopted sheets; the root of a detached element has none.
  const { adoptedStyleSheets: adopted = document.adoptedStyleSheets } = element.getRootNode() as Partial<ShadowRoot>;
  let sheet = sheets.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  if (!adopted.includes(sheet)) adopted.push(sheet);
}
