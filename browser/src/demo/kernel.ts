/** What the kernel does, and the two buttons that stop it. */

import { button, byId, el } from "./elements.ts";
import type { KernelState } from "./protocol.ts";
import type { Link } from "./socket.ts";

const KERNEL_LABELS: Readonly<Record<KernelState, string>> = {
  starting: "Kernel starting",
  idle: "Kernel ready",
  busy: "Kernel busy",
  restarting: "Kernel restarting",
  dead: "Kernel dead",
};
const LINK_LABELS: Readonly<Record<Link, string>> = {
  connecting: "Connecting",
  open: "Connected",
  lost: "Connection lost",
  refused: "Not connected",
};

export class KernelBar {
  readonly #status = el("span", { className: "status", role: "status" });
  readonly #interrupt: HTMLButtonElement;
  readonly #restart: HTMLButtonElement;
  #link: Link = "connecting";
  #state: KernelState = "starting";

  constructor(interrupt: () => void, restart: () => void) {
    this.#interrupt = button("Interrupt", interrupt, { title: "Raise KeyboardInterrupt in what runs" });
    this.#restart = button("Restart", restart, { title: "End the kernel with all its variables, and start another" });
    byId("tools").prepend(this.#status, this.#interrupt, this.#restart);
    this.#show();
  }

  set link(link: Link) {
    this.#link = link;
    this.#show();
  }

  set state(state: KernelState) {
    this.#state = state;
    this.#show();
  }

  get state(): KernelState {
    return this.#state;
  }

  #show(): void {
    const open = this.#link === "open";
    this.#status.textContent = open ? KERNEL_LABELS[this.#state] : LINK_LABELS[this.#link];
    this.#status.dataset["state"] = open ? this.#state : this.#link;
    this.#interrupt.disabled = !open || this.#state !== "busy";
    this.#restart.disabled = !open || this.#state === "starting" || this.#state === "restarting";
  }
}
