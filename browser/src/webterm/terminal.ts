/** A terminal in a page: its view, its line, and what connects them. */

import type { Address, TerminalTheme, WebtermOptions } from "../backendai-media.d.ts";
import { encode } from "./bytes.ts";
import { guardClipboard } from "./output-guards.ts";
import { type Kind, createDialect } from "./dialects/detect.ts";
import { accelerate, watchForImages } from "./lazy-addons.ts";
import { createHistory } from "./history.ts";
import { text } from "./host.ts";
import { forget, recall, remember } from "./identity.ts";
import { createConnection } from "./connection.ts";
import { createStatus } from "./status.ts";
import { createTools, type Tools } from "./tools.ts";
import type { Bytes, Desk, Dialect, Size } from "./types.ts";
import { createView, type View } from "./view.ts";
import { onWake } from "./page-lifecycle.ts";

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
  let told: Size | undefined;
  let asleep: (() => void) | undefined;

  const emit = (name: string, detail: object): boolean =>
    container.dispatchEvent(new CustomEvent(`backendai:terminal-${name}`, { bubbles: true, detail }));

  const line = createConnection(options.dialect, {
    dialect(kind: Kind, protocol: string) {
      const key = protocol || kind;
      const facts = { identity, readOnly: options.readOnly ?? false, token: options.token ?? "" };
      if (!dialects.has(key)) dialects.set(key, createDialect(kind, protocol, desk, facts));
      return (dialect = dialects.get(key)!);
    },
    state(state, reason, seconds) {
      const lasting = state === "connecting" || state === "connected" || state === "waiting";
      if (lasting) asleep ??= onWake(line.check, leaving);
      else {
        asleep?.();
        asleep = undefined;
      }
      if (state === "ended") forget(identity);
      if (state === "connected") status?.exit(undefined);
      const message = status?.say(state, reason, seconds) ?? "";
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
    const away = line.state === "waiting" || line.state === "connecting";
    if (writable && (line.state === "connected" || (away && dialect?.keepsInput?.()))) dialect?.input(data);
  }

  function name(said: string): void {
    title = said;
    emit("title", { title });
  }

  const desk: Desk = {
    output: (data, live, parsed) => view!.emulator.feed.push(data, live && writable, parsed),
    reset: (drop, parsed) => view!.emulator.feed.reset(drop, parsed),
    pending: () => view!.emulator.feed.pending(),
    size: () => (told = view!.size()),
    resized: (rows, columns) => view!.show(rows, columns),
    ready() {
      line.ready();
      // The place may have changed while the connection was made.
      resize(view!.size());
    },
    title: name,
    note: (said) => status?.note(said),
    exit(how) {
      history.note("x", `${how.code ?? how.signal ?? 0}`);
      status?.exit(how);
      emit("exit", how);
    },
    writable(may) {
      writable = may;
      view!.emulator.terminal.options.disableStdin = !may;
      tools?.refresh();
    },
    later: line.later,
  };

  function resize(size: Size): void {
    if (line.state !== "connected") return;
    if (told?.rows === size.rows && told.columns === size.columns) return;
    told = size;
    dialect?.resize(size);
  }

  const hasOutput = (): boolean => history.all().some(({ code }) => code === "o");

  /** The emulator is made when it is first needed. */
  function open(): View {
    if (view) return view;
    const made = createView(
      container,
      { ...options, ...(theme !== undefined && { theme }) },
      {
        type: (typed) => type(encode(tools!.turn(typed))),
        answer: (said) => type(encode(said)),
        raw: type,
        seen: (data) => history.note("o", data),
        cleared: () => hasOutput() && history.note("o", "\x1bc"),
        overflow: () => status?.note(text("Too much output came at once; a part of it is not shown")),
        resized: resize,
      },
    );
    view = made;
    const { terminal } = made.emulator;
    history.note("r", `${terminal.cols}x${terminal.rows}`);
    terminal.onResize(({ cols, rows }) => history.note("r", `${cols}x${rows}`));
    terminal.onBell(() => emit("bell", {}));
    terminal.onTitleChange(name);
    terminal.textarea!.addEventListener("focus", () => {
      if (line.state === "connected" && writable) dialect?.focus?.();
    });
    status = createStatus(made.host, text, line.now, () => !hasOutput());
    tools = createTools({
      view: made,
      history,
      options,
      type: (typed) => type(encode(typed)),
      restart,
      title: () => title,
    });
    tools.canRestart = () => line.state === "connected" && !!dialect?.restart;
    guardClipboard(terminal, tools.mayCopy);
    watchForImages(terminal);
    if (options.renderer !== "dom") accelerate(terminal, options.renderer === "webgl");
    return made;
  }

  function restart(): void {
    if (line.state !== "connected") return line.now();
    if (dialect?.restart?.()) status?.note(text("Restarting…"));
    else line.again();
  }

  return {
    line,
    container,
    session,
    connect(address: Address): Promise<void> {
      const before = view;
      open();
      // A dialect that cannot go on starts with an empty screen, as the original did.
      if (before && line.state !== "connecting" && line.state !== "connected" && !identity.name)
        view!.emulator.feed.reset(true);
      return line.connect(address);
    },
    detach: () => line.leave(1000, ""),
    close() {
      dialect?.end?.();
      forget(identity);
      line.leave(1000, "User has moved away.");
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
