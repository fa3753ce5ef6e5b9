/** The terminal component, `BackendAI.Webterm`. */

import type {
  Address,
  TerminalState,
  TerminalTheme,
  WebtermConstructor,
  WebtermOptions,
} from "../backendai-media.d.ts";
import { type Load, type Page, loadTexts, setHost } from "./host.ts";
import { type Core, createTerminal } from "./terminal.ts";

export { createPlayback } from "./playback.ts";

class Webterm {
  readonly #core: Core;

  constructor(container: Element, sessionId: string, options: WebtermOptions = {}) {
    // It may be of another document, whose `Element` is another.
    if ((container as Partial<Element> | null)?.nodeType !== 1)
      throw new TypeError("the terminal's container is not an element");
    this.#core = createTerminal(container, String(sessionId), options);
  }

  get container(): Element {
    return this.#core.container;
  }
  /** The emulator, an xterm.js `Terminal`; nothing before the first `connect`. */
  get term(): unknown {
    return this.#core.view?.emulator.terminal ?? null;
  }
  get sessId(): string {
    return this.#core.session;
  }
  get state(): TerminalState {
    return this.#core.connection.state;
  }
  get connecting(): boolean {
    return this.state === "connecting";
  }
  get connected(): boolean {
    return this.state === "connected";
  }
  get theme(): TerminalTheme | undefined {
    return this.#core.theme;
  }
  set theme(value: TerminalTheme | undefined) {
    this.#core.theme = value;
  }

  connect(url: Address): Promise<void> {
    return this.#core.connect(url);
  }
  detach(): void {
    this.#core.detach();
  }
  close(): void {
    this.#core.close();
  }
  dispose(): void {
    this.#core.dispose();
  }
  focus(): void {
    this.#core.view?.emulator.terminal.focus();
  }
  stdin(text: string): void {
    this.#core.stdin(text);
  }
  requestRedraw(): void {
    this.#core.stdin("\f");
    const { terminal } = this.#core.view?.emulator ?? {};
    terminal?.refresh(0, terminal.rows - 1);
  }
  resizeToFit(): void {
    this.#core.view?.fit();
  }
  restartKernel(): void {
    this.#core.restart();
  }
  async paste(text: string): Promise<void> {
    await this.#core.tools?.paste(text);
  }
  async recording(): Promise<Blob> {
    if (!this.#core.tools) throw new Error("nothing to record before connect()");
    return this.#core.tools.record();
  }
}

/** Puts the component into `page` (`window.BackendAI`), and passes it to the callback. */
export async function setup(
  page: Page,
  load: Load,
  callback?: (webterm: WebtermConstructor) => void,
): Promise<WebtermConstructor> {
  setHost(page, load);
  await loadTexts();
  page.Webterm ??= Webterm as WebtermConstructor;
  callback?.(page.Webterm);
  return page.Webterm;
}
