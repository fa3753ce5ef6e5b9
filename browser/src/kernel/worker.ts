/** The kernel: Pyodide in a worker. The page sends it cells, and gets what they show. */

import type { About, DataFile, FromWorker, ToWorker } from "./protocol.ts";
import { canSuspend, connect, type Line, pause } from "./wires.ts";

/** Milliseconds that text waits for more. */
const TEXT_MS = 30;
const SIGINT = 2;
/** Characters in a millisecond that a page can show. */
const PACE = 4000;
const PACKED = ".bin";

/** What is used of Pyodide. */
interface Pyodide {
  FS: { writeFile(path: string, content: Uint8Array): void; mkdirTree(path: string): void };
  unpackArchive(content: ArrayBuffer, format: string, options: { extractDir: string }): void;
  setInterruptBuffer(buffer: object): void;
  setStdout(options: { write(bytes: Uint8Array): number }): void;
  setStderr(options: { write(bytes: Uint8Array): number }): void;
  pyimport(name: string): { Kernel(host: object): PythonKernel };
}
interface PythonKernel {
  run(code: string, cell: string): Promise<boolean>;
  interrupt(): void;
}
type Start = Extract<ToWorker, { kind: "start" }>;

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
  importScripts?: unknown;
  fetch: typeof fetch;
  BackendAIModules?: Record<string, Record<string, unknown>>;
};
const { postMessage } = scope;
const say = (message: FromWorker): void => postMessage.call(scope, message);
const fetchOthers = scope.fetch.bind(self);

/** Text of streams on its way to the page: parts of one after another go together. */
class Text {
  run = 0;
  #name = "";
  #text = "";
  #since = 0;

