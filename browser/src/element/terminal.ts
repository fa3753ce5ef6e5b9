/** `<backendai-terminal>`: a terminal that connects where the element stands, and is disposed of with it. */

import type { Address, Webterm, WebtermOptions } from "../backendai-media.d.ts";
import { dress, upgrade } from "./output.ts";

export const createTerminal = (): CustomElementConstructor =>
  class BackendAITerminal extends HTMLElement {
    static readonly observedAttributes = ["src", "session", "theme"];
    #address: Address | undefined;
    #options: WebtermOptions = {};
    #terminal: Webterm | undefined;
    #isDue = false;

    /** Where it connects; a function is asked before every attempt. */
    get address(): Address | undefined {
      return this.#address ?? this.getAttribute("src") ?? undefined;
    }
    set address(value: Address | undefined) {
      if (value === this.#address) return;
      this.#address = value;
      this.#change();
    }
    get options(): WebtermOptions {
      return this.#options;
    }
    /** They hold for the next connection. */
    set options(value: WebtermOptions | undefined) {
      this.#options = value ?? {};
    }
    /** There once its script is loaded. */
    get terminal(): Webterm | undefined {
      return this.#terminal;
    }

    connectedCallback(): void {
      upgrade(this, "options", "address");
      dress(this);
      this.#plan();
    }
    disconnectedCallback(): void {
      this.#plan();
    }
    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (before === now) return;
      if (name !== "theme") return this.#change();
      dress(this);
      if (this.#terminal) this.#terminal.theme = this.#theme();
    }

    #theme(): WebtermOptions["theme"] {
      return (this.getAttribute("theme") as "auto" | null) ?? this.#options.theme;
    }
    #change(): void {
      this.#end();
      this.#plan();
    }
    #end(): void {
      this.#terminal?.dispose();
      this.#terminal = undefined;
    }
    /** Of several changes at once the last counts: an element that is moved is put somewhere in the same task. */
    #plan(): void {
      if (this.#isDue) return;
      this.#isDue = true;
      queueMicrotask(() => void this.#start());
    }
    async #start(): Promise<void> {
      const Webterm = this.isConnected ? await window.BackendAI.loadWebterm() : undefined;
      this.#isDue = false;
      const { address } = this;
      if (!this.isConnected || !Webterm) return this.#end();
      if (this.#terminal || !address) return;
      const theme = this.#theme();
      this.#terminal = new Webterm(this, this.getAttribute("session") ?? "", {
        ...this.#options,
        ...(theme && { theme }),
      });
      // It says itself what went wrong, and tries again.
      await this.#terminal.connect(address).catch(() => undefined);
    }
  };
