/**
 * A terminal that only shows what it is fed. It has no effects outside: replies and keys are dropped, no program and no
 * clipboard is reached, and links open on a click only, if their scheme is allowed.
 */

import xterm from "@xterm/xterm/css/xterm.css";
import type { TerminalColors } from "../backendai-media.d.ts";
import type { Playback } from "../shared/chunk-interfaces.ts";
import { adopt, createElement } from "../shared/dom.ts";
import { encode } from "./bytes.ts";
import { createEmulator } from "./emulator.ts";
import { extentOf, pieceEnd } from "./output-cost.ts";
import { parseNow, resetCompletely } from "./xterm-internals.ts";
import css from "./style.css";

/** Font sizes in pixels: as large as fits. */
const MIN_FONT_PX = 3;
const MAX_FONT_PX = 15;
/** In full screen the height is limited too; pixels for controls and margins. */
const MAX_FULLSCREEN_FONT_PX = 40;
const CONTROLS_PX = 96;
/** Mouse reporting modes. Here the mouse is the user's, for selecting. */
const MOUSE_MODES: readonly unknown[] = [9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016];

export function createPlayback(place: HTMLElement, colors: TerminalColors | undefined): Playback {
  const screen = createElement("div", "terminal-played");
  const host = createElement("div", "", screen);
  const ended = new AbortController();
  const none = (): void => {};
  const events = { type: none, answer: none, raw: none, seen: none, cleared: none, overflow: none };
  host.className = "backendai-terminal";
  place.append(host);
  adopt(xterm, host);
  adopt(css, host);
  const emulator = createEmulator(host, screen, { ...(colors && { theme: colors }), scrollback: 0 }, events);
  const { terminal } = emulator;
  const { textarea } = terminal;

  terminal.options.disableStdin = true;
  terminal.options.cursorBlink = false;
  terminal.attachCustomKeyEventHandler(() => false);
  terminal.attachCustomWheelEventHandler(() => false);
  terminal.parser.registerCsiHandler({ prefix: "?", final: "h" }, (modes) =>
    modes.every((mode) => MOUSE_MODES.includes(mode)),
  );
  textarea!.tabIndex = -1;
  textarea!.readOnly = true;
  textarea!.inputMode = "none";

  const fit = (): void => {
    if (ended.signal.aborted) return;
    emulator.moved();
    const { offsetWidth, offsetHeight } = terminal.element!.querySelector<HTMLElement>(".xterm-screen")!;
    if (!offsetWidth || !screen.clientWidth) return;
    const before = terminal.options.fontSize!;
    const isFull = document.fullscreenElement?.contains(host);
    const ratio = Math.min(
      screen.clientWidth / offsetWidth,
      isFull ? (innerHeight - CONTROLS_PX) / offsetHeight : Infinity,
    );
    const size = Math.min(isFull ? MAX_FULLSCREEN_FONT_PX : MAX_FONT_PX, Math.max(MIN_FONT_PX, before * ratio));
    // Cells have whole pixels on some screens: tiny changes would never settle.
    if (Math.abs(size - before) > 0.2 || size < before) terminal.options.fontSize = Math.floor(size * 10) / 10;
  };
  const paint = (): void => {
    emulator.paint(colors);
    host.style.setProperty("--backendai-terminal-background", terminal.options.theme!.background ?? null);
  };
  const watcher = new ResizeObserver(() => requestAnimationFrame(fit));
  watcher.observe(screen);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint, { signal: ended.signal });
  host.addEventListener("transitionend", ({ target }) => target === host && paint());
  paint();

  const resize = (columns: number, rows: number): void => {
    if (columns === terminal.cols && rows === terminal.rows) return;
    terminal.resize(columns, rows);
    fit();
  };
  return {
    host,
    *parse(output) {
      const data = encode(output);
      for (let from = 0, end; from < data.length; from = end) {
        end = pieceEnd(data, from, extentOf(terminal));
        // An exception is the emulator's own; the rest of the output must not suffer.
        try {
          void parseNow(terminal, data.subarray(from, end));
        } catch (error) {
          console.error(error);
        }
        yield;
      }
    },
    reset(columns, rows) {
      resetCompletely(terminal);
      paint();
      resize(columns, rows);
    },
    resize,
    text() {
      const { active } = terminal.buffer;
      const lines = Array.from({ length: terminal.rows }, (_, at) => active.getLine(active.baseY + at));
      return lines
        .map((line) => line?.translateToString(true) ?? "")
        .join("\n")
        .trimEnd();
    },
    selected: () => terminal.getSelection(),
    dispose() {
      ended.abort();
      watcher.disconnect();
      emulator.dispose();
      host.remove();
    },
  };
}
