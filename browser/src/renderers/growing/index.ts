/**
 * Markdown that grows, as an answer does while it is being written: only the text from its last block on is read again, and
 * of what is shown only what differs is changed. What may concern blocks above has all of it read, now and then.
 */

import type { Context } from "../../backendai-media.d.ts";
import type {
  GrowingMarkdown,
  HtmlItem,
  MarkdownEnvironment,
  MarkdownHelpers,
  MarkdownReading,
  ParsedMarkdown,
} from "../../shared/chunk-interfaces.ts";
import { MARKDOWN_MAX_FORMULA_LINES } from "../../shared/spec.ts";
import { escapeHtml } from "../../shared/text.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { morph } from "./morph.ts";

/** Milliseconds without another value after which all of the text is read. */
const PAUSE_MS = 400;
/** Work takes at most one in so many milliseconds; of values that come faster some are left out. */
const SHARE = 4;
/** Milliseconds that work may take however often it comes. */
const FREE_MS = 4;
/** Colours of code at the text's end are made anew when it is so many times as long. */
const CODE_GROWTH = 1.25;
/** UTF-16 units beyond which it has them when it is finished. */
const MAX_OPEN_CODE_UNITS = 8_000;

/** What defines or counts something for all of the text, in formulas and footnotes; line ends that are counted otherwise. */
const CONCERNS_ALL =
  /\\(?:(?:re|provide)?newcommand|[gx]?def|let|label|tag|(?:eq)?ref|DeclareMath|newenv)|\[\^|\r(?!\n)/;
/** What opens a formula, which may have blank lines before it is closed. */
const OPENS_FORMULA = /^(?:\$\$|\\\\?\[|\\begin\{)/;

/** Milliseconds that a frame may be waited for: a hidden page has none. */
const MAX_FRAME_MS = 100;

/**
 * Milliseconds that the page takes to lay out and paint what has changed, at its next frame. Of a long text that is more than
 * all the rest: engines go through all of it.
 */
const drawn = (): Promise<number> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const from = performance.now();
      const { port1, port2 } = new MessageChannel();
      // The next task comes when the frame is done.
      port1.onmessage = () => {
        port1.close();
        resolve(performance.now() - from);
      };
      port2.postMessage(0);
    });
    setTimeout(resolve, MAX_FRAME_MS, 0);
  });

/** A block of the text itself: its first token and line. */
interface Block {
  at: number;
  line: number;
}

function blocksOf({ tokens }: ParsedMarkdown): Block[] {
  const blocks: Block[] = [];
  for (const [at, { level, nesting, map }] of tokens.entries())
    if (level === 0 && nesting >= 0 && map) blocks.push({ at, line: map[0] });
  return blocks;
}

/** Where a line of a text begins. */
function offsetOf(text: string, line: number): number {
  let at = 0;
  for (; line > 0; line--) at = text.indexOf("\n", at) + 1;
  return at;
}

/** What text there has that style sheets must be there for: colours, formulas, tables. */
const featuresOf = ({ tokens }: ParsedMarkdown, { code, math }: MarkdownHelpers): string[] => [
  ...(code ? ["code"] : []),
  ...(math ? ["math"] : []),
  ...(tokens.some(({ type }) => type === "table_open") ? ["table"] : []),
];

/** Colours code. Of `last`, which the text ends with, what has colours already keeps them. */
function createColouring(): (helpers: MarkdownHelpers, last: string | undefined) => MarkdownHelpers {
  let kept = { content: "", language: "", html: "" };
  return (helpers, last) => {
    const { code: highlight } = helpers;
    if (!highlight) return helpers;
    const code: typeof highlight = (content, language) => {
      if (content !== last) return highlight(content, language);
      const isSame = !!kept.content && kept.language === language && content.startsWith(kept.content);
      const isLong = content.length > MAX_OPEN_CODE_UNITS;
      if (isSame && (isLong || content.length < kept.content.length * CODE_GROWTH))
        return kept.html + escapeHtml(content.slice(kept.content.length));
      const html = isLong ? undefined : highlight(content, language);
      kept = { content, language, html: html ?? escapeHtml(content) };
      return html;
    };
    return { ...helpers, code };
  };
}

/** Follows a text that an item shows and that has begun to grow. */
export class Growing implements GrowingMarkdown {
  /** The last value, and the one of which all is shown as if it had come at once. */
  #wanted: string;
  #settled: string | undefined;
  /** Where the text begins that is read again; the blocks before it, one element each, are finished. */
  #cut = 0;
  #finished = 0;
  /** Names of headings and addresses in what is finished. */
  #slugs = new Map<string, number>();
  #references: NonNullable<MarkdownEnvironment["references"]> = {};
  #features: string[] = [];
  /** Every value is read whole. */
  #isWhole = true;
  #isRunning = false;
  #isStopped = false;
  #next = Promise.withResolvers<boolean>();
  #colouring = createColouring();

  readonly #reading: MarkdownReading;
  readonly #item: HtmlItem;
  readonly #context: Context;

  constructor(reading: MarkdownReading, item: HtmlItem, context: Context, first: string) {
    this.#reading = reading;
    this.#item = item;
    this.#context = context;
    this.#wanted = first;
  }

