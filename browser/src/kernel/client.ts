/** The page's end of a kernel: starts its worker, runs cells one after another, interrupts and answers. */

import {
  type About,
  type DataFile,
  EVENTS_BEGIN,
  EVENTS_BYTES,
  EVENTS_END,
  EVENTS_START,
  type FromWorker,
  GIVEN,
  INTERRUPT,
  LENGTH,
  REPLY,
  SHARED_BYTES,
  TEXT_START,
  type ToWorker,
  type Wire,
} from "./protocol.ts";

/** Milliseconds after which a run that cannot see interruptions is ended with its worker. */
const PATIENCE_MS = 1000;
/** Milliseconds between two attempts to interrupt: a service worker that was ended has forgotten the first. */
const REPEAT_MS = 500;
/** Events that wait for a program which does not look. */
const MAX_EVENTS = 1000;
/** Milliseconds that a service worker may take to start. */
const SERVICE_MS = 5000;

export interface Settings {
  /** The kernel's folder, ending with a slash. */
  kernel: string;
  /** A release of the library, without a slash at its end. */
  library: string;
  service: string;
  data: DataFile[];
  /** A script that has the files of `data`; empty where there are none. */
  carried: string;
}

export type State = "off" | "loading" | "ready" | "running" | "asking" | "failed";

/** One cell on its way through the kernel. */
export interface Run {
  code: string;
  /** The cell's name: what it drew is gone when it runs again. */
  cell: string;
  started(): void;
  items(items: unknown): void;
  asks(prompt: string, password: boolean): void;
  /** `lost`: the worker was replaced, with all variables. */
  ended(outcome: "ok" | "error" | "skipped" | "lost"): void;
}

declare global {
  /** What scripts carry: file by file, compressed, as base64. */
  var BackendAIFiles: Record<string, string> | undefined;
}

