/**
 * HTML with scripts: run in a frame where the page allows it, else left out with a note. Where nothing is left then, a
 * chart is shown from its data, or else the bundle's next type.
 */

import type { Context } from "../../backendai-media.d.ts";
import { chartIn } from "./altair.ts";
import { chartOf } from "./charts.ts";
import { allowedBy } from "./document.ts";
import { afterEarlier, keepLoader } from "./earlier.ts";
import { say } from "./notes.ts";
import { blanksIn, hasOther, isBlank, yielding } from "../../shared/blank.ts";
import { type Content, createFrame } from "./frame.ts";
import css from "./style.css";
import { parseUrl } from "../../shared/text.ts";
import * as messages from "../../shared/messages.ts";

/** A script that would run (data and templates do not), or a document within that may have some, as of maps. */
const SCRIPT =
  /<script(?![^<>]*\btype\s*=\s*["']?(?:application\/(?:[\w.+-]*json)|text\/(?:x-|template|html|plain)))[\s/>]|<iframe\b[^<>]*\ssrcdoc\b/i;

/** For documents within the output's document: reports what was blocked there. */
const REPORT =
  "&lt;script>addEventListener('securitypolicyviolation',e=>parent.postMessage({blocked:e.blockedURI},'*'))&lt;/script>";

/** Where scripts come from: their elements' addresses, and what modules import. */
const SOURCE = /<script\b[^<>]*\ssrc\s*=\s*["']?(https?:[^\s"'<>]+)|\b(?:from|import)\s*["'](https?:[^\s"'<>]+)/gi;

/** What libraries have in the place of a drawing, for another host's readers: there is nothing of the kind here. */
const FOREIGN_ADVICE = /File\s*->\s*Trust|\btrust(ed)?\s+(this\s+|the\s+)?notebook/i;

/** Blocked hosts that are named. */
const MAX_NAMED_HOSTS = 5;

/** Pixels from which an element without anything in it is a place for what its script would draw. */
const MIN_PLACE_PX = 24;

/** What takes back what was put beside a root, or in its place. */
const shown = new WeakMap<ShadowRoot, () => void>();

/**
 * Beside the sanitised markup in `root`: a note that its scripts were left out, or instead of it a frame with all of
 * `markup`; the next call for the same root takes that back. Rejects where nothing shows and the bundle has another type.
 */
export async function withScripts(root: ShadowRoot, markup: string, context: Context): Promise<void> {
  shown.get(root)?.();
  if (!SCRIPT.test(markup)) return;
  context.style(css);
  const { charts, scripts, allows } = allowedBy(context.options);
  dropAdvice(root);
  const nothing = isBlank(root);
  const chart = nothing && charts && chartIn(markup);
  const blocked = scripts && !nothing ? hostsIn(markup).filter((host) => !allows(host)) : [];
  if (chart) return frameInstead(root, context, chartOf(chart[1], context, chart[0]).content);
  // What is there without scripts is better than what is there with half of them.
  if (blocked[0]) note(root, context, context.translate(messages.blocked_by_page, { host: blocked.join(", ") }));
  else if (scripts) {
    const all = markup
      .replace(/<iframe\b[^<>]*\ssrcdoc\s*=\s*"/gi, (tag) => tag + REPORT)
      .replace(/>[^<>]{0,200}File ?-(?:>|&gt;) ?Trust[^<>]{0,200}</gi, "><");
    // Scripts that draw find their place by its id.
    const isLoader = !root.querySelector("[id]");
    if (isLoader) keepLoader(context, all);
    await frameInstead(root, context, {
      title: messages.scripted_output,
      height: nothing && isLoader ? 1 : 150,
      markup: () => afterEarlier(context, all),
      isLoader,
    });
  } else if (nothing && hasOther(context)) throw yielding(messages.needs_scripts);
  else {
    note(root, context, context.translate(messages.scripts_removed));
    root.host.parentElement!.hidden = nothing;
    closePlaces(root);
  }
}

function note(root: ShadowRoot, { host }: Context, text: string): void {
  const line = say(host, "scripts", text);
  keep(root, () => line.remove());
}

/** Shows a frame in place of the sanitised markup, unless it fails. */
async function frameInstead(root: ShadowRoot, context: Context, content: Content): Promise<void> {
  const failed = (error: Error): void => {
    undo();
    say(context.host, "scripts", error.message);
  };
  const frame = createFrame(context, content, failed);
  const undo = keep(root, () => {
    frame.dispose();
    frame.element.remove();
  });
  context.host.append(frame.element);
  context.signal.addEventListener("abort", undo);
  try {
    await frame.ready;
    // It also settles when it is taken back.
    if (shown.get(root) === undo) root.host.parentElement!.hidden = true;
  } catch (error) {
    if (isBlank(root) && hasOther(context)) throw error;
    failed(error as Error);
  }
}

/** Has `takeBack` called once, when it is asked for; then the sanitised markup shows. */
function keep(root: ShadowRoot, takeBack: () => void): () => void {
  const undo = (): void => {
    if (shown.get(root) !== undo) return;
    shown.delete(root);
    takeBack();
    root.host.parentElement!.hidden = false;
  };
  shown.set(root, undo);
  return undo;
}

/** Hosts that scripts come from. */
function hostsIn(markup: string): string[] {
  const hosts = new Set<string>();
  for (const [, source, imported] of markup.matchAll(SOURCE)) {
    const url = parseUrl(source ?? imported!);
    if (url) hosts.add(url.host);
  }
  return [...hosts].slice(0, MAX_NAMED_HOSTS);
}

/** Takes out what other hosts' readers are told. */
function dropAdvice(root: ShadowRoot): void {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (texts.nextNode())
    if (FOREIGN_ADVICE.test((texts.currentNode as Text).data)) found.push(texts.currentNode as Text);
  for (const text of found) (text.parentElement ?? text).remove();
}

/** Places that only scripts would fill are as high as what is in them: nothing. */
function closePlaces(root: ShadowRoot): void {
  for (const blank of blanksIn(root)) if (blank.offsetHeight >= MIN_PLACE_PX) blank.style.display = "none";
}