  /** Whether a value is the last one with more at its end. */
  continues = (source: string): boolean => !this.#isStopped && source.startsWith(this.#wanted);

  /** Settles when the value, or one that came later, is shown. `false`: it has to be shown in another way. */
  update(source: string): Promise<boolean> {
    this.#wanted = source;
    this.#settled = undefined;
    const shown = this.#next.promise;
    if (!this.#isRunning) void this.#run();
    return shown;
  }

  stop(): void {
    this.#isStopped = true;
    this.#next.resolve(false);
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let shown: string | undefined; !this.#isStopped && this.#settled !== this.#wanted;) {
      const [source, asked, started] = [this.#wanted, this.#next, performance.now()];
      this.#next = Promise.withResolvers();
      const isLast = source === shown;
      try {
        await this.#pass(source, isLast || this.#isWhole, isLast);
      } catch {
        this.#isStopped = true;
      }
      shown = source;
      if (isLast) this.#settled = source;
      asked.resolve(!this.#isStopped);
      if (isLast) continue;
      const worked = performance.now() - started;
      await this.#wait(source, worked + (await drawn()));
    }
    this.#isRunning = false;
    this.#next.resolve(!this.#isStopped);
    this.#next = Promise.withResolvers();
  }

  /** Waits until another value may be shown, or for a pause after the last one. */
  async #wait(source: string, cost: number): Promise<void> {
    const from = performance.now();
    const enough = cost < FREE_MS ? 0 : cost * (SHARE - 1);
    for (let waited = 0; !this.#isStopped && waited < Math.max(enough, PAUSE_MS); waited = performance.now() - from) {
      if (this.#wanted !== source && waited >= enough) return;
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
  }

  /** Reads a value and shows it: all of it, or from the last block on. `isLast`: no other is near. */
  async #pass(source: string, all: boolean, isLast: boolean): Promise<void> {
    const [reading, context] = [this.#reading, this.#context];
    const isStale = (): boolean => this.#isStopped;
    const text = all ? source : source.slice(this.#cut);
    const env: MarkdownEnvironment = all ? {} : { slugs: new Map(this.#slugs), references: { ...this.#references } };
    const parsed = await runInTimeSlices(context, reading.parse(text, env), isStale);
    const [helpers, sheet] = await reading.helped(parsed);
    const needed = featuresOf(parsed, helpers);
    const isNew = needed.some((feature) => !this.#features.includes(feature));
    // An address may be that of names above.
    const defines = Object.keys(env.references ?? {}).length > Object.keys(this.#references).length;
    const concernsAll = CONCERNS_ALL.test(text) || parsed.tokens.some(({ type }) => type === "html_block");
    if (!all && (isNew || defines || concernsAll)) return this.#pass(source, true, isLast);
    const blocks = blocksOf(parsed);
    const end = parsed.tokens[blocks.at(-1)?.at ?? 0];
    const last = end?.type === "fence" && !isLast ? end.content : undefined;
    const parts = await runInTimeSlices(context, reading.write(parsed, this.#colouring(helpers, last)), isStale);
    this.#isWhole = concernsAll;
    if (all) [this.#cut, this.#finished, this.#slugs, this.#features] = [0, 0, new Map(), needed];
    await this.#item.grow((all ? sheet : "") + parts.join("\0"), (made, blocked) =>
      this.#place(made, blocked, blocks.length),
    );
    if (!this.#isWhole) this.#finish(text, parsed, blocks);
  }

  #place(made: DocumentFragment, blocked: readonly unknown[], count: number): Promise<void> | void {
    const { root } = this.#item;
    const put = (start: ChildNode | null): Promise<void> =>
      runInTimeSlices(this.#context, morph(root, made, start), () => this.#isStopped);
    const from = this.#finished;
    // Buttons that load pictures from elsewhere belong to the elements that they were made for.
    if (blocked[0]) this.stop();
    if (this.#isStopped) return;
    // Raw HTML was around blocks, or the page's theme had an earlier value shown again.
    if (made.children.length !== count || root.children.length < from) this.#isWhole = true;
    if (!from) return put(root.firstChild);
    if (!this.#isWhole) return put(root.children[from] ?? null);
  }

  /** What lies before the last block cannot change any more once that has a whole line. */
  #finish(text: string, { tokens, env }: ParsedMarkdown, blocks: readonly Block[]): void {
    const end = blocks.at(-1)?.line ?? 0;
    const open = blocks.findIndex(
      ({ at, line }) =>
        tokens[at]!.type === "paragraph_open" &&
        OPENS_FORMULA.test(tokens[at + 1]!.content) &&
        end - line < MARKDOWN_MAX_FORMULA_LINES,
    );
    let last = open < 0 ? blocks.length - 1 : open;
    if (last > 0 && text.indexOf("\n", offsetOf(text, blocks[last]!.line)) < 0) last--;
    if (last < 1) return;
    const { at, line } = blocks[last]!;
    for (const { type, info } of tokens.slice(0, at))
      if (type === "heading_open" && info) this.#slugs.set(info, (this.#slugs.get(info) ?? 0) + 1);
    this.#references = { ...env.references };
    this.#cut += offsetOf(text, line);
    this.#finished += last;
  }
}
