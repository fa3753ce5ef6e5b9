/** The strip under a recording. */

import type { Message, Translate } from "../../backendai-media.d.ts";
import type { Event } from "./parse.ts";

export interface Remote {
  readonly duration: number;
  readonly markers: readonly Event[];
  toggle(): void;
  seek(time: number): void;
  setSpeed(factor: number): void;
  copy(): void;
  full(): void;
}

const SVG = "http://www.w3.org/2000/svg";
const PLAY = "M4 2v12l10-6z";
const PAUSE = "M4 3h3v10H4zM9 3h3v10H9z";
const COPY = "M5 1h9v10h-2V3H5zM2 4h8v11H2z";
const LARGE = "M2 6V2h4v2H4v2zM10 2h4v4h-2V4h-2zM14 10v4h-4v-2h2v-2zM6 14H2v-4h2v2h2z";
export const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 3, 5, 10];

/** Minutes and seconds. */
export const clock = (time: number): string =>
  `${Math.floor(time / 60)}:${`${Math.floor(time % 60)}`.padStart(2, "0")}`;

export function makeControls(remote: Remote, text: Translate, speed: number) {
  const strip = document.createElement("div");
  strip.className = "backendai-cast-strip";
  const button = (name: Message, d: string, act: () => void): HTMLButtonElement => {
    const made = document.createElement("button");
    const icon = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    made.type = "button";
    made.title = made.ariaLabel = text(name);
    made.onclick = act;
    icon.setAttribute("viewBox", "0 0 16 16");
    icon.ariaHidden = "true";
    path.setAttribute("d", d);
    icon.append(path);
    made.append(icon);
    return made;
  };
  const play = button("Play", PLAY, remote.toggle);
  const large = button("Play", PLAY, remote.toggle);
  const full = button("Full screen", LARGE, remote.full);
  const copy = button("Copy", COPY, remote.copy);
  const time = document.createElement("span");
  const range = document.createElement("input");
  const track = document.createElement("span");
  const select = document.createElement("select");
  large.className = "backendai-cast-large";
  full.hidden = !document.fullscreenEnabled;
  track.className = "backendai-cast-track";
  range.type = "range";
  range.step = "any";
  range.max = `${remote.duration}`;
  range.ariaLabel = text("Time");
  range.oninput = () => remote.seek(+range.value);
  track.append(range);
  for (const { at, data } of remote.markers.slice(0, 200)) {
    const mark = document.createElement("i");
    mark.title = data.slice(0, 200);
    mark.style.insetInlineStart = `${(100 * at) / (remote.duration || 1)}%`;
    mark.onclick = () => remote.seek(at);
    track.append(mark);
  }
  select.ariaLabel = select.title = text("Speed");
  for (const factor of new Set([...SPEEDS, speed]))
    select.add(new Option(`${factor}×`, `${factor}`, false, factor === speed));
  select.onchange = () => remote.setSpeed(+select.value);
  strip.append(play, time, track, select, copy, full);
  return {
    strip,
    large,
    copy,
    select,
    tell(now: number, isPlaying: boolean): void {
      const name = text(isPlaying ? "Pause" : "Play");
      if (play.title !== name) {
        play.title = play.ariaLabel = name;
        play.querySelector("path")!.setAttribute("d", isPlaying ? PAUSE : PLAY);
      }
      const said = `${clock(now)} / ${clock(remote.duration)}`;
      if (time.textContent !== said) range.ariaValueText = time.textContent = said;
      range.value = `${now}`;
    },
  };
}
