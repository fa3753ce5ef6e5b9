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

/** One of ours knows its text, for where it has to follow an element. */
type OurSheet = CSSStyleSheet & { css?: string };

/** Adopts one of our style sheets where an element stands, and returns all sheets there. It passes a strict CSP. */
export function adopt(css: string, element: Element): OurSheet[] {
  // A sheet is for one document. One without a window, as that of a template's content, can have none.
  const view = element.ownerDocument.defaultView ?? window;
  // Only documents and shadow roots have adopted sheets; the root of a detached element has none.
  const { adoptedStyleSheets: adopted = view.document.adoptedStyleSheets } =
    element.getRootNode() as Partial<ShadowRoot>;
  if (!adopted.some((sheet: OurSheet) => sheet.css === css)) {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(css);
    adopted.push(Object.assign(sheet, { css }));
  }
  return adopted;
}

/** Sheets as a shadow root takes them: those that were made for another document are copied. */
export function sheetsFor(root: ShadowRoot, sheets: CSSStyleSheet[]): CSSStyleSheet[] {
  const { CSSStyleSheet: Sheet } = root.ownerDocument.defaultView ?? window;
  return sheets.map((sheet) => {
    if ((sheet as object) instanceof Sheet) return sheet;
    const copy = new Sheet();
    copy.replaceSync(Array.from(sheet.cssRules, (rule) => rule.cssText).join(""));
    return copy;
  });
}
