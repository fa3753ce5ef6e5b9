/** The connection's state, as text. */

import type { TerminalState, Translate } from "../backendai-media.d.ts";
import { createButton, createElement } from "../shared/dom.ts";
import { createTimers } from "./page-lifecycle.ts";
import type { Exit } from "./types.ts";
import * as messages from "../shared/messages.ts";

export interface Status {
  showState(state: TerminalState, reason: string, seconds: number | undefined): string;
  /** Shows text that disappears by itself. */
  notify(text: string): void;
  exit(how: Exit | undefined): void;
  dispose(): void;
}

/** How long a note is shown, in milliseconds. */
const NOTE_MS = 8000;
/** Shorter interruptions are not shown, in milliseconds. */
const GRACE_MS = 400;

export function createStatus(
  host: HTMLElement,
  text: Translate,
  reconnect: () => void,
  isFresh: () => boolean,
): Status {
  const words = createElement("span");
  const strip = createElement("div", "terminal-status");
  const button = createButton("", "", reconnect);
  const timers = createTimers();
  let how: Exit | undefined;
  strip.role = "status";
  strip.hidden = true;
  strip.append(words, button);
  host.append(strip);

  function show(message: string, label = ""): void {
    words.textContent = message;
    button.textContent = label;
    button.hidden = !label;
    strip.hidden = !message;
  }

  function ended(): string {
    if (how?.code !== undefined) return text(messages.ended_with_code, { n: how.code });
    if (how?.signal !== undefined) return text(messages.ended_by_signal, { n: how.signal });
    return text(messages.ended);
  }

  const because = (message: string, reason: string): string => (reason ? `${message}: ${reason}` : message);

  return {
    showState(state, reason, seconds) {
      timers.clear();
      strip.dataset["state"] = state;
      const label = {
        reconnecting: messages.reconnect_now,
        ended: messages.start_again,
        refused: messages.try_again,
        closed: messages.connect,
      } as const;
      const message = {
        idle: "",
        connected: "",
        connecting: text(isFresh() ? messages.connecting : messages.reconnecting),
        reconnecting: text(messages.reconnecting_in, { n: seconds ?? 0 }),
        ended: ended(),
        refused: because(text(messages.refused), reason),
        closed: text(messages.disconnected),
      }[state];
      const action = state in label ? text(label[state as keyof typeof label]) : "";
      const tick = (left: number): void => {
        show(text(messages.reconnecting_in, { n: left }), action);
        if (left > 1) timers.set(1000, () => tick(left - 1));
      };
      if (state === "reconnecting" && seconds! > 1) tick(seconds!);
      else if (state === "reconnecting" || state === "connecting") timers.set(GRACE_MS, () => show(message, action));
      else show(message, action);
      return message;
    },
    notify(message) {
      timers.clear();
      show(message);
      timers.set(NOTE_MS, () => show(""));
    },
    exit: (given) => (how = given),
    dispose: timers.clear,
  };
}
