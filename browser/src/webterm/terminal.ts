/** A terminal in a page: connects its view with its connection. */

import type { Address, TerminalTheme, WebtermOptions } from "../backendai-media.d.ts";
import { encode } from "./bytes.ts";
import { guardClipboard } from "./output-guards.ts";
import { type Kind, createDialect } from "./dialects/detect.ts";
import { accelerate, watchForImages } from "./lazy-addons.ts";
import { createHistory } from "./history.ts";
import { text } from "./host.ts";
import { forget, recall, remember, watchPageLifecycle } from "./page-lifecycle.ts";
import { createConnection } from "./connection.ts";
import { createStatus } from "./status.ts";
import { createTools, type Tools } from "./tools.ts";
import type { Bytes, TerminalDelegate, Dialect, Size } from "./types.ts";
import { createView, type View } from "./view.ts";
import * as messages from "../shared/messages.ts";

export type Core = ReturnType<typeof createTerminal>;

export function createTerminal(container: Element, session: string, options: WebtermOptions) {
  const identity = recall(session);
  const history = createHistory();
  const dialects = new Map<string, Dialect>();
  let dialect: Dialect | undefined;
  let view: View | undefined;
  let tools: Tools | undefined;
  let status: ReturnType<typeof createStatus> | undefined;
  let theme = options.theme;
  let title = "";
  let writable = true;
  let reportedSize: Size | undefined;
  let stopWatching: (() => void) | undefined;

  const emit = (name: string, detail: object): boolean =>
    container.dispatchEvent(new CustomEvent(`backendai:terminal-${name}`, { bubbles: true, detail }));

  const connection = createConnection(options.dialect, {
    dialect(kind: Kind, protocol: string) {
      const key = protocol || kind;
      const facts = { identity, readOnly: options.readOnly ?? false, token: options.token ?? "" };
      if (!dialects.has(key)) dialects.set(key, createDialect(kind, protocol, delegate, facts));
      return (dialect = dialects.get(key)!);
    },
    state(state, reason, seconds) {
      const lasting = state === "connecting" || state === "connected" || state === "reconnecting";
      if (lasting) stopWatching ??= watchPageLifecycle(connection.check, leaving);
      else {
        stopWatching?.();
        stopWatching = undefined;
      }
      if (state === "ended") forget(identity);
      if (state === "connected") status?.exit(undefined);
      const message = status?.showState(state, reason, seconds) ?? "";
      tools?.refresh();
      emit("state", { state, reason, message, seconds });
    },
    isWanted: () => !view || view.host.isConnected,
  });

  function leaving(goes: boolean): void {
    if (options.keep === false || !identity.name) return;
    if (goes) remember(identity);
    else forget(identity);
  }

  function type(data: Bytes): void {
    const away = connection.state === "reconnecting" || connection.state === "connecting";
    if (writable && (connection.state === "connected" || (away && dialect?.keepsInput?.()))) dialect?.input(data);
  }

  function setTitle(text: string): void {
    title = text;
    emit("title", { title });
  }

  const delegate: TerminalDelegate = {
    output: (data, live, parsed) => view!.emulator.writeQueue.push(data, live && writable, parsed),
    reset: (drop, parsed) => view!.emulator.writeQueue.reset(drop, parsed),
    pending: () => view!.emulator.writeQueue.pending(),
    size: () => (reportedSize = view!.size()),
    resized: (rows, columns) => view!.show(rows, columns),
    ready() {
      connection.ready();
      // The container may have changed while the connection was made.
      if (view) resize(view.size());
    },
    title: setTitle,
    notify: (message) => status?.notify(message),
    exit(how) {
      history.add("x", `${how.code ?? how.signal ?? 0}`);
      status?.exit(how);
      emit("exit", how);
    },
    writable(may) {
      writable = may;
      view!.emulator.terminal.options.disableStdin = !may;
      tools?.refresh();
    },
    callLater: connection.callLater,
  };

  function resize(size: Size): void {
    if (connection.state !== "connected") return;
    if (reportedSize?.rows === size.rows && reportedSize.columns === size.columns) return;
    reportedSize = size;
    dialect?.resize(size);
  }

  const hasOutput = (): boolean => history.all().some(({ code }) => code === "o");

  /** The emulator is created when first needed. */
  function open(): View {
    if (view) return view;
    const made = createView(
      container,
      { ...options, ...(theme !== undefined && { theme }) },
      {
        type: (typed) => type(encode(tools!.turn(typed))),
        answer: (reply) => type(encode(reply)),
        raw: type,
        seen: (data) => history.add("o", data),
        cleared: () => hasOutput() && history.add("o", "\x1bc"),
        overflow: () => status?.notify(text(messages.output_dropped)),
        resized: resize,
      },
    );
    view = made;
    const { terminal } = made.emulator;
    history.add("r", `${terminal.cols}x${terminal.rows}`);
    terminal.onResize(({ cols, rows }) => history.add("r", `${cols}x${rows}`));
    terminal.onBell(() => emit("bell", {}));
    terminal.onTitleChange(setTitle);
    terminal.textarea!.addEventListener("focus", () => {
      if (connection.state === "connected" && writable) dialect?.focus?.();
    });
    status = createStatus(made.host, text, connection.reconnectNow, () => !hasOutput());
    tools = createTools({
      view: made,
      history,
      options,
      type: (typed) => type(encode(typed)),
      restart,
      title: () => title,
    });
    tools.canRestart = () => connection.state === "connected" && !!dialect?.restart;
    guardClipboard(terminal, tools.mayCopy);
    watchForImages(terminal);
    if (options.renderer !== "dom") accelerate(terminal, options.renderer === "webgl");
    return made;
  }

  function restart(): void {
    if (connection.state !== "connected") return connection.reconnectNow();
    if (dialect?.restart?.()) status?.notify(text(messages.restarting));
    else connection.restart();
  }

  return {
    connection,
    container,
    session,
    connect(address: Address): Promise<void> {
      const before = view;
      open();
      // A dialect that cannot resume starts with an empty screen, as the original did.
      if (before && connection.state !== "connecting" && connection.state !== "connected" && !identity.name)
        view!.emulator.writeQueue.reset(true);
      return connection.connect(address);
    },
    detach: () => connection.close(1000, ""),
    close() {
      dialect?.end?.();
      forget(identity);
      connection.close(1000, "User has moved away.");
    },
    dispose() {
      this.close();
      tools?.dispose();
      status?.dispose();
      view?.dispose();
      view = tools = status = undefined;
      history.clear();
    },
    stdin: (typed: string) => type(encode(typed)),
    restart,
    get view() {
      return view;
    },
    get tools() {
      return tools;
    },
    get theme() {
      return theme;
    },
    set theme(value: TerminalTheme | undefined) {
      theme = value;
      if (view) view.theme = value;
    },
  };
}