  write(name: string, text: string): void {
    if (name !== this.#name) this.flush();
    this.#name = name;
    this.#text += text;
    this.tick();
  }

  /** Sends what has waited long enough. */
  tick(): void {
    if (this.#text && performance.now() - this.#since > TEXT_MS) this.flush();
  }

  flush(): void {
    if (!this.#text) return;
    say({ kind: "stream", run: this.run, name: this.#name, text: this.#text });
    // The page cannot ask for less.
    pause(this.#text.length / PACE);
    this.#text = "";
    this.#since = performance.now();
  }
}
const text = new Text();

/** The kernel's files: fetched, checked by their digests and counted, or brought by the page. */
class Files {
  readonly base: string;
  readonly #about: About;
  readonly #carried: Record<string, ArrayBuffer> | undefined;
  readonly #total: number;
  #loaded = 0;

  constructor({ base, about, carried }: Start) {
    this.base = base;
    this.#about = about;
    this.#carried = carried;
    this.#total = Object.values(about.files).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  async response(name: string, type = "application/octet-stream"): Promise<Response> {
    const packed = name in this.#about.files ? name : name + PACKED;
    const found = this.#carried?.[packed];
    const response = found
      ? new Response(found)
      : await fetchOthers(this.base + packed, { integrity: this.#about.files[packed]?.integrity ?? "" });
    if (!response.ok || !response.body) throw new Error(`${packed}: ${response.status}`);
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (chunk, control) => (this.count(chunk.byteLength), control.enqueue(chunk)),
      }),
    );
    const whole = packed === name ? counted : counted.pipeThrough(new DecompressionStream("gzip"));
    return new Response(whole, { headers: { "Content-Type": type } });
  }

  count(bytes: number): void {
    say({ kind: "progress", part: (this.#loaded += bytes) / this.#total });
  }

  async bytes(name: string): Promise<ArrayBuffer> {
    return (await this.response(name)).arrayBuffer();
  }

  async data(path: string, url: string): Promise<ArrayBuffer> {
    const found = this.#carried?.[`data/${path}`];
    const response = found ? new Response(found) : await fetchOthers(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.arrayBuffer();
  }

  /** Imports a script, which may be part of this one: pages opened as files can import none. */
  async module(name: string): Promise<Record<string, unknown>> {
    const found = scope.BackendAIModules?.[name];
    const module = found ?? ((await import(this.base + name)) as Record<string, unknown>);
    this.count(this.#about.files[name]?.bytes ?? 0);
    return module;
  }
}

/** The page need not say any longer that the run is to be interrupted. */
const saySeen = (): void => say({ kind: "interrupted", run: text.run });

/** Whether code of the person runs, which can be interrupted. */
let isListening = false;
/** Whether an interruption came as a message before that code began. */
let isWanted = false;

/** What Python sees of this worker. */
function hostOf(line: Line): object {
  const canWait = line.kind !== "loose" || canSuspend;
  return {
    send(items: string) {
      text.flush();
      say({ kind: "items", run: text.run, items });
    },
    write: (name: string, part: string) => text.write(name, part),
    ask(prompt: string, password: boolean) {
      if (!canWait) throw new Error("this browser cannot wait for an answer in a page like this one");
      text.flush();
      say({ kind: "asks", run: text.run, prompt, password });
      const found = line.ask();
      if (found === undefined) saySeen();
      return found;
    },
    listen() {
      isListening = true;
      return isWanted;
    },
    ignore: () => void (isListening = false),
    sleep(seconds: number) {
      text.flush();
      const found = line.sleep(seconds * 1000);
      if (found === true) saySeen();
      return found;
    },
    // Without it turtles know that nobody can touch them.
    ...(canWait && {
      events(seconds: number) {
        text.flush();
        const found = line.events(seconds * 1000);
        if (found === undefined) saySeen();
        return found;
      },
    }),
  };
}

/** Python looks here now and then while it runs. */
function signalsOf(line: Line): object {
  return {
    get 0() {
      text.tick();
      if (!isListening || !line.isInterrupted()) return 0;
      saySeen();
      return SIGINT;
    },
    set 0(_: number) {},
  };
}

async function load(start: Start): Promise<Pyodide> {
  const files = new Files(start);
  const { base } = files;
  // Pyodide asks for its own files here.
  scope.fetch = (input, options) => {
    const name = `${input}`.startsWith(base) ? `${input}`.slice(base.length) : "";
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return name ? files.response(name, type) : fetchOthers(input, options);
  };
  // It refuses classic workers, which it knows by this; pages opened as files can have no others.
  if (start.carried) scope.importScripts = undefined;
  const archives = start.about.archives.map((name) => files.bytes(name));
  const data = start.data.map(({ path, url }) => files.data(path, url));
  const main = await files.module("pyodide.js");
  const { default: createPyodideModule } = await files.module("pyodide.asm.js");
  const pyodide = await (main["loadPyodide"] as (options: object) => Promise<Pyodide>)({
    indexURL: base,
    createPyodideModule,
    lockFileContents: { info: start.about.info, packages: {} },
  });
  const extractDir = `/lib/python${start.about.python}/site-packages`;
  for (const archive of archives) pyodide.unpackArchive(await archive, "wheel", { extractDir });
  await writeData(pyodide, start.data, data);
  return pyodide;
}

async function writeData(pyodide: Pyodide, data: DataFile[], contents: Promise<ArrayBuffer>[]): Promise<void> {
  for (const [at, { path }] of data.entries()) {
    const content = await contents[at];
    const folder = path.replace(/\/?[^/]*$/, "");
    if (folder) pyodide.FS.mkdirTree(folder);
    if (content) pyodide.FS.writeFile(path, new Uint8Array(content));
  }
}

/** What writes to a file descriptor past Python's own streams. */
function writerOf(name: string): { write(bytes: Uint8Array): number } {
  const decoder = new TextDecoder();
  return {
    write(bytes) {
      text.write(name, decoder.decode(bytes, { stream: true }));
      return bytes.length;
    },
  };
}

let line: Line | undefined;
let kernel: PythonKernel | undefined;

async function open(start: Start): Promise<void> {
  const found = (line = connect(start.wire, (events) => say({ kind: "heard", run: text.run, events })));
  const pyodide = await load(start);
  pyodide.setStdout(writerOf("stdout"));
  pyodide.setStderr(writerOf("stderr"));
  kernel = pyodide.pyimport("kernel_main").Kernel(hostOf(found));
  pyodide.setInterruptBuffer(signalsOf(found));
  say({ kind: "ready" });
}

async function run(line: Line, { run, code, cell, token }: Extract<ToWorker, { kind: "run" }>): Promise<void> {
  text.run = run;
  isWanted = false;
  line.begin(token);
  say({ kind: "started", run, canInterrupt: line.canInterrupt });
  let ok = false;
  try {
    ok = (await kernel?.run(code, cell)) === true;
  } catch (error) {
    say({ kind: "failed", reason: `${error}` });
  }
  text.flush();
  say({ kind: "ended", run, ok });
  text.run = 0;
}

scope.onmessage = ({ data }) => {
  if (data.kind === "start") open(data).catch((error: unknown) => say({ kind: "failed", reason: `${error}` }));
  else if (!line) return;
  else if (data.kind === "run") void run(line, data);
  else if (data.kind === "reply") line.receive(data.text);
  else if (data.kind === "event") line.hear(data.event);
  else if (data.run === text.run) {
    saySeen();
    if (line.receive(undefined)) return;
    if (isListening) kernel?.interrupt();
    else isWanted = true;
  }
};
