/**
 * The host's side of the protocol of MCP Apps (SEP-1865): JSON-RPC with one view, of which nothing is trusted. What it may
 * not do itself is asked of the page, and refused unless that answers.
 */

import { copyOf } from "../../shared/copy.ts";
import { type Dict, dictOrEmpty, isDict, isText } from "../../shared/reading.ts";

/** The latest version of the protocol that is known, and older ones that are the same here. */
const VERSIONS = ["2026-01-26", "2025-11-21"];
/** Requests that the page has not answered yet; more are refused. */
const MAX_PENDING = 100;
/** Milliseconds in which a view may put things in order before it goes. */
const TEARDOWN_MS = 2_000;
/** UTF-16 units of an address. */
const MAX_ADDRESS_UNITS = 2000;

/** Codes of JSON-RPC and of MCP. */
const METHOD_NOT_FOUND = -32601;
const REFUSED = -32000;

/** Requests of which a refusal is a result, not an error. */
const SAYS_ERROR = ["ui/open-link", "ui/message", "ui/download-file"];
/** What else may be asked of the page. */
const ASKED =
  /^(?:tools\/call|(?:tools|resources|resources\/templates|prompts)\/list|resources\/read|sampling\/createMessage|ui\/update-model-context)$/;

/** Fields of an item that the view is told of, in this order, and how each is sent. */
const TOLD: readonly (readonly [field: string, method: string, params: (value: unknown) => Dict])[] = [
  ["toolInputPartial", "tool-input-partial", (value) => ({ arguments: value })],
  ["toolInput", "tool-input", (value) => ({ arguments: value })],
  ["toolResult", "tool-result", dictOrEmpty],
  ["toolCancelled", "tool-cancelled", (reason) => (isText(reason) ? { reason } : {})],
];

export interface Host {
  /** Asks the page; `undefined` where it does not answer. */
  ask(method: string, params: Dict): Promise<unknown> | undefined;
  /** What is known of the host: its capabilities and context. */
  readonly about: () => { hostCapabilities: Dict; hostContext: Dict };
  resize(height: number): void;
  /** The view asks to be ended, and the page agrees. */
  end(): void;
}

export interface View {
  /** A port to the view, once its frame is there; again where that was made anew. */
  connect(): MessagePort;
  /** Tells of another value of the item. */
  tell(item: Dict): void;
  /** Tells of what changed around it. */
  changed(context: Dict): void;
  /** Settles when the view has put things in order, or takes long. */
  teardown(): Promise<void>;
  close(): void;
}

const isWebAddress = (value: unknown): boolean =>
  isText(value) && value.length <= MAX_ADDRESS_UNITS && /^(?:https?|mailto):/i.test(value) && URL.canParse(value);

/** What a view is told where its item was `before` and is `item` now. It has its input before the result. */
function* changes(before: Dict, item: Dict): Generator<readonly [name: string, params: Dict]> {
  const isNew = (field: string): boolean =>
    field in item && JSON.stringify(item[field]) !== JSON.stringify(before[field]);
  if (isNew("toolResult") && !("toolInput" in item) && !("toolResult" in before)) yield ["tool-input", {}];
  for (const [field, name, params] of TOLD) {
    const isPast = field === "toolInputPartial" && "toolInput" in item;
    if (!isPast && isNew(field)) yield [name, params(item[field])];
  }
}

async function initialize(host: Host, params: Dict): Promise<Dict> {
  const given = dictOrEmpty(await host.ask("ui/initialize", params));
  const { hostCapabilities, hostContext } = host.about();
  return {
    protocolVersion: VERSIONS.find((one) => one === params.protocolVersion) ?? VERSIONS[0],
    hostInfo: { name: "backendai-media", version: __VERSION__ },
    ...given,
    hostCapabilities: { ...dictOrEmpty(given.hostCapabilities), ...hostCapabilities },
    hostContext: { ...hostContext, ...dictOrEmpty(given.hostContext) },
  };
}

