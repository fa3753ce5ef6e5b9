/** A console in the page: blocks of bounded size, laid out and coloured only when near the screen. */

import type { Context, Message, Translate } from "../../backendai-media.d.ts";
import type { Block, PackedText } from "../../shared/chunk-interfaces.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { type Line, pack } from "./lines.ts";
import { isPlain, type Looks, paint } from "./paint.ts";
import { Screen } from "./screen.ts";
import { printed } from "../../shared/virtual-list.ts";
import type { Style } from "./sgr.ts";
import theme from "../../shared/theme.css";
import css from "./style.css";
import * as messages from "../../shared/messages.ts";
import { CONSOLE_BLOCK_UNITS, CONSOLE_MAX_LINES, CONSOLE_SLICE_UNITS } from "../../shared/spec.ts";

const LABELS: Readonly<Record<string, Message>> = {
  stdout: messages.stdout,
  stderr: messages.stderr,
  error: messages.error,
  log: messages.log,
  "text/plain": messages.plain_text,
  "application/json": messages.json,
};

/** Loaded when first needed. */
interface Tools {
  createFold(blocks: Block[], rest: () => string, translate: Translate): (excess: number) => number;
  createAnnouncer(root: Element, translate: Translate, signal: AbortSignal): (text: string) => void;
}

/** A selection would be lost with the nodes it is in. */
const isSelected = (element: Element): boolean => {
  const selection = getSelection()!;
  return !selection.isCollapsed && selection.containsNode(element, true);
};

const asSent: Looks = (style) => [style];

/** Whether its text may have to be of another colour: the palette can be read where there is no other ground. */
const isColored = ({ bg, fg, dim, inverse }: Style): unknown => bg || inverse || (fg && (dim || fg[0] === "r"));

const div = (className: string): HTMLElement => Object.assign(document.createElement("div"), { className });

export interface View {
  /** Something shows. */
  readonly ready: Promise<void>;
  /** Shows more text; the first piece at once, the rest in slices. */
  write(text: string): void;
  /** As `write`, for text that is announced to screen readers. */
  append(text: string): void;
  clear(): void;
  dispose(): void;
}

