/** A drawing that listens: its canvas takes keys and the pointer for the program, says so, and gives them back. */

import type { Context, DrawingEvent } from "../../backendai-media.d.ts";
import type { Heard, Hearing, HearingModule } from "../../shared/chunk-interfaces.ts";
import * as messages from "../../shared/messages.ts";
import css from "./style.css";
import { createTouchKeys } from "./touch-keys.ts";

/** How much of the pointer is wanted. */
const CLICKS = 1;
const DRAGS = 2;
const MOVES = 3;
const ANY = "*";

type Tell = (event: Omit<DrawingEvent, "resultId" | "drawing">) => void;

/** The keys of a keyboard. Returns what lets go of all that are held. */
function takeKeys(canvas: HTMLElement, wants: (key: string) => boolean, tell: Tell): () => void {
  /** What is held, by the keys' places: the names change with Shift. */
  const held = new Map<string, string>();
  canvas.addEventListener(
    "keydown",
    (event) => {
      const { key, code, ctrlKey, metaKey, altKey, isComposing } = event;
      if (ctrlKey || metaKey || altKey || isComposing || key === "Tab") return;
      // No other listener of the drawing has them, such as that of its film.
      event.stopImmediatePropagation();
      if (wants(key)) {
        event.preventDefault();
        held.set(code, key);
        tell({ kind: "press", key });
      }
      if (key === "Escape") canvas.blur();
    },
    true,
  );
  const release = (code: string): void => {
    const key = held.get(code);
    if (key !== undefined && held.delete(code)) tell({ kind: "release", key });
  };
  canvas.addEventListener("keyup", ({ code }) => release(code));
  const releaseAll = (): void => [...held.keys()].forEach(release);
  canvas.addEventListener("blur", releaseAll);
  return releaseAll;
}

function takePointer(canvas: HTMLElement, size: () => readonly [number, number], level: () => number, tell: Tell) {
  let held = 0;
  const say = (kind: "down" | "move" | "up", event: PointerEvent, button: number): void => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const [inner, across] = size();
    // In a box of another shape (full screen) it is in the middle.
    const scale = Math.min(width / inner, height / across) || 1;
    tell({
      kind,
      x: (event.clientX - left - (width - inner * scale) / 2) / scale,
      y: (event.clientY - top - (height - across * scale) / 2) / scale,
      button,
    });
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (level() < CLICKS || held) return;
    held = event.button + 1;
    canvas.setPointerCapture(event.pointerId);
    say("down", event, held);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (level() >= (held ? DRAGS : MOVES)) say("move", event, held);
  });
  const up = (event: PointerEvent): void => {
    if (held) say("up", event, held);
    held = 0;
  };
  for (const kind of ["pointerup", "pointercancel"] as const) canvas.addEventListener(kind, up);
  canvas.addEventListener("contextmenu", (event) => {
    if (level() >= CLICKS) event.preventDefault();
  });
}

export function hear(
  figure: HTMLElement,
  canvas: HTMLCanvasElement,
  size: () => readonly [number, number],
  context: Pick<Context, "translate" | "style" | "emit" | "resultId">,
): Hearing {
  let heard: Heard = { drawing: 0, keys: [], pointer: 0 };
  let isOn = false;
  const { translate } = context;
  const wanted = (key: string): boolean => heard.keys.includes(key) || (heard.keys.includes(ANY) && !/^F\d/.test(key));
  const tell: Tell = (event) => {
    if (isOn) context.emit("drawing", { ...event, drawing: heard.drawing });
  };
  context.style(css);
  const note = document.createElement("div");
  note.className = "backendai-hearing";
  const text = note.appendChild(document.createElement("span"));
  text.role = "status";
  const touch = createTouchKeys(note, translate, tell);

  const say = (): void => {
    const hasFocus = document.activeElement === canvas || canvas.matches(":focus");
    const isOpen = isOn && heard.keys.length > 0;
    const words = isOpen ? translate(hasFocus ? messages.keys_here : messages.keys_click) : "";
    figure.classList.toggle("backendai-hears", isOn);
    figure.classList.toggle("backendai-has-keys", isOpen && hasFocus);
    note.hidden = !isOpen;
    if (text.textContent !== words) text.textContent = words;
    canvas.role = isOn ? "application" : "img";
    if (words) canvas.setAttribute("aria-description", words);
    else canvas.removeAttribute("aria-description");
    canvas.style.touchAction = isOn && heard.pointer >= DRAGS ? "none" : "";
  };
  const releaseAll = takeKeys(canvas, (key) => isOn && wanted(key), tell);
  takePointer(canvas, size, () => (isOn ? heard.pointer : 0), tell);
  for (const kind of ["focus", "blur"] as const) canvas.addEventListener(kind, say);

  return {
    want(next) {
      const wasOn = isOn;
      if (!next) {
        releaseAll();
        touch.show([]);
      }
      isOn = next !== undefined;
      heard = next ?? { ...heard, keys: [], pointer: 0 };
      if (next) touch.show(next.keys);
      if (isOn && !note.parentNode) figure.after(note);
      say();
      if (isOn && !wasOn) tell({ kind: "listens", focus: () => canvas.focus({ preventScroll: true }) });
    },
    dispose() {
      isOn = false;
      touch.show([]);
      note.remove();
    },
  };
}

({ hear }) satisfies HearingModule;
