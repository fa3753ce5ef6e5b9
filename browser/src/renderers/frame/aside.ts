/** Quiet lines beside a frame or in its place: what was left out and why. */

const KIND = "data-about";

/** Says something at the top of `element`, instead of what was said there about the same. */
export function say(element: Element, about: string, ...content: (Node | string)[]): HTMLElement {
  const line = document.createElement("div");
  line.className = "backendai-aside";
  line.setAttribute(KIND, about);
  line.append(...content);
  element.querySelector(`:scope > [${KIND}="${about}"]`)?.remove();
  element.prepend(line);
  return line;
}

export function makeLink(address: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = link.textContent = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/** A text that opens on request. */
export function makeFold(title: string, text: string): HTMLElement {
  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  const source = document.createElement("pre");
  summary.textContent = title;
  source.textContent = text;
  fold.append(summary, source);
  return fold;
}
