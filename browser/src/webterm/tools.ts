/** What the user can do with a terminal besides typing. */

import type { WebtermOptions } from "../backendai-media.d.ts";
import { ask } from "./ask.ts";
import { createToolbar, type Tool } from "./toolbar.ts";
import { clean, clipboardText } from "./output-guards.ts";
import type { History } from "./history.ts";
import { load, text } from "./host.ts";
import { createKeys } from "./keys.ts";
import { copyText, save } from "../shared/copy-save.ts";
import type { View } from "./view.ts";
import * as messages from "../shared/messages.ts";

export interface Tools {
  refresh(): void;
  /** Typed text, with a modifier from the key row applied. */
  turn(typed: string): string;
  /** Whether a program may write the clipboard. */
  mayCopy(shown: string): Promise<boolean>;
  paste(given: string): Promise<void>;
  record(): Promise<Blob>;
  /** Whether a program can be restarted. */
  canRestart(): boolean;
  dispose(): void;
}

interface Parts {
  view: View;
  history: History;
  options: WebtermOptions;
  type(keys: string): void;
  restart(): void;
  title(): string;
}

interface Search {
  createSearch(terminal: View["emulator"]["terminal"], host: HTMLElement, words: typeof text): { open(): void };
}
interface Serialize {
  asHtml(terminal: View["emulator"]["terminal"]): Blob;
}
interface Record {
  asCast(seen: ReturnType<History["all"]>, about: object): Blob;
}

/** Lines of pasted text shown in the question. */
const MAX_SHOWN_LINES = 6;

export function createTools({ view, history, options, type, restart, title }: Parts): Tools {
  const { host, emulator } = view;
  const { terminal } = emulator;
  const ended = new AbortController();
  const { signal } = ended;
  let agreed: Promise<boolean> | undefined;
  let searching: Promise<{ open(): void }> | undefined;

  const lines = (shown: string): string => {
    const all = shown.slice(0, 2000).split(/\r\n?|\n/);
    return (
      all.slice(0, MAX_SHOWN_LINES).join("\n") + (all.length > MAX_SHOWN_LINES || shown.length > 2000 ? "\n…" : "")
    );
  };
  const focus = (): void => terminal.focus();
  const again = <Answer>(answer: Answer): Answer => {
    focus();
    return answer;
  };

  const mayCopy = (shown: string): Promise<boolean> => {
    // One answer holds for this terminal, and only one question is open at a time.
    const choices = [
      { label: text(messages.allow), answer: true },
      { label: text(messages.refuse), answer: false },
    ];
    const question = text(messages.clipboard_request);
    return (agreed ??= ask(host, question, lines(shown), choices, false, signal).then(again));
  };

  async function paste(given: string): Promise<void> {
    let typed = clean(given);
    if (/\r./s.test(typed) && options.confirmPaste !== false) {
      const count = typed.replace(/\r$/, "").split("\r").length;
      const question = text(messages.paste_lines, { n: count });
      const choices = [
        { label: text(messages.paste), answer: typed },
        { label: text(messages.paste_as_one_line), answer: typed.replace(/\r+/g, " ").trimEnd() },
        { label: text(messages.cancel), answer: "" },
      ];
      typed = again(await ask(host, question, lines(typed), choices, "", signal));
    }
    if (typed) terminal.paste(typed);
  }

  const copySelection = async (): Promise<void> => {
    if (!(await copyText(terminal.getSelection()))) document.execCommand("copy");
    focus();
  };
  const pasteFromClipboard = async (): Promise<void> => {
    const found = await clipboardText();
    focus();
    if (found) await paste(found);
  };
  const search = (): void => {
    searching ??= load<Search>("webterm-search").then(({ createSearch }) => createSearch(terminal, host, text));
    searching.then((box) => box.open()).catch(() => (searching = undefined));
  };
  const fullScreen = (): void => {
    void (document.fullscreenElement === host ? document.exitFullscreen() : host.requestFullscreen()).then(focus);
  };
  const record = async (): Promise<Blob> => {
    const { asCast } = await load<Record>("webterm-record");
    const { cols: columns, rows, options: shown } = terminal;
    return asCast(history.all(), { columns, rows, title: title(), theme: shown.theme! });
  };
  const keep = async (): Promise<void> => {
    const { asHtml } = await load<Serialize>("webterm-serialize");
    save("terminal.html", asHtml(terminal));
  };

  const isTypable = (): boolean => !terminal.options.disableStdin;
  const list: Tool[] = [
    { name: messages.search, icon: "search", act: search },
    { name: messages.copy, icon: "copy", act: () => void copySelection(), isNeeded: () => terminal.hasSelection() },
    { name: messages.paste, icon: "paste", act: () => void pasteFromClipboard(), isNeeded: isTypable },
    { name: messages.smaller_font, icon: "smaller", act: () => view.zoom(-1) },
    { name: messages.larger_font, icon: "larger", act: () => view.zoom(1) },
    {
      name: messages.screen_reader,
      icon: "reader",
      act: () => (terminal.options.screenReaderMode = !terminal.options.screenReaderMode),
      isOn: () => terminal.options.screenReaderMode!,
    },
    { name: messages.save_html, icon: "save", act: () => void keep() },
    {
      name: messages.save_recording,
      icon: "record",
      act: () => void record().then((file) => save("terminal.cast", file)),
    },
    { name: messages.full_screen, icon: "full", act: fullScreen, isNeeded: () => document.fullscreenEnabled },
    { name: messages.restart, icon: "restart", act: restart, isNeeded: () => made.canRestart() && isTypable() },
  ];
  const keys = createKeys(text, type, () => terminal.modes.applicationCursorKeysMode, focus);

  terminal.attachCustomKeyEventHandler((event) => {
    const { ctrlKey, shiftKey, altKey, metaKey, code } = event;
    if (event.type !== "keydown" || altKey || metaKey || !ctrlKey) return true;
    const act = (job: () => void): false => {
      event.preventDefault();
      job();
      return false;
    };
    if (code === "F6") return act(() => bar.focus());
    if (code === "KeyC" && terminal.hasSelection())
      // The next Ctrl+C interrupts.
      return act(() => void copySelection().then(() => shiftKey || terminal.clearSelection()));
    if (!shiftKey) return true;
    if (code === "KeyC") return act(() => undefined);
    if (code === "KeyF") return act(search);
    // The browser handles the paste itself.
    return code !== "KeyV";
  });
  host.addEventListener(
    "paste",
    (event) => {
      if (!(event.target as Element).closest(".xterm")) return;
      event.preventDefault();
      event.stopPropagation();
      if (isTypable()) void paste(event.clipboardData?.getData("text/plain") ?? "");
    },
    { capture: true, signal },
  );

  const made: Tools = {
    refresh: () => bar.refresh(),
    turn: keys.turn,
    mayCopy,
    paste,
    record,
    canRestart: () => false,
    dispose: () => ended.abort(),
  };
  const bar = createToolbar(text, list, focus);
  terminal.onSelectionChange(bar.refresh);
  host.append(bar.element, keys.element);
  return made;
}
