/** The connection's state, as text. */

import type { TerminalState, Translate } from "../backendai-media.d.ts";
import { createButton, createElement } from "../shared/dom.ts";
import { fillText } from "../shared/text.ts";
import { createTimers } from "./page-lifecycle.ts";
import type { Exit } from "./types.ts";

export interface Status {
  say(state: TerminalState, reason: string, seconds: number | undefined): string;
  /** Shows text that disappears by itself. */
  note(text: string): void;
  exit(how: Exit | undefined): void;
  dispose(): void;
}

/** Milliseconds for which a note stays. */
const NOTE_MS = 8000;
/** Milliseconds of interruption that are not mentioned. */
const GRACE_MS = 400;

export function createStatus(host: HTMLElement, text: Translate, again: () => void, isFresh: () => boolean): Status {
  const words = createElement("span");
  const strip = createElement("div", "terminal-status");
  const press = createButton("", "", again);
  const timers = createTimers();
  let how: Exit | undefined;
  strip.role = "status";
  strip.hidden = true;
  strip.append(words, press);
  host.append(strip);

  function show(said: string, label = ""): void {
    words.textContent = said;
    press.textContent = label;
    press.hidden = !label;
    strip.hidden = !said;
  }

  function ended(): string {
    if (how?.code !== undefined) return fillText(text("Ended with exit code {n}"), { n: `${how.code}` });
    if (how?.signal !== undefined) return fillText(text("Ended by signal {n}"), { n: `${how.signal}` });
    return text("Ended");
  }

  const because = (said: string, reason: string): string => (reason ? `${said}: ${reason}` : said);

  return {
    say(state, reason, seconds) {
      timers.clear();
      strip.dataset["state"] = state;
      const label = {
        waiting: "Reconnect now",
        ended: "Start again",
        refused: "Try again",
        closed: "Connect",
      } as const;
      const said = {
        idle: "",
        connected: "",
        connecting: text(isFresh() ? "Connecting…" : "Reconnecting…"),
        waiting: fillText(text("The connection is lost. Reconnecting in {n} s"), { n: `${seconds}` }),
        ended: ended(),
        refused: because(text("The server refused"), reason),
        closed: text("Disconnected"),
      }[state];
      const press = state in label ? text(label[state as keyof typeof label]) : "";
      const tick = (left: number): void => {
        show(fillText(text("The connection is lost. Reconnecting in {n} s"), { n: `${left}` }), press);
        if (left > 1) timers.set(1000, () => tick(left - 1));
      };
      if (state === "waiting" && seconds! > 1) tick(seconds!);
      else if (state === "waiting" || state === "connecting") timers.set(GRACE_MS, () => show(said, press));
      else show(said, press);
      return said;
    },
    note(said) {
      timers.clear();
      show(said);
      timers.set(NOTE_MS, () => show(""));
    },
    exit: (given) => (how = given),
    dispose: timers.clear,
  };
}
