/** HTML from strangers: sanitised, its styles confined to a shadow root. */

import type { Context, Translate } from "../../backendai-media.d.ts";
import type { HtmlItem, MarkupGuard, Place } from "../../shared/chunk-interfaces.ts";
import { sheetsFor } from "../../shared/dom.ts";
import theme from "../../shared/theme.css";
import { filter, type Rules } from "./addresses.ts";
import frameStyle from "./frame.css";
import { createSheet, prepare } from "./styles.ts";
import { parse, sanitizeInto } from "./sanitize.ts";
import outputStyle from "./style.css";
import { HTML_MAX_LENGTH } from "../../shared/spec.ts";

/** What Markdown sets, too. */
type Sanitize = Context["options"]["sanitize"] & { local?: RegExp };

/** Beyond it, in UTF-16 units, markup may be so high that it is folded. */
const FOLD_CHECK_UNITS = 20_000;
/** Milliseconds of work in one job. */
const SLICE_MS = 8;

/** Markup that a guard has to look at: much of it, or what can become more than it is. */
const MAY_BE_MUCH = /^([^<]*<){99}|<[^>]{999}|[wl\s]span|<(svg|ifr|obj|emb)/i;

/** Markup and style sheets with colours, which the page's theme may concern; tables, which have a look. */
const MAY_HAVE_COLORS = /colo|ground|theme|output|<svg|--jp|<tab/i;

interface Colors {
  adapt(
    frame: Element,
    html: string,
    styles: readonly string[],
    from: number,
    context: Context,
    again: () => void,
  ): Generator<void, string[]>;
}
interface Guards {
  guard(context: Context, show: (guard: MarkupGuard) => Promise<void>): Promise<void>;
}
interface Tools {
  showLong(root: ShadowRoot, text: string, translate: Translate, sanitize: () => void): void;
  /** Markup that needs more than showing: tables of data, scripts, pictures from elsewhere. */
  enrich(root: ShadowRoot, text: string, context: Context, blocked: Rules["blocked"]): Promise<void>;
  goTo(root: ShadowRoot, fragment: string): void;
}

const base = new CSSStyleSheet();
base.replaceSync(outputStyle);

export function render(data: unknown, context: Context): HtmlItem {
  const { hosts = [], limit = HTML_MAX_LENGTH, local } = (context.options.sanitize ?? {}) as Sanitize;
  const tools = () => context.load("tools") as Promise<Tools>;
  context.style(theme);
  context.style(frameStyle);

  // The frame confines the output: its rules reach only the element within, which holds the shadow root.
  const frame = document.createElement("div");
  frame.className = "backendai-html";
  // Where it scrolls, keys lead to it.
  frame.role = "group";
  frame.ariaLabel = context.type;
  context.host.append(frame);
  const root = frame.appendChild(document.createElement("div")).attachShadow({ mode: "open" });

  const resized = new ResizeObserver(() => {
    frame.tabIndex = Number(frame.scrollWidth > frame.clientWidth) - 1;
  });
  resized.observe(frame);

  // Anchors lead to places in the output; the page's address is not theirs to change.
  root.addEventListener("click", (event) => {
    const address = (event.target as Element).closest("a,area")?.getAttribute("href");
    if (address?.[0] !== "#") return;
    event.preventDefault();
    tools().then(
      ({ goTo }) => goTo(root, address.slice(1)),
      () => {},
    );
  });

  /** Works in slices. The previous content stays until all of the new one is there. NUL separates self-contained parts. */
  function* fill(
    text: string,
    guard?: MarkupGuard,
    colors?: Partial<Colors>,
    place?: Place,
  ): Generator<void, Promise<void> | void> {
    const styles: string[] = [];
    const parts = text.split("\0").map((part) => prepare(part, styles));
    const html = parts.join("");
    const inspect = () =>
      (context.load("guard") as Promise<Guards>).then((module) =>
        module.guard(context, (guard) => show(text, guard, colors, place)),
      );
    if (!guard) {
      if (html.length > limit)
        return tools().then(({ showLong }) => showLong(root, text, context.translate, () => void inspect()));
      if (MAY_BE_MUCH.test(html)) return inspect();
    }
    // Markdown's own style is the first.
    const from = +(context.type !== "text/html");
    const isWhole = !place || !!styles[0];
    if (!colors && isWhole && MAY_HAVE_COLORS.test(html + styles.slice(from)))
      return context
        .load("colors")
        .catch(() => ({}))
        .then((module) => show(text, guard, module as Colors, place));
    const all = (yield* colors?.adapt?.(frame, html, styles, from, context, () => void show(text)) ?? []) ?? styles;
    // Off-screen content is laid out when it comes near; until then its height is estimated from its lines.
    frame.style.containIntrinsicHeight = `auto ${html.split("<tr").length}lh`;
    yield;
    const sheets = [base];
    for (const [place, css] of all.entries()) {
      const sheet = yield* createSheet(css, guard, place < from);
      if (!sheet) return inspect();
      sheets.push(sheet);
    }
    const to = place || root.hasChildNodes() ? new DocumentFragment() : root;
    if (to === root) root.adoptedStyleSheets = sheetsFor(root, sheets);
    const rules: Rules = { hosts, local, blocked: [] };
    const clean = (nodes: ParentNode, place: Node) => {
      filter(nodes, place, rules);
      guard?.prune(nodes);
    };
    for (const part of parts) {
      const body = guard ? yield* guard.parse(part, context.policy()) : parse(part, context.policy());
      yield;
      yield* sanitizeInto(to, body, clean, guard && (yield* guard.count(body)));
    }
    if (isWhole) root.adoptedStyleSheets = sheetsFor(root, sheets);
    if (place) return place(to as DocumentFragment, rules.blocked);
    if (to !== root) root.replaceChildren(to);
    // Pictures from elsewhere, scripts, embedded documents, tables, formulas, long content, and none.
    if (
      rules.blocked[0] ||
      text[FOLD_CHECK_UNITS] ||
      /scri|srcd|<table|\$\$|\\[([]/i.test(text) ||
      !root.textContent!.trim()
    )
      return tools().then(
        ({ enrich }) => enrich(root, text, context, rules.blocked),
        () => {},
      );
  }

  let latest = 0;
  let started: () => void;
  const first = new Promise<void>((resolve) => (started = resolve));
  /** Something is shown already: too late for a notice instead. */
  let begun = false;

  function show(data: unknown, guard?: MarkupGuard, colors?: Partial<Colors>, place?: Place): Promise<void> {
    const version = ++latest;
    // What the guard said of an earlier value.
    context.host.querySelector(".backendai-note")?.remove();
    return new Promise((resolve, reject) => {
      const work = fill(data as string, guard, colors, place);
      const step = (): void => {
        if (version !== latest) return resolve();
        try {
          for (const end = performance.now() + SLICE_MS; performance.now() < end;) {
            const { done, value } = work.next();
            if (done) return resolve(value);
          }
          if (root.hasChildNodes()) started();
          context.schedule(step);
        } catch (error) {
          // Fail closed: nothing of it stays, and the host script shows a notice.
          root.replaceChildren();
          reject(error as Error);
          if (begun) throw error;
        }
      };
      // Of all that waited for a chunk, each has a turn.
      if (guard ?? colors) context.schedule(step);
      else step();
    });
  }

  return {
    root,
    grow: (markup, place) => show(markup, undefined, undefined, place),
    ready: Promise.race([show(data), first]).then(() => void (begun = true)),
    update(data) {
      begun = true;
      return show(data);
    },
    dispose() {
      latest++;
      resized.disconnect();
    },
  };
}
