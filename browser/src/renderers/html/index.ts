/** HTML from strangers: sanitised, its styles confined to a shadow root. */

import type { Context, Instance } from "../../core/renderer.ts";
import { filter, makeButton } from "./addresses.ts";
import { save } from "../../core/save.ts";
import frameStyle from "./frame.css";
import { prepare } from "./prepare.ts";
import { sanitizeInto } from "./sanitize.ts";
import outputStyle from "./style.css";
import { makeSheet } from "./styles.ts";

/** Longest markup, in UTF-16 units, that is shown without asking; and how much of a longer one is shown as text. */
const LIMIT = 1_000_000;
const EXCERPT = 20_000;
/** Milliseconds of work in one job. */
const SLICE = 8;

const base = new CSSStyleSheet();
base.replaceSync(outputStyle);

export function render(data: unknown, context: Context): Instance {
  const { hosts = [], limit = LIMIT } = context.options.sanitize ?? {};
  context.style(frameStyle);

  // The frame confines; no rule of an output reaches it, only the element in it, which holds the shadow root.
  const frame = document.createElement("div");
  frame.className = "backendai-html";
  frame.role = "group";
  frame.ariaLabel = context.text("HTML output");
  context.host.append(frame);
  const root = frame.appendChild(document.createElement("div")).attachShadow({ mode: "open" });

  const resized = new ResizeObserver(() => {
    const scrolls = frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight;
    frame.tabIndex = scrolls ? 0 : -1;
  });
  resized.observe(frame);

  // Anchors lead to places in the output; the page's address is not theirs to change.
  root.addEventListener("click", (event) => {
    const address = (event.target as Element).closest("a,area")?.getAttribute("href");
    if (address?.[0] !== "#") return;
    event.preventDefault();
    const id = CSS.escape(decodeURIComponent(address.slice(1)));
    if (id) root.querySelector(`#${id},[name="${id}"]`)?.scrollIntoView();
  });

  /** Shows the text itself, and ways to see more of it. */
  function ask(text: string): void {
    const excerpt = document.createElement("pre");
    excerpt.textContent = text.slice(0, EXCERPT);
    const sanitize = () => {
      root.replaceChildren();
      void show(text, true);
    };
    root.replaceChildren(
      context.text("Long HTML ({n} characters), shown as text").replace("{n}", `${text.length}`),
      makeButton(context.text("Show as HTML"), sanitize),
      makeButton(context.text("Download"), () => save("output.html", text)),
      excerpt,
    );
  }

  /** Works in slices. What was shown before stays until all of it is there. */
  function* fill(text: string, asked?: boolean): Generator<void> {
    const styles: string[] = [];
    const html = prepare(text, styles);
    if (!asked && html.length > limit) return ask(text);
    const sheets = [base];
    for (const css of styles) sheets.push(yield* makeSheet(css));
    const to = root.hasChildNodes() ? new DocumentFragment() : root;
    if (to === root) root.adoptedStyleSheets = sheets;
    yield* sanitizeInto(to, html, context.policy(), (part, place) => {
      filter(part, place, { hosts, remote: context.text("Load from {host}") });
      place.append(...part.childNodes);
    });
    root.adoptedStyleSheets = sheets;
    if (to !== root) root.replaceChildren(to);
  }

  let latest = 0;
  let started: () => void;
  const first = new Promise<void>((resolve) => (started = resolve));
  /** Something shows: it is too late to say that nothing can be shown. */
  let begun = false;

  async function show(data: unknown, asked?: boolean): Promise<void> {
    const version = ++latest;
    try {
      if (typeof data !== "string") throw new TypeError("expected text");
      for (const work = fill(data, asked); ; await new Promise<void>(context.schedule)) {
        if (version !== latest || context.signal.aborted) return;
        const end = performance.now() + SLICE;
        while (performance.now() < end) if (work.next().done) return;
        if (root.hasChildNodes()) started();
      }
    } catch (error) {
      // Fail closed: nothing of it stays, and the host script says so.
      root.replaceChildren();
      if (!begun) throw error;
      context.schedule(() => {
        throw error;
      });
    }
  }

  return {
    ready: Promise.race([show(data), first]).then(() => void (begun = true)),
    update(data) {
      begun = true;
      void show(data);
    },
    dispose() {
      latest++;
      resized.disconnect();
    },
  };
}
