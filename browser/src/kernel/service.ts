/**
 * The service worker of a site: it answers the synchronous requests of kernels, which cannot receive messages while Python runs,
 * with what their pages send here. It touches no other request.
 */

/** Milliseconds after which a kernel has to ask again: browsers end what answers too late. */
const ANSWER_MS = 15_000;

interface Waiting {
  reply?: string;
  interrupted: boolean;
  /** Of drawings, as JSON, and how many came before them. */
  events: string[];
  before: number;
  /** How many the kernel has heard. */
  heard: number;
  answer?: ((response: Response) => void) | undefined;
  /** Whether events answer it. */
  hears: boolean;
}
interface Scope {
  registration: { scope: string };
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: string, listener: (event: never) => void): void;
}
interface FetchEvent {
  request: Request;
  respondWith(response: Response | Promise<Response>): void;
}
interface Lasting {
  waitUntil(promise: Promise<unknown>): void;
}

const scope = self as unknown as Scope;
const kernels = new Map<string, Waiting>();

const of = (id: string): Waiting => {
  const found = kernels.get(id) ?? { interrupted: false, events: [], before: 0, heard: 0, hears: false };
  kernels.set(id, found);
  return found;
};
// Isolated pages' workers get only what says that it may be embedded.
const respond = (status: number, text: string | null = null): Response =>
  new Response(text, {
    status,
    headers: { "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store" },
  });

/** Answers a kernel that waits, if there is something to say. */
function settle(kernel: Waiting): void {
  if (!kernel.answer) return;
  if (kernel.interrupted) kernel.answer(respond(205));
  else if (kernel.hears) {
    const news = kernel.events.slice(Math.max(0, kernel.heard - kernel.before));
    if (!news.length) return;
    kernel.answer(respond(200, [kernel.before + kernel.events.length, ...news].join("\n")));
    kernel.answer = undefined;
    return;
  } else if (kernel.reply !== undefined) kernel.answer(respond(200, kernel.reply));
  else return;
  kernel.interrupted = false;
  delete kernel.reply;
  kernel.answer = undefined;
}

function answer(id: string, asked: string): Response | Promise<Response> {
  const kernel = of(id);
  if (asked === "?interrupted") {
    const text = kernel.interrupted ? "1" : "0";
    kernel.interrupted = false;
    return respond(200, text);
  }
  const params = new URLSearchParams(asked);
  const hears = params.has("events");
  if (asked !== "?ask" && !hears) {
    kernels.delete(id);
    return respond(200, "ready");
  }
  return new Promise((resolve) => {
    kernel.answer = resolve;
    kernel.hears = hears;
    kernel.heard = Number(params.get("heard"));
    settle(kernel);
    if (kernel.answer !== resolve) return;
    const ms = hears ? Math.min(Number(params.get("events")), ANSWER_MS) : ANSWER_MS;
    const end = (): void => {
      if (kernel.answer !== resolve) return;
      kernel.answer = undefined;
      resolve(hears ? respond(200, "") : respond(204));
    };
    if (ms) setTimeout(end, ms);
    else end();
  });
}

scope.addEventListener("install", (event: Lasting) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener("activate", (event: Lasting) => event.waitUntil(scope.clients.claim()));
interface Told {
  id: string;
  reply?: string;
  events?: string[];
  before?: number;
}
scope.addEventListener("message", ({ data }: MessageEvent<Told>) => {
  const kernel = of(data.id);
  if (data.events) {
    kernel.events = data.events;
    kernel.before = data.before ?? 0;
  } else if (data.reply === undefined) kernel.interrupted = true;
  else kernel.reply = data.reply;
  settle(kernel);
});
scope.addEventListener("fetch", (event: FetchEvent) => {
  const { href, search, pathname } = new URL(event.request.url);
  if (!href.startsWith(`${scope.registration.scope}backendai-kernel/`)) return;
  event.respondWith(answer(pathname.replace(/^.*\//, ""), search));
});
