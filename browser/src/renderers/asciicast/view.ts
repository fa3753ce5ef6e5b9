/** A recorded terminal with its player. */

import type { Context } from "../../backendai-media.d.ts";
import theme from "../../shared/theme.css";
import { clock, createControls, SPEEDS } from "./controls.ts";
import type { Cast } from "./parse.ts";
import type { Playback } from "../../shared/chunk-interfaces.ts";
import { createScreen } from "./screen.ts";
import css from "./style.css";
import * as messages from "../../shared/messages.ts";

/** Seconds that arrow keys leap. */
const SEEK_SECONDS = 5;
/** Longest time between two frames that counts, in seconds: a page that was hidden resumes where it was. */
const MAX_FRAME_GAP_SECONDS = 0.25;
/** UTF-16 units of output above which the picture before it is played is the first screen, not the last. */
const MAX_PREPLAY_UNITS = 1_000_000;
/** Seconds after the first output that a first screen takes. */
const FIRST_SCREEN_SECONDS = 1;

export function createView(cast: Cast, place: HTMLElement, playback: Playback, context: Context) {
  const { translate, metadata } = context;
  const figure = document.createElement("div");
  const words = document.createElement("pre");
  const note = document.createElement("p");
  const screen = createScreen(cast, playback, context);
  const given = Number(metadata["speed"]);
  let speed = given > 0 && given <= 100 ? given : 1;
  let time = 0;
  let isPlaying = false;
  /** Shows its poster still. */
  let isFresh = true;
  let isGone = false;
  let before = 0;
  let asked = 0;

  /** The screen's text, for screen readers and for print. */
  const say = (): void => {
    words.textContent = playback.text();
  };
  const show = async (moment: number): Promise<void> => {
    await screen.show(moment);
    if (!isPlaying && !isGone) say();
  };
  const tell = (): void => controls.tell(time, isPlaying);
  const start = (): void => {
    figure.toggleAttribute("data-started", true);
    isFresh = false;
  };
  const seek = (moment: number): void => {
    start();
    time = Math.min(Math.max(moment, 0), cast.duration);
    void show(time);
    tell();
  };
  /** Pausing and playing within one frame must not start a second loop. */
  const next = (): void => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(frame);
  };
  const frame = (now: number): void => {
    if (!isPlaying || isGone) return;
    time = Math.min(cast.duration, time + Math.min(MAX_FRAME_GAP_SECONDS, (now - before) / 1000) * speed);
    before = now;
    isPlaying = time < cast.duration;
    tell();
    // Much output at once takes time, and the clock waits.
    void show(time).then(next);
  };
  const toggle = (): void => {
    start();
    isPlaying = !isPlaying;
    if (isPlaying) {
      if (time >= cast.duration) time = 0;
      before = performance.now();
      words.textContent = "";
      next();
    } else say();
    tell();
  };
  const setSpeed = (factor: number): void => {
    speed = factor;
    controls.select.value = `${factor}`;
  };
  const quicker = (by: number): void => {
    const next = SPEEDS[SPEEDS.indexOf(speed) + by];
    if (next) setSpeed(next);
  };
  const mark = (by: number): void => {
    const times = [0, ...cast.markers.map(({ at }) => at), cast.duration];
    const found = by > 0 ? times.find((at) => at > time + 0.01) : times.findLast((at) => at < time - 0.5);
    if (found !== undefined) seek(found);
  };
  const full = (): void => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void context.host.requestFullscreen();
  };
  const controls = createControls(
    { duration: cast.duration, markers: cast.markers, toggle, seek, setSpeed },
    translate,
    speed,
  );

  const keys: Readonly<Record<string, () => void>> = {
    " ": toggle,
    k: toggle,
    ArrowLeft: () => seek(time - SEEK_SECONDS),
    ArrowRight: () => seek(time + SEEK_SECONDS),
    Home: () => seek(0),
    End: () => seek(cast.duration),
    "<": () => quicker(-1),
    ">": () => quicker(1),
    "[": () => mark(-1),
    "]": () => mark(1),
    f: full,
  };
  figure.onkeydown = (event) => {
    const { key, target } = event;
    const act = Object.hasOwn(keys, key) && keys[key];
    const isOther = (target as Element).matches("select") || (key === " " && (target as Element).matches("button"));
    if (!act || isOther || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  // A click plays, unless it selects.
  playback.host.onclick = ({ target }) => {
    if (isFresh && !playback.selected() && !(target as Element).closest("a")) toggle();
  };

  context.style(theme);
  context.style(css);
  const name = [translate(messages.terminal_recording), cast.title, clock(cast.duration)].filter(Boolean).join(", ");
  figure.className = "backendai-cast";
  figure.role = "group";
  figure.tabIndex = 0;
  figure.ariaLabel = name;
  words.className = "backendai-cast-words";
  note.hidden = !cast.bad;
  note.textContent = translate(messages.malformed_lines, { n: cast.bad });
  place.className = "backendai-cast-screen";
  place.append(controls.large);
  figure.append(place, words, controls.strip, note);
  context.host.append(figure);
  tell();

  const poster = Number(metadata["poster"] ?? Number.NaN);
  const isStill = cast.length <= MAX_PREPLAY_UNITS || matchMedia("(prefers-reduced-motion: reduce)").matches;
  const first = (cast.events.find(({ code }) => code === "o")?.at ?? 0) + FIRST_SCREEN_SECONDS;
  return {
    ready: show(poster >= 0 ? poster : isStill ? cast.duration : first),
    dispose(): void {
      isGone = true;
      isPlaying = false;
      playback.dispose();
    },
  };
}
