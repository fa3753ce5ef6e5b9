/** The connection's state, as text. */

import type { TerminalState, Translate } from "../backendai-media.d.ts";
import { createButton, createElement } from "../shared/dom.ts";
import { fillText } from "../shared/text.ts";
import { createTimers } from "./page-lifecycle.ts";
import type { Exit } from "./types.ts";

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
    if (how?.code !== undefined) return fillText(text("Ended with exit code {n}"), { n: `${how.code}` });
    if (how?.signal !== undefined) return fillText(text("Ended by signal {n}"), { n: `${how.signal}` });
    return text("Ended");
  }

  const because = (message: string, reason: string): string => (reason ? `${message}: ${reason}` : message);

  return {
    showState(state, reason, seconds) {
      timers.clear();
      strip.dataset["state"] = state;
      const label = {
        reconnecting: "Reconnect now",
        ended: "Start again",
        refused: "Try again",
        closed: "Connect",
      } as const;
      const message = {
        idle: "",
        connected: "",
        connecting: text(isFresh() ? "Connecting…" : "Reconnecting…"),
        reconnecting: fillText(text("The connection is lost. Reconnecting in {n} s"), { n: `${seconds}` }),
        ended: ended(),
        refused: because(text("The server refused"), reason),
        closed: text("Disconnected"),
      }[state];
      const action = state in label ? text(label[state as keyof typeof label]) : "";
      const tick = (left: number): void => {
        show(fillText(text("The connection is lost. Reconnecting in {n} s"), { n: `${left}` }), action);
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
