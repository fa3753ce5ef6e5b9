/** The emulator in its container, at the size in use: ours, or that of another viewer. */

import xterm from "@xterm/xterm/css/xterm.css";
import type { TerminalTheme, WebtermOptions } from "../backendai-media.d.ts";
import { adopt, createElement } from "../shared/dom.ts";
import { type EmulatorEvents, type Emulator, FONT_SIZE, createEmulator } from "./emulator.ts";
import css from "./style.css";
import type { Size } from "./types.ts";

/** Milliseconds without a further change of size before the program is notified. */
const RESIZE_DELAY_MS = 100;
const MIN_FONT_PX = 6;
const MAX_FONT_PX = 40;
/** Height of a terminal in a container without one. */
const DEFAULT_HEIGHT = "26em";

export interface View {
  readonly host: HTMLElement;
  readonly emulator: Emulator;
  /** The size that fits at the user's font size. */
  size(): Size;
  /** Applies the size that fits, and reports it. */
  fit(): void;
  /** Shows a terminal of that size, in a smaller font if it is too large. */
  show(rows: number, columns: number): void;
  /** Changes the font size by a number of pixels. */
  zoom(by: number): void;
  theme: TerminalTheme | undefined;
  dispose(): void;
}

export function createView(
  container: Element,
  options: WebtermOptions,
  events: EmulatorEvents & { resized(size: Size): void },
): View {
  const screen = createElement("div", "terminal-screen");
  const host = createElement("div", "", createElement("div", "terminal-frame", screen));
  const ended = new AbortController();
  let font = options.fontSize ?? FONT_SIZE;
  let { theme } = options;
  host.className = "backendai-terminal";
  container.append(host);
  adopt(xterm, host);
  adopt(css, host);
  if (host.clientHeight < 2 * font) host.style.height = DEFAULT_HEIGHT;
  const emulator = createEmulator(host, screen, options, events);
  const { terminal } = emulator;

  function size(): Size {
    const found = emulator.measure();
    // The current font may be smaller than the user's.
    const ratio = terminal.options.fontSize! / font;
    return { ...found, columns: Math.floor(found.columns * ratio), rows: Math.floor(found.rows * ratio) };
  }
  /** The terminal's size, if another viewer sets it. */
  let foreign: { rows: number; columns: number } | undefined;
  function show(rows: number, columns: number): void {
    const fitting = size();
    foreign = rows !== fitting.rows || columns !== fitting.columns ? { rows, columns } : undefined;
    const ratio = Math.min(1, fitting.rows / rows, fitting.columns / columns);
    terminal.options.fontSize = foreign ? Math.max(MIN_FONT_PX, Math.floor(font * ratio)) : font;
    screen.toggleAttribute("data-foreign", !!foreign);
    if (rows !== terminal.rows || columns !== terminal.cols) terminal.resize(columns, rows);
  }
  function fit(): void {
    const wanted = size();
    // The other viewer's size stays until the server changes it.
    if (foreign) {
      show(foreign.rows, foreign.columns);
      return events.resized(wanted);
    }
    if (wanted.columns !== terminal.cols || wanted.rows !== terminal.rows) terminal.resize(wanted.columns, wanted.rows);
    events.resized(wanted);
  }
  function paint(): void {
    if (typeof theme === "string" && theme !== "auto") host.dataset["theme"] = theme;
    else delete host.dataset["theme"];
    emulator.paint(theme);
    host.style.setProperty("--backendai-terminal-background", terminal.options.theme!.background ?? null);
  }

  let calm: ReturnType<typeof setTimeout> | undefined;
  const watcher = new ResizeObserver(() => {
    clearTimeout(calm);
    emulator.moved();
    calm = setTimeout(() => host.isConnected && host.clientWidth && fit(), RESIZE_DELAY_MS);
  });
  watcher.observe(screen);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint, { signal: ended.signal });
  const page = new MutationObserver(paint);
  page.observe(document.documentElement, { attributeFilter: ["data-backendai-theme", "class", "style"] });
  paint();
  const first = emulator.measure();
  terminal.resize(first.columns, first.rows);

  return {
    host,
    emulator,
    size,
    fit,
    show,
    zoom(by) {
      font = Math.min(Math.max(font + by, MIN_FONT_PX), MAX_FONT_PX);
      if (!foreign) terminal.options.fontSize = font;
      fit();
    },
    get theme() {
      return theme;
    },
    set theme(value) {
      theme = value;
      paint();
    },
    dispose() {
      ended.abort();
      watcher.disconnect();
      page.disconnect();
      clearTimeout(calm);
      emulator.dispose();
      host.remove();
    },
  };
}
