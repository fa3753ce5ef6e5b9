/** Private parts of xterm.js. Its version is pinned, and tests use each of them. */

import type { IUnicodeVersionProvider, Terminal } from "@xterm/xterm";
import type { Bytes } from "./types.ts";

interface Core {
  _inputHandler: {
    parse(data: string, result?: boolean): void | Promise<boolean>;
    /** Unlike those of the public method, the parameters may be changed. */
    registerCsiHandler(
      id: { intermediates?: string; final: string },
      handle: (found: { params: Int32Array }) => boolean,
    ): unknown;
    _parser: {
      reset(): void;
      _dcsParser: { _handlers: Record<number, Handler[]> };
      _oscParser: { _handlers: Record<number, Handler[]> };
    };
  };
  _oscLinkService: {
    _dataByLinkId: Map<number, { lines: unknown[] }>;
    registerLink(data: { id?: string; uri: string }): number;
    addLineToLink(id: number, line: number): void;
  };
  unicodeService: { _activeProvider: Provider };
  _writeBuffer: { _onWriteParsed: { fire(): void } };
  _renderService: {
    _renderer: { value?: { _rowFactory?: object } };
    dimensions: { css: { cell: { width: number; height: number } } };
  };
}

/** What the interface leaves optional, the addon has. */
type Provider = Required<Pick<IUnicodeVersionProvider, "wcwidth" | "charProperties">>;

/** A parser's handler of a sequence that contains text. */
export interface Handler {
  hook?(params: unknown): void;
  start?(): void;
  put(data: Uint32Array, start: number, end: number): void;
  unhook?(success: boolean): boolean | Promise<boolean>;
  end?(success: boolean): boolean | Promise<boolean>;
}

const coreOf = (terminal: Terminal): Core => (terminal as unknown as { _core: Core })._core;

/** What `guard` bounds. */
export const internals = (terminal: Terminal) => {
  const { _inputHandler: inputHandler, _oscLinkService: oscLinkService, unicodeService } = coreOf(terminal);
  return { inputHandler, oscLinkService, unicodeService };
};

/**
 * Each terminal's decoder. xterm.js 6.0.0 has its own, which drops a character whose bytes are parsed in two calls if one
 * of those in the first is 0x80, as in “ and —.
 */
const decoders = new WeakMap<Terminal, TextDecoder>();

function decodeNext(terminal: Terminal, data: Bytes): string {
  let decoder = decoders.get(terminal);
  if (!decoder) decoders.set(terminal, (decoder = new TextDecoder("utf-8", { ignoreBOM: true })));
  return decoder.decode(data, { stream: true });
}

/**
 * Parses synchronously. `write` would use timers, which hidden pages hardly run, and would leave no way to tell the
 * emulator's replies from what the user types meanwhile.
 */
export function parseNow(terminal: Terminal, data: Bytes): Promise<void> | undefined {
  const { _inputHandler: handler, _writeBuffer: buffer } = coreOf(terminal);
  const text = decodeNext(terminal, data);
  const first = handler.parse(text);
  if (!first) return void buffer._onWriteParsed.fire();
  const rest = async (): Promise<void> => {
    for (let later: void | Promise<boolean> = first; later;) later = handler.parse(text, await later);
    buffer._onWriteParsed.fire();
  };
  return rest();
}

/** Resets completely, also in the middle of a sequence or character, where `reset` alone would continue it. */
export function resetCompletely(terminal: Terminal): void {
  coreOf(terminal)._inputHandler._parser.reset();
  decoders.delete(terminal);
  terminal.reset();
}

export const handlers = (terminal: Terminal): { sixel: Handler[]; iterm: Handler[] } => {
  const { _dcsParser: dcs, _oscParser: osc } = coreOf(terminal)._inputHandler._parser;
  return { sixel: dcs._handlers["q".charCodeAt(0)] ?? [], iterm: osc._handlers[1337] ?? [] };
};

/** Patches xterm.js, once for all terminals, to set cell colours through CSSOM: a strict CSP blocks style attributes. */
export function styleByProperties(terminal: Terminal): void {
  const factory = coreOf(terminal)._renderService._renderer.value?._rowFactory;
  if (!factory) return;
  (Object.getPrototypeOf(factory) as { _addStyle: unknown })._addStyle = (element: HTMLElement, style: string) => {
    const [name, value] = style.split(":");
    element.style.setProperty(name!, value!);
  };
}