const isFile = location.protocol === "file:";
interface TrustedTypes {
  createPolicy(name: string, rules: object): { createScriptURL(text: string): string };
}
/** Trusted Types ask for a policy where scripts are loaded. */
const policy = (window as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy("backendai-kernel", {
  createScriptURL: (text: string) => text,
});
const trusted = (address: string): string => policy?.createScriptURL(address) ?? address;

export class Kernel {
  state: State = "off";
  /** Part of the kernel that is loaded, from 0 to 1. */
  part = 0;
  reason = "";
  readonly #settings: Settings;
  readonly #changed: () => void;
  readonly #id = crypto.getRandomValues(new Uint32Array(2)).join("");
  #worker: Worker | undefined;
  /** Counts starts: what an earlier one still waits for is of no use. */
  #life = 0;
  #shared: SharedArrayBuffer | undefined;
  #service: ServiceWorker | undefined;
  #queue: Run[] = [];
  #run: Run | undefined;
  #number = 0;
  #token = "";
  #canInterrupt = true;
  #isInterrupting = false;
  #repeating = 0;
  /** Events that the service worker may have forgotten, how many came before them, and when they are told again. */
  #unheard: string[] = [];
  #heard = 0;
  #telling = 0;

  constructor(settings: Settings, changed: () => void) {
    this.#settings = settings;
    this.#changed = changed;
  }

  /** Starts the kernel, if it is off. */
  start(): void {
    if (this.state !== "off" && this.state !== "failed") return;
    this.#set("loading");
    this.part = 0;
    this.#open().catch((error: unknown) => this.#fail(`${error instanceof Error ? error.message : error}`));
  }

  run(run: Run): void {
    this.#queue.push(run);
    this.start();
    this.#next();
  }

  /** Forgets a cell that waits. */
  cancel(run: Run): void {
    if (!this.#queue.includes(run)) return;
    this.#queue = this.#queue.filter((one) => one !== run);
    run.ended("skipped");
  }

  /** Raises `KeyboardInterrupt` in what runs, and forgets what waits. */
  interrupt(): void {
    this.#skipQueue();
    if (!this.#run || this.#isInterrupting) return;
    this.#isInterrupting = true;
    const number = this.#number;
    const again = (): void => {
      if (this.#shared) {
        const cells = new Int32Array(this.#shared);
        Atomics.store(cells, INTERRUPT, 1);
        Atomics.notify(cells, REPLY);
      }
      this.#service?.postMessage({ id: this.#id });
    };
    again();
    URL.revokeObjectURL(this.#token);
    this.#post({ kind: "interrupt", run: number });
    this.#repeating = setInterval(again, REPEAT_MS);
    if (this.#canInterrupt) return;
    setTimeout(() => {
      if (this.#run && this.#number === number) this.restart();
    }, PATIENCE_MS);
  }

  get isInterrupting(): boolean {
    return this.#isInterrupting;
  }

  /** Starts again, without the variables; what runs is lost. */
  restart(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#skipQueue();
    this.#end("lost");
    this.#set("off");
    this.start();
  }

  reply(text: string): void {
    if (this.state !== "asking") return;
    this.#set("running");
    if (this.#shared) {
      const bytes = new TextEncoder().encode(text).slice(0, SHARED_BYTES - TEXT_START);
      const cells = new Int32Array(this.#shared);
      new Uint8Array(this.#shared).set(bytes, TEXT_START);
      Atomics.store(cells, LENGTH, bytes.length);
      Atomics.store(cells, REPLY, GIVEN);
      Atomics.notify(cells, REPLY);
    } else {
      this.#service?.postMessage({ id: this.#id, reply: text });
      this.#post({ kind: "reply", text });
    }
  }

  /** Passes on what a person did with a drawing. */
  event(event: object): void {
    if (!this.#run) return;
    const text = JSON.stringify(event);
    if (this.#shared) return this.#write(this.#shared, text);
    this.#unheard.push(text);
    if (this.#unheard.length > MAX_EVENTS) this.#forget(this.#heard + 1);
    this.#tell();
    this.#post({ kind: "event", event: text });
  }

  /** Tells the service worker what its kernel has not heard, until it has: it may have been ended in between. */
  #tell(): void {
    clearTimeout(this.#telling);
    if (!this.#unheard.length) return;
    this.#service?.postMessage({ id: this.#id, events: this.#unheard, before: this.#heard });
    this.#telling = setTimeout(() => this.#tell(), REPEAT_MS);
  }

  #forget(heard: number): void {
    this.#unheard.splice(0, heard - this.#heard);
    this.#heard = heard;
  }

  /** Adds an event to the shared memory; what has no room is lost, as the program does not look. */
  #write(shared: SharedArrayBuffer, text: string): void {
    const cells = new Int32Array(shared);
    const bytes = new Uint8Array(shared, EVENTS_START, EVENTS_BYTES);
    const added = new TextEncoder().encode(`${text}\n`);
    const end = Atomics.load(cells, EVENTS_END);
    if (((end - Atomics.load(cells, EVENTS_BEGIN)) | 0) + added.length > EVENTS_BYTES) return;
    for (const [at, one] of added.entries()) bytes[(end + at) & (EVENTS_BYTES - 1)] = one;
    Atomics.store(cells, EVENTS_END, (end + added.length) | 0);
    Atomics.notify(cells, REPLY);
  }

  async #open(): Promise<void> {
    const { kernel, library, data, carried: more } = this.#settings;
    const life = ++this.#life;
    await loadLibrary(library);
    const wire = await this.#wire();
    const carried = isFile ? await carriedFiles([`${kernel}carried.js`, ...(more ? [more] : [])]) : undefined;
    const about = (await (
      carried ? new Response(carried["kernel.json"]) : await fetched(`${kernel}kernel.json`)
    ).json()) as About;
    if (life !== this.#life) return;
    const script = carried?.["worker.js"];
    const source = `${library}/js/kernel-worker.js`;
    const address = trusted(script ? URL.createObjectURL(new Blob([script], { type: "text/javascript" })) : source);
    // Pages that were opened as files can have no workers of modules.
    const made = (this.#worker = new Worker(address, { type: script ? "classic" : "module" }));
    made.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (made === this.#worker) this.#receive(data);
    };
    made.onerror = (event) => {
      event.preventDefault();
      if (made === this.#worker) this.#fail(event.message || source);
    };
    const start: ToWorker = { kind: "start", base: kernel, about, wire, data, ...(carried && { carried }) };
    made.postMessage(start, Object.values(carried ?? {}));
  }

  async #wire(): Promise<Wire> {
    // WebKitGTK has no shared memory in isolated pages either.
    if (crossOriginIsolated && "SharedArrayBuffer" in window) {
      this.#shared = new SharedArrayBuffer(SHARED_BYTES);
      return { kind: "shared", buffer: this.#shared };
    }
    if (!isFile && "serviceWorker" in navigator) {
      try {
        const address = trusted(this.#settings.service);
        const { scope } = await navigator.serviceWorker.register(address);
        const late = new Promise<undefined>((resolve) => setTimeout(resolve, SERVICE_MS));
        this.#service = (await Promise.race([navigator.serviceWorker.ready, late]))?.active ?? undefined;
        if (this.#service) return { kind: "service", address: `${scope}backendai-kernel/${this.#id}` };
      } catch {
        // It is forbidden, or the page is not at its place: there is another way.
      }
    }
    return { kind: "loose" };
  }

  #receive(message: FromWorker): void {
    const run = this.#run;
    if (message.kind === "progress") {
      this.part = message.part;
      this.#changed();
    } else if (message.kind === "ready") {
      this.#set("ready");
      this.#next();
    } else if (message.kind === "failed") this.#fail(message.reason);
    else if (message.run !== this.#number || !run) return;
    else if (message.kind === "started") this.#canInterrupt = message.canInterrupt;
    else if (message.kind === "heard") this.#forget(message.events);
    else if (message.kind === "interrupted") clearInterval(this.#repeating);
    else if (message.kind === "items") run.items(JSON.parse(message.items));
    else if (message.kind === "stream") run.items([[message.name, message.text]]);
    else if (message.kind === "asks") {
      this.#set("asking");
      run.asks(message.prompt, message.password);
    } else {
      if (!message.ok) this.#skipQueue();
      this.#end(message.ok ? "ok" : "error");
      this.#set("ready");
      this.#next();
    }
  }

  #next(): void {
    if (this.state !== "ready") return;
    const run = (this.#run = this.#queue.shift());
    if (!run) return;
    this.#set("running");
    run.started();
    this.#token = URL.createObjectURL(new Blob(["x"]));
    this.#post({ kind: "run", run: ++this.#number, code: run.code, cell: run.cell, token: this.#token });
  }

  #end(outcome: "ok" | "error" | "lost"): void {
    clearInterval(this.#repeating);
    this.#forget(this.#heard + this.#unheard.length);
    this.#isInterrupting = false;
    URL.revokeObjectURL(this.#token);
    const run = this.#run;
    this.#run = undefined;
    run?.ended(outcome);
  }

  #skipQueue(): void {
    for (const run of this.#queue.splice(0)) run.ended("skipped");
  }

  #fail(reason: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.reason = reason;
    this.#skipQueue();
    this.#end("lost");
    this.#set("failed");
  }

  #set(state: State): void {
    this.state = state;
    this.#changed();
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }
}

async function fetched(address: string): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

function loadScript(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = trusted(address);
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(address));
    document.head.append(script);
  });
}

/** The library shows what the kernel sends: nothing needs it before. */
async function loadLibrary(library: string): Promise<void> {
  const page = ((window as { BackendAI?: { assetRoot?: string; Media?: unknown } }).BackendAI ??= {});
  if (page.Media) return;
  page.assetRoot = library;
  await loadScript(`${library}/js/${isFile ? "file" : "main.min"}.js`);
}

/** Files that scripts carry: a page that was opened as a file can fetch none. */
async function carriedFiles(scripts: string[]): Promise<Record<string, ArrayBuffer>> {
  if (!globalThis.BackendAIFiles) await Promise.all(scripts.map(loadScript));
  const entries = Object.entries(globalThis.BackendAIFiles ?? {}).map(async ([name, packed]) => {
    const bytes = Uint8Array.from(atob(packed), (one) => one.charCodeAt(0));
    const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return [name, await new Response(whole).arrayBuffer()] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
