/** What the page tells the kernel: events that a host sends on, as few as the kernel can follow. */

import type { Context } from "../../backendai-media.d.ts";
import { type Dict, dictOrEmpty, isText } from "../../shared/reading.ts";
import { type Model, type Models, split } from "./models.ts";

/** Milliseconds after which the next change is sent though the kernel has not said that it is idle. */
const MAX_WAIT_MS = 10_000;
/** Where it never says so. */
const MAX_SILENT_WAIT_MS = 250;
/** Milliseconds after which nobody seems to listen. */
const UNANSWERED_MS = 4000;

/** Of widgets' messages; a kernel refuses a control comm without its own. */
const PROTOCOL = "2.1.0";

interface Waiting {
  /** The message that the kernel works at, and the traits that it changes. */
  sent: string;
  traits: ReadonlySet<string>;
  timer: number;
  /** What is to be sent next. */
  changes: Dict;
  context: Context;
}

const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16).padStart(8, "0")).join("");

const bytes = (view: DataView): Uint8Array<ArrayBuffer> =>
  new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);

/** A message as a WebSocket of Jupyter Server takes it: JSON, or with buffers the places of its parts, JSON and these. */
function frameOf(message: Dict, buffers: readonly DataView[]): string | ArrayBuffer {
  const text = JSON.stringify(message);
  if (!buffers.length) return text;
  const parts = [new TextEncoder().encode(text), ...buffers.map(bytes)];
  const head = new DataView(new ArrayBuffer(4 + 4 * parts.length));
  let place = head.byteLength;
  head.setUint32(0, parts.length);
  parts.forEach((part, index) => {
    head.setUint32(4 + 4 * index, place);
    place += part.length;
  });
  const frame = new Uint8Array(place);
  frame.set(new Uint8Array(head.buffer));
  parts.forEach((part, index) => frame.set(part, head.getUint32(4 + 4 * index)));
  return frame.buffer;
}

export class Kernel {
  /** Whether nobody has answered what was sent. */
  isUnanswered = false;
  /** Called when that changes. */
  readonly changed = new Set<() => void>();
  readonly #models: Models;
  readonly #waiting = new Map<Model, Waiting>();
  readonly #session = newId();
  #hasAsked = false;
  #unanswered = 0;

  constructor(models: Models) {
    this.#models = models;
    models.watchKernel((state, message) => {
      this.#heard();
      if (state === "gone") {
        for (const { timer } of this.#waiting.values()) clearTimeout(timer);
        this.#waiting.clear();
        this.#hasAsked = false;
        return;
      }
      if (state !== "idle") return;
      for (const [model, { sent }] of this.#waiting) if (sent === message) this.#proceed(model);
    });
    models.watch("", ({ isLive }) => isLive && this.isUnanswered && this.#heard());
  }

  /** Changes traits in all views, and in the kernel. */
  change(model: Model, changes: Dict, context: Context): void {
    if (model.isLive) {
      model.holds ??= (trait, isEcho) => {
        const { changes: next, traits } = this.#waiting.get(model) ?? {};
        return !!next && (Object.hasOwn(next, trait) || (isEcho && traits!.has(trait)));
      };
      const waiting = this.#waiting.get(model);
      if (waiting) Object.assign(waiting, { changes: { ...waiting.changes, ...changes }, context });
      else this.#update(model, changes, context);
    }
    this.#models.set(model, changes);
  }

  /** Tells a widget's own part in the kernel something, after all changes. */
  custom(model: Model, content: Dict, context: Context, buffers: DataView[] = []): void {
    if (!model.isLive) return;
    const waiting = this.#waiting.get(model);
    if (waiting && Object.keys(waiting.changes)[0]) {
      clearTimeout(waiting.timer);
      this.#update(model, waiting.changes, waiting.context);
    }
    this.#send(context, "comm_msg", { comm_id: model.id, data: { method: "custom", content } }, PROTOCOL, buffers);
  }

  /** Asks for the states of all widgets, once, where one is not known. */
  ask(context: Context): void {
    if (this.#hasAsked) return;
    this.#hasAsked = true;
    const comm = newId();
    this.#send(context, "comm_open", { comm_id: comm, target_name: "jupyter.widget.control", data: {} }, "1.0.0");
    this.#send(context, "comm_msg", { comm_id: comm, data: { method: "request_states" } }, "1.0.0");
  }

  #update(model: Model, changes: Dict, context: Context): void {
    const { data, buffers } = split(Object.entries(changes));
    const content = {
      comm_id: model.id,
      data: { method: "update", state: data, buffer_paths: buffers.map(({ path }) => path) },
    };
    // Before it is sent: the answer may come at once.
    const waiting: Waiting = { sent: newId(), traits: new Set(Object.keys(changes)), changes: {}, context, timer: 0 };
    this.#waiting.set(model, waiting);
    const wait = this.#models.hasStatus ? MAX_WAIT_MS : MAX_SILENT_WAIT_MS;
    waiting.timer = setTimeout(() => this.#proceed(model), wait);
    const views = buffers.map(({ data }) => data);
    this.#send(context, "comm_msg", content, PROTOCOL, views, waiting.sent);
  }

  #proceed(model: Model): void {
    const { changes, context, timer } = this.#waiting.get(model)!;
    clearTimeout(timer);
    this.#waiting.delete(model);
    if (Object.keys(changes)[0] && model.isLive) this.#update(model, changes, context);
  }

  #send(
    context: Context,
    type: string,
    content: Dict,
    version = PROTOCOL,
    buffers: DataView[] = [],
    id = newId(),
  ): void {
    const header = {
      msg_id: id,
      msg_type: type,
      session: this.#session,
      username: "",
      version: "5.4",
      date: new Date().toISOString(),
    };
    const metadata = { version };
    const { comm_id } = content;
    if (comm_id && type === "comm_msg") this.#unanswered ||= setTimeout(() => this.#tell(true), UNANSWERED_MS);
    context.emit("comm", {
      comm_id,
      msg_id: id,
      msg_type: type,
      content,
      buffers,
      metadata,
      reply: (message: unknown) => this.#reply(message, id, context),
      frame: () => frameOf({ header, parent_header: {}, metadata, content, channel: "shell", buffers: [] }, buffers),
    });
  }

  /** The kernel's answer, like all other messages; it is the widget's result that it belongs to. */
  #reply(message: unknown, id: string, { host, resultId, options }: Context): void {
    this.#heard();
    const { msg_type: given, header, content } = dictOrEmpty(message);
    const type = isText(given) ? given : dictOrEmpty(header).msg_type;
    const { execution_state: state } = dictOrEmpty(content);
    if (type === "status" && (state === "idle" || state === "busy")) return this.#models.kernel(state, id);
    const container = host.closest(".backendai-output")?.parentElement;
    if (container) void window.BackendAI.Media.handleAll(message, resultId, container, { ...options, append: true });
  }

  #heard(): void {
    clearTimeout(this.#unanswered);
    this.#unanswered = 0;
    this.#tell(false);
  }

  #tell(isUnanswered: boolean): void {
    if (isUnanswered === this.isUnanswered) return;
    this.isUnanswered = isUnanswered;
    for (const listener of this.changed) listener();
  }
}
