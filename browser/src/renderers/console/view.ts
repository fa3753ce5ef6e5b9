/** A console in the page: blocks of bounded size, laid out and coloured only when near the screen. */

import type { Context, Message, Translate } from "../../backendai-media.d.ts";
import { type Block, type Line, textOf } from "../../shared/chunk-interfaces.ts";
import { isPlain, paint } from "./paint.ts";
import { Screen } from "./screen.ts";
import theme from "../../shared/theme.css";
import css from "./style.css";
import * as messages from "../../shared/messages.ts";
import { CONSOLE_MAX_LINES, CONSOLE_SLICE_UNITS } from "../../shared/spec.ts";

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

const div = (className: string): HTMLElement => Object.assign(document.createElement("div"), { className });

export interface View {
  /** Shows more text; the first piece at once, the rest in slices. */
  write(text: string): void;
  /** As `write`, for text that is announced to screen readers. */
  append(text: string): void;
  clear(): void;
  dispose(): void;
}

export function createView(context: Context): View {
  const root = div(`backendai-console${context.options.readable === false ? " backendai-as-sent" : ""}`);
  const tail = div("");
  let screen: Screen;
  let blocks: Block[];
  let queue: string;
  let lineCount: number;
  let fold: ReturnType<Tools["createFold"]> | undefined;
  let announce: ReturnType<Tools["createAnnouncer"]> | undefined;
  const byElement = new WeakMap<Element, Block>();
  let isBusy = false;
  let isNear = true;
  /** Where the tail's last painted line begins: its row, and how many nodes are before it. */
  let painted: { row: number; nodes: number };

  const color = (block: Block, isWanted: boolean): void => {
    const { element, lines } = block;
    // One that was cleared meanwhile had the styles of another screen.
    if (block.isPainted === isWanted || element.parentNode !== root || isSelected(element)) return;
    block.isPainted = isWanted;
    element.replaceChildren(isWanted ? paint(lines, screen.styles) : textOf(lines));
  };
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const block = byElement.get(target);
        if (block) context.schedule(() => color(block, isIntersecting));
        else {
          const isBack = isIntersecting && !isNear;
          // Set before the job, which may run at once.
          isNear = isIntersecting;
          if (isBack) context.schedule(paintTail);
        }
      }
    },
    { rootMargin: "600px" },
  );

  /** Repaints the lines that may still change, from the first that did. */
  const paintTail = (): void => {
    const { lines, styles } = screen;
    if (screen.changed < painted.row || !isNear) painted = { row: 0, nodes: 0 };
    screen.changed = Infinity;
    if (!isNear) return void (tail.textContent = textOf(lines, true));
    while (tail.childNodes.length > painted.nodes) tail.lastChild!.remove();
    const last = lines.length - 1;
    tail.append(paint(lines.slice(painted.row, last), styles));
    painted = { row: last, nodes: tail.childNodes.length };
    tail.append(paint(lines.slice(last), styles, true));
  };

  const addBlock = (lines: Line[]): void => {
    const element = div("backendai-block");
    element.style.containIntrinsicBlockSize = `auto ${lines.length}lh`;
    tail.before(element);
    // Visible blocks are coloured at once.
    const block = { element, lines, isPainted: isNear || !blocks[0] };
    element.append(block.isPainted ? paint(lines, screen.styles) : textOf(lines));
    blocks.push(block);
    if (!isPlain(lines)) {
      byElement.set(element, block);
      near.observe(element);
    }
    painted = { row: 0, nodes: 0 };
    lineCount += lines.length;
  };

  const read = (): void => {
    screen.write(queue.slice(0, CONSOLE_SLICE_UNITS));
    queue = queue.slice(CONSOLE_SLICE_UNITS);
    for (let lines; (lines = screen.takeBlock());) addBlock(lines);
    if (lineCount > CONSOLE_MAX_LINES) {
      void context.load("tools").then((tools) => {
        fold ??= (tools as Tools).createFold(blocks, () => textOf(screen.lines, true), context.translate);
        lineCount -= fold(lineCount - CONSOLE_MAX_LINES);
      });
    }
    isBusy = queue !== "";
    if (isBusy) context.schedule(read);
    if (!isBusy || !blocks[0]) paintTail();
  };

  const view: View = {
    write(text) {
      queue += text;
      if (!isBusy) read();
    },
    append(text) {
      view.write(text);
      if (announce) announce(text);
      else {
        void context
          .load("tools")
          .then((tools) =>
            (announce ??= (tools as Tools).createAnnouncer(root, context.translate, context.signal))(text),
          );
      }
    },
    clear() {
      near.disconnect();
      screen = new Screen();
      blocks = [];
      queue = "";
      lineCount = 0;
      painted = { row: 0, nodes: 0 };
      fold = undefined;
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
