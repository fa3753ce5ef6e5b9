/** HTML of outputs in the page's theme: their style sheets follow it, and what knows none is shown on white paper. */

import type { Context } from "../../backendai-media.d.ts";
import type { SheetTheme } from "../../shared/chunk-interfaces.ts";
import jupyter from "./jupyter.css";
import paper from "./paper.css";
import table from "./table.css";
import { isForPaper } from "./paper.ts";
import { yielding } from "../../shared/blank.ts";
import * as messages from "../../shared/messages.ts";
import { knowsThemes, themed } from "./theme.ts";

/** One preformatted text, with nothing but styled stretches and links in it. */
const PRE = /^\s*<pre\b[^<>]*>([^]*)<\/pre>\s*$/i;
/** Tags: colours that a text names, such as code, are none. */
const TAGS = /<[a-z](?:"[^"]*"?|'[^']*'?|[^"'>]+)*/gi;
const OTHER_TAGS = /<(?!\/?(?:span|a|b|i|u|em|strong|code)\b)/i;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&", "#x27": "'", "#39": "'" };
/** Colours and links. */
const SEQUENCES = /\x1b\[[\d;:]*m|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)/g;

/**
 * Whether the bundle's console text says the same in colours, so that nothing is lost with the HTML: rich sends both, and the
 * text's colours suit every ground.
 */
export function hasTwin(html: string, { metadata }: Pick<Context, "metadata">): boolean {
  const plain = metadata["text/plain"];
  if (typeof plain !== "string" || !plain.includes("\x1b[") || !html.includes("color")) return false;
  const inner = PRE.exec(html)?.[1];
  if (inner === undefined || OTHER_TAGS.test(inner)) return false;
  const text = inner
    .replace(/<[^<>]*>/g, "")
    .replace(/&(#?\w{1,4});/g, (entity, name: string) => ENTITIES[name] ?? entity);
  return text.trimEnd() === plain.replace(SEQUENCES, "").trimEnd();
}

const ATTRIBUTE = "data-backendai-theme";

/** The theme that the page sets on an ancestor. */
function themeOf(element: Element): SheetTheme | undefined {
  for (let at: Node | null = element; at; at = at.parentNode ?? (at as Partial<ShadowRoot>).host ?? null) {
    const set = at instanceof Element && at.getAttribute(ATTRIBUTE);
    if (set === "dark" || set === "light") return set;
  }
  return undefined;
}

/** Roots in which the attribute is watched. */
const watched = new WeakSet<Node>();
/** What is called when it changes, by the signals of outputs. Weakly held: a page may drop a container without a word. */
const checks = new WeakMap<AbortSignal, () => void>();
const followers = new Set<WeakRef<AbortSignal>>();

function check(): void {
  for (const held of followers) {
    const signal = held.deref();
    if (signal) checks.get(signal)?.();
    else followers.delete(held);
  }
}

/** Calls `change` when the page sets another theme. */
function follow(element: Element, { signal }: Context, change: () => void): void {
  let before = themeOf(element);
  if (!checks.has(signal)) followers.add(new WeakRef(signal));
  checks.set(signal, () => {
    const now = themeOf(element);
    if (signal.aborted || now === before) return;
    before = now;
    change();
  });
  for (
    let root: Node | undefined = element.getRootNode();
    root;
    root = (root as Partial<ShadowRoot>).host?.getRootNode()
  ) {
    if (watched.has(root)) continue;
    watched.add(root);
    const observer = new MutationObserver(check);
    observer.observe(root, { attributeFilter: [ATTRIBUTE], subtree: true });
  }
}

/**
 * Has an output's element follow the page's theme, and returns all of its style sheets: ours for what is in it, those before
 * `from`, which are ours too, and the output's as they are in the theme. `again` is called when they have to be made anew.
 * In slices.
 */
export function* adapt(
  frame: Element,
  markup: string,
  styles: readonly string[],
  from: number,
  context: Context,
  again: () => void,
): Generator<void, string[]> {
  if (context.type === "text/html" && hasTwin(markup, context)) throw yielding(messages.no_renderer);
  const html = markup.match(TAGS)?.join("") ?? "";
  const given = styles.slice(from);
  const css = given.join("\n");
  const isAware = knowsThemes(css, html);
  // A style sheet alone shows nothing that wants paper.
  frame.classList.toggle("backendai-paper", !isAware && !!markup.trim() && (yield* isForPaper(html, css)));
  context.style(paper);
  if (isAware) follow(frame, context, again);
  const classes = new Set(
    [...html.matchAll(/\sclass\s*=\s*["']([^"'>]*)/gi)].flatMap(([, names]) => names!.split(/\s+/)),
  );
  const theme = themeOf(frame);
  const own = styles.slice(0, from);
  for (const sheet of given) own.push(yield* themed(sheet, classes, theme));
  if (/--jp-/.test(css + html)) own.unshift(jupyter);
  return /<table/i.test(html) ? [table, ...own] : own;
}
