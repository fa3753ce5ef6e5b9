/** xterm.js with the addons that every terminal needs. */

import { FitAddon } from "@xterm/addon-fit";
import { UnicodeGraphemesAddon } from "@xterm/addon-unicode-graphemes";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { Terminal } from "@xterm/xterm";
import type { TerminalTheme, WebtermOptions } from "../backendai-media.d.ts";
import { linkHandler, createReportFilter, openLink } from "./output-guards.ts";
import { fromBinary } from "./bytes.ts";
import { extentOf, pieceEnd } from "./output-cost.ts";
import { guard } from "./xterm-guards.ts";
import { type WriteQueue, createWriteQueue } from "./write-queue.ts";
import { parseNow, resetCompletely, styleByProperties } from "./xterm-internals.ts";
import { styled } from "./csp-styles.ts";
import { resolve } from "./themes.ts";
import type { Bytes, Size } from "./types.ts";

const FONT =
  'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono CJK KR", monospace';
export const FONT_SIZE = 14;

export interface Emulator {
  readonly terminal: Terminal;
  readonly writeQueue: WriteQueue;
  /** The size that fits the container. */
  measure(): Size;
  paint(theme: TerminalTheme | undefined): void;
  /** Call after the terminal was moved: adopts its styles there. */
  moved(): void;
  dispose(): void;
}

export interface EmulatorEvents {
  /** What the user typed. */
  type(text: string): void;
  /** The emulator's reply to a query in the output. */
  answer(text: string): void;
  /** Raw bytes of mouse reports. */
  raw(data: Bytes): void;
  /** Output, as it is parsed. */
  seen(data: Bytes): void;
  cleared(): void;
  overflow(bytes: number): void;
}

export function createEmulator(
  host: HTMLElement,
  screen: HTMLElement,
  options: WebtermOptions,
  events: EmulatorEvents,
): Emulator {
  const styles = styled(host);
  const terminal = new Terminal({
    allowProposedApi: true, // graphemes, decorations
    documentOverride: styles.document,
    fontFamily: options.fontFamily ?? FONT,
    fontSize: options.fontSize ?? FONT_SIZE,
    scrollback: options.scrollback ?? 5000,
    screenReaderMode: options.screenReader ?? false,
    cursorBlink: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    linkHandler: linkHandler(screen),
    logLevel: "off",
    theme: resolve(options.theme, host),
    minimumContrastRatio: typeof options.theme === "object" ? 1 : 4.5,
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(new UnicodeGraphemesAddon());
  terminal.loadAddon(new WebLinksAddon(openLink));
  guard(terminal);
  styles.during(() => terminal.open(screen));
  styleByProperties(terminal);

  /** Whether data from the emulator is a reply to output; replayed queries get none. */
  let parsing = false;
  let answering = false;
  const mayAnswer = createReportFilter();
  /** The first half of a surrogate pair, whose second half comes in the next event. */
  let half = "";
  terminal.onData((text) => {
    if (parsing) {
      if (answering && mayAnswer(text)) events.answer(text);
      return;
    }
    const typed = half + text;
    half = typed.match(/[\ud800-\udbff]$/)?.[0] ?? "";
    if (typed !== half) events.type(half ? typed.slice(0, -1) : typed);
  });
  terminal.onBinary((text) => events.raw(fromBinary(text)));

  const endOf = (data: Bytes): number => pieceEnd(data, 0, extentOf(terminal));
  const writeQueue = createWriteQueue(
    (data, live) => {
      events.seen(data);
      parsing = true;
      answering = live;
      const later = parseNow(terminal, data)?.finally(() => (parsing = false));
      parsing = !!later;
      return later;
    },
    endOf,
    () => {
      resetCompletely(terminal);
      events.cleared();
    },
    events.overflow,
  );

  return {
    terminal,
    writeQueue,
    measure() {
      const { cols: columns, rows } = fit.proposeDimensions() ?? terminal;
      const { clientWidth: width, clientHeight: height } = screen;
      // A container that is not displayed yet has no size.
      const shown = Number.isFinite(columns) && Number.isFinite(rows) && width > 0 && height > 0;
      return { columns: shown ? columns : terminal.cols, rows: shown ? rows : terminal.rows, width, height };
    },
    paint: (theme) => (terminal.options.theme = resolve(theme, host)),
    moved: styles.adopt,
    dispose() {
      writeQueue.dispose();
      terminal.dispose();
      styles.dispose();
    },
  };
}
