/** The list of runs, newest first, each with its code and outputs. */

import { el } from "./elements.ts";
import { type CommDetail, media } from "./library.ts";
import type { Event, Question, Request } from "./protocol.ts";
import { Run } from "./run.ts";

export class Runs {
  readonly element = el("div", { className: "list" });
  readonly #empty = el(
    "p",
    { className: "empty" },
    "Nothing has run yet. Write some Python above, or pick an example: what the kernel puts out appears here as it comes.",
  );
  readonly #runs = new Map<string, Run>();
  readonly #edit: (code: string) => void;
  readonly #reply: (request: string, text: string) => void;
  readonly #act: (event: object) => void;

  /** Titles of runs whose outputs' scripts run, in frames. */
  readonly #sandboxed: ReadonlySet<string>;

  /** `tell` takes what widgets tell the kernel. */
  constructor(
    edit: (code: string) => void,
    reply: (request: string, text: string) => void,
    tell: (request: Request, widget: CommDetail) => void,
    act: (event: object) => void,
    sandboxed: ReadonlySet<string>,
  ) {
    this.#edit = edit;
    this.#reply = reply;
    this.#act = act;
    this.#sandboxed = sandboxed;
    this.element.addEventListener("backendai:comm", (event) => {
      const { detail } = event as CustomEvent<CommDetail>;
      const { resultId: run, msg_id: id, msg_type, content, metadata } = detail;
      const buffers = detail.buffers.map(base64);
      tell({ type: "comm", run, id, msg_type, content, metadata, buffers }, detail);
    });
    this.clear();
  }

  get size(): number {
    return this.#runs.size;
  }

  clear(): void {
    for (const run of this.#runs.values()) run.dispose();
    media().dispose();
    this.#runs.clear();
    this.element.replaceChildren(this.#empty);
  }

  take(event: Event): void {
    if (event.type === "submitted") {
      const run = new Run(event, this.#edit, this.#act, this.#sandboxed.has(event.title));
      this.#runs.set(event.run, run);
      this.#empty.remove();
      this.element.prepend(run.element);
    } else if (event.type === "started") this.#runs.get(event.run)?.started();
    else if (event.type === "output") this.#runs.get(event.run)?.output(event.message);
    else if (event.type === "finished") this.#runs.get(event.run)?.finished(event);
  }

  ask(question: Question): void {
    this.#runs.get(question.run)?.ask(question, (text) => this.#reply(question.request, text));
  }

  /** Takes every open question away. */
  answered(): void {
    for (const run of this.#runs.values()) run.answered();
  }
}

function base64({ buffer, byteOffset, byteLength }: DataView): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