export function createView(context: Context): View {
  const { promise: ready, resolve: shown } = Promise.withResolvers<void>();
  /** Missing until a style needs it. */
  let looks: Looks | undefined = context.options.readable === false ? asSent : undefined;
  const root = div("backendai-console");
  const tail = div("");
  let screen: Screen;
  let blocks: Block[];
  /** What was written, and what of it was not read yet: from `at`. */
  let queue: string;
  let at: number;
  /** Where that begins which is announced. */
  let news: number;
  let lineCount: number;
  let fold: ReturnType<Tools["createFold"]> | undefined;
  let announce: ReturnType<Tools["createAnnouncer"]> | undefined;
  const byElement = new WeakMap<Element, Block>();
  let isBusy = false;
  let isNear = true;
  /** Counts the screens: what is done for an earlier one is not finished. */
  let version = 0;
  /** Rows where the parts of the tail end that are elements of their own, since they have much in them. */
  let ends: number[];
  /** Where the tail's last painted line begins: its row, and how many nodes are before it. */
  let painted: { row: number; nodes: number };

  const color = (block: Block, isWanted: boolean): void => {
    const { element, packed } = block;
    // One that was cleared meanwhile had the styles of another screen.
    if (block.isPainted === isWanted || element.parentNode !== root || isSelected(element)) return;
    block.isPainted = isWanted;
    element.replaceChildren(isWanted ? paint(packed, screen.styles, looks) : packed.text);
  };
  /** For paper and files; the colours of what is far away were left out. */
  let isPrinted = false;
  const paintAll = (): void => {
    for (const block of blocks) color(block, true);
    isNear = true;
    repaint();
    for (const _ of paintTail());
  };
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const block = byElement.get(target);
        if (!isIntersecting && !isPrinted) {
          isPrinted = true;
          printed(root, context, paintAll);
        }
        if (block) context.schedule(() => color(block, isIntersecting));
        else {
          const isBack = isIntersecting && !isNear;
          // Set before the job, which may run at once.
          isNear = isIntersecting;
          if (isBack) context.schedule(run);
        }
      }
    },
    { rootMargin: "600px" },
  );

  /** Repaints the lines that may still change, from the first that did. */
  function* paintTail(): Generator<void> {
    const { lines, styles } = screen;
    if (!isNear) {
      repaint();
      return void (tail.textContent = pack(lines, true).text);
    }
    if (screen.changed < painted.row) {
      while (ends.at(-1)! > screen.changed) ends.pop();
      painted = { row: ends.at(-1) ?? 0, nodes: ends.length };
    }
    screen.changed = Infinity;
    while (tail.childNodes.length > painted.nodes) tail.lastChild!.remove();
    let from = ends.at(-1) ?? 0;
    let weight = 0;
    const last = lines.length - 1;
    for (let row = from; row < last; row++) {
      weight += lines[row]!.weight;
      if (weight < CONSOLE_BLOCK_UNITS) continue;
      while (tail.childNodes.length > ends.length) tail.lastChild!.remove();
      tail.append(blockOf(pack(lines.slice(from, row + 1)), true));
      from = row + 1;
      weight = 0;
      painted = { row: from, nodes: ends.push(from) };
      yield;
    }
    tail.append(paint(pack(lines.slice(painted.row, last)), styles, looks));
    painted = { row: last, nodes: tail.childNodes.length };
    tail.append(paint(pack(lines.slice(last), true), styles, looks));
  }

  /** Has all of the tail painted anew. */
  const repaint = (): void => {
    screen.changed = 0;
    ends = [];
    painted = { row: 0, nodes: 0 };
  };

  const blockOf = (packed: PackedText, isPainted: boolean): HTMLElement => {
    const element = div("backendai-block");
    element.style.containIntrinsicBlockSize = `auto ${packed.count}lh`;
    element.append(isPainted ? paint(packed, screen.styles, looks) : packed.text);
    return element;
  };

  const addBlock = (lines: Line[]): void => {
    const packed = pack(lines);
    // Visible blocks are coloured at once.
    const isPainted = isNear || !blocks[0];
    const element = blockOf(packed, isPainted);
    tail.before(element);
    const block = { element, packed, isPainted };
    blocks.push(block);
    if (!isPlain(packed)) {
      byElement.set(element, block);
      near.observe(element);
    }
    repaint();
    lineCount += packed.count;
  };

  const bound = (): void => {
    if (lineCount <= CONSOLE_MAX_LINES) return;
    void context.load("tools").then((tools) => {
      fold ??= (tools as Tools).createFold(blocks, () => pack(screen.lines, true).text, context.translate);
      lineCount -= fold(lineCount - CONSOLE_MAX_LINES);
    });
  };

  const say = (text: string): void => {
    if (announce) return announce(text);
    void context
      .load("tools")
      .then((tools) => (announce ??= (tools as Tools).createAnnouncer(root, context.translate, context.signal))(text));
  };

  /** Goes on when it is known how styles look. */
  const wait = (): void => {
    const mine = version;
    void context
      .load("colors")
      .then((colors) => (colors as { looks: Looks }).looks)
      .catch(() => asSent)
      .then((found) => {
        looks = found;
        if (mine !== version) return;
        isBusy = false;
        run();
      });
  };

  /** Reads what was written, then paints what may still change. */
  function* work(): Generator<void> {
    do {
      while (at < queue.length) {
        const text = queue.slice(at, at + CONSOLE_SLICE_UNITS);
        if (at + text.length > news) say(queue.slice(Math.max(at, news), at + text.length));
        at += text.length;
        yield* screen.write(text);
        if (!looks && screen.styles.some(isColored)) return wait();
        for (let lines; (lines = screen.takeBlock()); yield) addBlock(lines);
        bound();
        if (!blocks[0] && !tail.firstChild) yield* paintTail();
        shown();
      }
      queue = "";
      at = 0;
      news = Infinity;
      yield* paintTail();
      root.classList.toggle("backendai-blank", !blocks[0] && !/\S/.test(tail.textContent!));
      shown();
    } while (queue);
    isBusy = false;
  }

  const run = (): void => {
    if (isBusy) return;
    isBusy = true;
    const mine = version;
    runInTimeSlices(context, work(), () => mine !== version).catch((error) =>
      context.schedule(() => {
        throw error;
      }),
    );
  };

  const view: View = {
    ready,
    write(text) {
      queue += text;
      run();
    },
    append(text) {
      news = Math.min(news, queue.length);
      view.write(text);
    },
    clear() {
      near.disconnect();
      version++;
      isBusy = false;
      screen = new Screen();
      blocks = [];
      queue = "";
      at = 0;
      news = Infinity;
      lineCount = 0;
      fold = undefined;
      repaint();
      tail.replaceChildren();
      root.replaceChildren(tail);
      near.observe(tail);
    },
    dispose: () => near.disconnect(),
  };
  context.style(theme);
  context.style(css);
  root.role = "group";
  root.ariaLabel = context.translate(LABELS[context.type] ?? [context.type, context.type]);
  context.host.append(root);
  view.clear();
  return view;
}
