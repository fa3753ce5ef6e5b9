/** The WebSocket to the server: events in, requests out, and back again after it was lost. */

import type { Event, Request } from "./protocol.ts";

export type Link = "connecting" | "open" | "lost" | "refused";

/** Longest message that the server takes, in bytes (`MAX_REQUEST`). */
const MAX_MESSAGE_BYTES = 1_000_000;
const MAX_RETRY_DELAY_MS = 5000;

export class Socket {
  readonly #event: (event: Event) => void;
  readonly #link: (link: Link) => void;
  #socket: WebSocket | undefined;
  #pause = 250;

  constructor(event: (event: Event) => void, link: (link: Link) => void) {
    this.#event = event;
    this.#link = link;
    this.#connect();
  }

  /** Sends, or returns why it cannot. */
  send(request: Request): string | undefined {
    const text = JSON.stringify(request);
    if (text.length * 3 > MAX_MESSAGE_BYTES && new TextEncoder().encode(text).length > MAX_MESSAGE_BYTES) {
      return "This is more than a megabyte of text, too much for one message.";
    }
    if (this.#socket?.readyState !== WebSocket.OPEN) return "The page is not connected to its server.";
    this.#socket.send(text);
    return undefined;
  }

  #connect(): void {
    this.#link("connecting");
    const socket = new WebSocket(`ws://${location.host}/socket`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#pause = 250;
      this.#link("open");
    };
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      for (const line of data.split("\n")) if (line) this.#take(JSON.parse(line) as Event);
    };
    socket.onclose = () => void this.#lost();
  }

  #take(event: Event): void {
    this.#event(event);
    if (event.type === "mark") whenIdle(() => this.send({ type: "ack", id: event.id }));
  }

  async #lost(): Promise<void> {
    this.#link("lost");
    await new Promise((resolve) => setTimeout(resolve, this.#pause));
    this.#pause = Math.min(this.#pause * 2, MAX_RETRY_DELAY_MS);
    // A restarted server does not know this browser; only a plain request shows that.
    const response = await fetch("/", { method: "HEAD" }).catch(() => undefined);
    if (response?.status === 401) this.#link("refused");
    else this.#connect();
  }
}

/** Runs `job` when all that was shown is drawn, however long that takes: so the server sends no faster. */
function whenIdle(job: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(job, { timeout: 500 });
  else setTimeout(job, 30);
}