/** Members of the answer to a request that is refused. */
function refusal(method: string): Dict {
  if (SAYS_ERROR.includes(method)) return { result: { isError: true } };
  return ASKED.test(method)
    ? { error: { code: REFUSED, message: "Refused by the page" } }
    : { error: { code: METHOD_NOT_FOUND, message: "Method not found" } };
}

/** The same where the page fails. */
const failure = (error: unknown): Dict => ({
  error: { code: REFUSED, message: `${(error as Error | undefined)?.message ?? error}` },
});

/** Members of the answer to a request. */
async function answerTo(host: Host, method: string, params: Dict): Promise<Dict> {
  if (method === "ping") return { result: {} };
  if (method === "ui/request-display-mode") return { result: { mode: "inline" } };
  if (method === "ui/initialize") return { result: await initialize(host, params) };
  const mayAsk =
    method === "ui/open-link" ? isWebAddress(params.url) : SAYS_ERROR.includes(method) || ASKED.test(method);
  const asked = mayAsk && host.ask(method, params);
  return asked ? { result: (await asked) ?? {} } : refusal(method);
}

export function createView(host: Host, first: Dict): View {
  let item = first;
  let port: MessagePort | undefined;
  /** The view has said that it is initialized: nothing is sent before. */
  let isReady = false;
  let pending = 0;
  let torn: (() => void) | undefined;

  const send = (message: Dict): void => port?.postMessage({ jsonrpc: "2.0", ...message });
  const notify = (name: string, params: Dict): void => send({ method: `ui/notifications/${name}`, params });

  const tell = (before: Dict): void => {
    for (const [name, params] of changes(before, item)) notify(name, params);
  };

  const answer = async (id: unknown, method: string, params: Dict): Promise<void> => {
    const asking = port;
    let said: Dict;
    if (pending >= MAX_PENDING) said = refusal(method);
    else {
      pending++;
      said = await answerTo(host, method, params).catch(failure);
      // The frame may have been made anew meanwhile.
      if (asking !== port) return;
      pending--;
    }
    try {
      send({ id, ...said });
    } catch (error) {
      // What the page gave cannot be sent.
      send({ id, ...failure(error) });
    }
  };

  const heed = (method: string, params: Dict): void => {
    if (method === "ui/notifications/initialized") {
      if (isReady) return;
      isReady = true;
      tell({});
    } else if (method === "ui/notifications/size-changed") {
      if (Number.isFinite(params.height)) host.resize(params.height as number);
    } else if (method === "ui/notifications/request-teardown") {
      host.ask(method, params)?.then(
        () => host.end(),
        () => {},
      );
    } else if (method === "notifications/message") void host.ask(method, params)?.catch(() => {});
  };

  const hear = ({ data }: MessageEvent<unknown>): void => {
    const message = copyOf(data);
    if (!isDict(message) || message.jsonrpc !== "2.0") return;
    const { id, method } = message;
    const params = dictOrEmpty(message.params);
    if (!isText(method)) torn?.();
    else if (isText(id) || typeof id === "number") void answer(id, method, params);
    else heed(method, params);
  };

  return {
    connect() {
      port?.close();
      isReady = false;
      pending = 0;
      const channel = new MessageChannel();
      port = channel.port1;
      port.onmessage = hear;
      return channel.port2;
    },
    tell(given) {
      const before = item;
      item = given;
      if (isReady) tell(before);
    },
    changed(context) {
      if (isReady) notify("host-context-changed", context);
    },
    teardown() {
      if (!isReady) return Promise.resolve();
      return new Promise((resolve) => {
        torn = resolve;
        setTimeout(resolve, TEARDOWN_MS);
        send({ id: "teardown", method: "ui/resource-teardown", params: {} });
      });
    },
    close() {
      port?.close();
      port = undefined;
    },
  };
}
