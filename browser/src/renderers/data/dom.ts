/** Elements, in few characters. */

type Children = (Node | string)[];

/** An element with a class `backendai-<name>`. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  ...children: Children
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = `backendai-${name}`;
  element.append(...children);
  return element;
}

export function button(text: string, act: () => void): HTMLButtonElement {
  const made = make("button", "data-button", text);
  made.type = "button";
  made.onclick = act;
  return made;
}

/** Copies a text that may still be in the making; `done` is told whether it is on the clipboard. */
export function copy(text: string | Promise<string>, done: (ok: boolean) => void): void {
  const write = async (): Promise<void> => navigator.clipboard.writeText(await text);
  write().then(
    () => done(true),
    () => done(false),
  );
}

/** Fills the `{…}` of an interface text. */
export const fill = (line: string, values: Record<string, number | string>): string =>
  line.replace(/\{(\w+)\}/g, (whole, name: string) => values[name]?.toLocaleString() ?? whole);
