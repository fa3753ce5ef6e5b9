/**
 * HTML with scripts: run in a frame where the page allows it, else left out with a note. Where nothing is left then, a
 * chart is shown from its data, or else the bundle's next type.
 */

import type { Context } from "../../backendai-media.d.ts";
import { chartIn } from "./altair.ts";
import { afterEarlier, keepLoader } from "./earlier.ts";
import { allowedBy } from "../../shared/active.ts";
import { blanksIn, hasOther, isBlank, yielding } from "../../shared/blank.ts";
import type { FrameContent, Frames } from "../../shared/chunk-interfaces.ts";
import { say, styleNotes } from "../../shared/notes.ts";
import { parseUrl } from "../../shared/text.ts";
import * as messages from "../../shared/messages.ts";

/** A script that would run (data and templates do not), or a document within that may have some, as of maps. */
const SCRIPT =
  /<script(?![^<>]*\btype\s*=\s*["']?(?:application\/(?:[\w.+-]*json)|text\/(?:x-|template|html|plain)))[\s/>]|<iframe\b[^<>]*\ssrcdoc\b/i;

/**
 * For documents within the output's document: reports what was blocked there, what failed, and whether anything shows, and
 * draws itself with the script that is sent for it.
 */
const REPORT = `&lt;script>{let last;
const tell=(...said)=>parent.postMessage(said,'*');
const look=()=>{
const seen=/\\S/.test(document.body.innerText)||document.querySelector('img,svg,canvas,video,iframe,input');
const now=seen?'something':'nothing';
if(now!==last)tell(last=now);
if(!seen)setTimeout(look,1000)};
addEventListener('securitypolicyviolation',e=>tell('blocked',e.blockedURI));
addEventListener('error',e=>{if(e.message)tell('broken',e.message)});
addEventListener('message',async({source,data})=>{
if(source!==parent||data?.[0]!=='picture')return;
const made=document.createElement('script');
made.textContent=data[1];
document.head.append(made);
tell('picture',await window['backendai-show'].picture())});
addEventListener('load',()=>setTimeout(look,1000))}&lt;/script>`;

/** Where scripts come from: their elements' addresses, what modules import, and the paths of AMD modules. */
const SOURCE =
  /<script\b[^<>]*\ssrc\s*=\s*["']?(https?:[^\s"'<>]+)|\b(?:from|import)\s*["'](https?:[^\s"'<>]+)|\bpaths["']?\s*:\s*\{([^{}]*)/gi;
const ADDRESS = /https?:[^\s"'<>]+/g;

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
  styleNotes(context);
  const { charts, scripts } = allowedBy(context.options);
  dropAdvice(root);
  const nothing = isBlank(root);
  const chart = nothing && charts && chartIn(markup);
  const missing = scripts ? missingHosts(markup, context) : [];
  if (chart) {
    const [type, spec, options] = chart;
    return frameInstead(root, context, ({ contentOf }) => contentOf(type, spec, { embed_options: options }, context));
  }
  // What is there without scripts is better than what is there with half of them.
  if (missing[0] && (!nothing || hasOther(context))) {
    const line = context.translate(messages.blocked_by_page, { host: missing.join(", ") });
    if (nothing) throw new Error(line);
    note(root, context, line);
  } else if (scripts) {
    const all = markup
      .replace(/<iframe\b[^<>]*\ssrcdoc\s*=\s*"/gi, (tag) => tag + REPORT)
      .replace(/>[^<>]{0,200}File ?-(?:>|&gt;) ?Trust[^<>]{0,200}</gi, "><");
    // Scripts that draw find their place by its id.
    const isLoader = !root.querySelector("[id]") && !/\ssrcdoc\b/i.test(markup);
    if (isLoader) keepLoader(context, all);
    await frameInstead(root, context, () => ({
      title: messages.scripted_output,
      height: nothing && isLoader ? 1 : 150,
      markup: () => afterEarlier(context, all),
      isLoader,
      missing,
    }));
  } else if (nothing && hasOther(context)) throw yielding(messages.needs_scripts);
  else if (nothing || !isWhole(root, markup)) {
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
async function frameInstead(
  root: ShadowRoot,
  context: Context,
  contentOf: (frames: Frames) => FrameContent,
): Promise<void> {
  const isReplaced = (): boolean => isBlank(root) && hasOther(context);
  const failed = (error: Error): void => {
    if (isReplaced())
      return context.schedule(() => {
        throw error;
      });
    undo();
    say(context.host, "scripts", error.message);
  };
  const frames = (await context.load("frame")) as Frames;
  if (context.signal.aborted) return;
  frames.styleFrames(context);
  const frame = frames.createFrame(context, contentOf(frames), failed);
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
    if (isReplaced()) throw error;
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

/** Hosts that scripts come from, also those of documents within, and that the page does not list. */
function missingHosts(markup: string, { options }: Context): string[] {
  const { allows } = allowedBy(options);
  const hosts = new Set<string>();
  const text = markup
    .replace(/&lt;/g, "<")
    .replace(/&(?:quot|#34);/g, '"')
    .replace(/&(?:gt|#62);/g, ">");
  for (const [, source, imported, paths] of text.matchAll(SOURCE)) {
    for (const address of paths?.match(ADDRESS) ?? [source ?? imported ?? ""]) {
      const host = parseUrl(address)?.host;
      if (host && !allows(host)) hosts.add(host);
    }
  }
  return [...hosts].slice(0, MAX_NAMED_HOSTS);
}

/** What scripts name: ids, in texts of theirs. */
const NAMES = /["'`#]([\w:-]{1,100})/g;

/** A diagram, table or picture. */
const STRUCTURE = "td,svg *,img,math,input";
/** UTF-16 units of markup in which names are looked for. */
const MAX_SCRIPTED_UNITS = 500_000;

/** Whether scripts only refine what is there: they name diagrams, tables or pictures, and no element that waits for them. */
function isWhole(root: ShadowRoot, markup: string): boolean {
  if (markup.length > MAX_SCRIPTED_UNITS) return false;
  const names = new Set<string>();
  for (const [script] of markup.matchAll(/<script\b[^]*?(?:<\/script|$)/gi))
    for (const [, name] of script.matchAll(NAMES)) names.add(name!);
  const named = [...root.querySelectorAll<HTMLElement>("[id]")].filter(({ id }) => names.has(id));
  const isFull = (element: HTMLElement): boolean => {
    const text = element.textContent!;
    return !element.hidden && !/^\s*loading\b/i.test(text) && (/\S/.test(text) || !!element.querySelector(STRUCTURE));
  };
  return named.some((element) => element.querySelector(STRUCTURE)) && named.every(isFull);
}

/** Says above a text why it stands for HTML. */
export function explainText(context: Context): void {
  // The page may rank it higher.
  if (context.type !== "text/plain" || context.options.rank) return;
  const { scripts } = allowedBy(context.options);
  const [host, ...hosts] = scripts ? missingHosts(`${context.metadata["text/html"]}`, context) : [];
  styleNotes(context);
  const line = host
    ? context.translate(messages.blocked_by_page, { host: [host, ...hosts].join(", ") })
    : context.translate(scripts ? messages.shows_nothing : messages.scripts_removed);
  say(context.host, "scripts", line);
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
