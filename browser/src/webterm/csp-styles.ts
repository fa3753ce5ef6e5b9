/**
 * xterm.js writes its style sheets into `<style>` elements, which a strict Content-Security-Policy blocks. It gets a document
 * whose `<style>` elements are placeholders: their text goes into constructed sheets, which are adopted by the terminal's
 * root and scoped to its element.
 */

let terminals = 0;

export interface Styled {
  /** For xterm.js's option `documentOverride`. */
  readonly document: Document;
  /** Runs code that makes `<style>` elements in the page's document, as xterm.js's viewport does. */
  during(job: () => void): void;
  /** Adopts the sheets again after the terminal has moved. */
  adopt(): void;
  dispose(): void;
}

export function styled(host: HTMLElement): Styled {
  const real = host.ownerDocument;
  const name = `backendai-terminal-${++terminals}`;
  host.classList.add(name);
  const sheets = new Map<HTMLElement, CSSStyleSheet>();
  let home: DocumentOrShadowRoot | undefined;

  const drop = (sheet: CSSStyleSheet): void => {
    if (home) home.adoptedStyleSheets = home.adoptedStyleSheets.filter((other) => other !== sheet);
  };
  const root = (): DocumentOrShadowRoot => {
    const found = host.getRootNode();
    return found instanceof ShadowRoot ? found : real;
  };

  function createStyle(): HTMLElement {
    const element = real.createElement("span");
    const sheet = new CSSStyleSheet();
    element.hidden = true;
    sheets.set(element, sheet);
    home ??= root();
    home.adoptedStyleSheets.push(sheet);
    Object.defineProperty(element, "textContent", {
      // Other copies of xterm.js on the page use the same class names. Not `@scope`, which Firefox 140 does not know;
      // `:where` keeps each selector as specific as it was, and names of animations cannot be confined.
      set(text: string) {
        sheet.replaceSync(text);
        const rules = Array.from(sheet.cssRules, (rule) =>
          rule instanceof CSSKeyframesRule ? rule.cssText : `:where(.${name}) {${rule.cssText}}`,
        );
        sheet.replaceSync(rules.join(""));
      },
    });
    element.remove = () => {
      drop(sheet);
      sheets.delete(element);
      Element.prototype.remove.call(element);
    };
    return element;
  }

  const { createElement } = real;
  const create = (tag: string): HTMLElement => (tag === "style" ? createStyle() : createElement.call(real, tag));
  const document = new Proxy(real, {
    get(target, property) {
      if (property === "createElement") return create;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });

  return {
    document,
    during(job) {
      try {
        real.createElement = create as typeof createElement;
        job();
      } finally {
        // The previous function is the prototype's, or the page's.
        if (createElement === Document.prototype.createElement) delete (real as Partial<Document>).createElement;
        else real.createElement = createElement;
      }
    },
    adopt() {
      const now = root();
      if (now === home) return;
      for (const sheet of sheets.values()) drop(sheet);
      home = now;
      for (const sheet of sheets.values()) home.adoptedStyleSheets.push(sheet);
    },
    dispose() {
      for (const sheet of sheets.values()) drop(sheet);
      sheets.clear();
      host.classList.remove(name);
    },
  };
}
