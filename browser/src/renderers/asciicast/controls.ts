/** The strip under a recording. */

import type { Translate } from "../../backendai-media.d.ts";
import type { Event } from "./parse.ts";
import * as messages from "../../shared/messages.ts";

export interface Remote {
  readonly duration: number;
  readonly markers: readonly Event[];
  toggle(): void;
  seek(time: number): void;
  setSpeed(factor: number): void;
}

const SVG = "http://www.w3.org/2000/svg";
const PLAY = "M4 2v12l10-6z";
const PAUSE = "M4 3h3v10H4zM9 3h3v10H9z";
export const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 3, 5, 10];

/** Minutes and seconds. */
export const clock = (time: number): string =>
  `${Math.floor(time / 60)}:${`${Math.floor(time % 60)}`.padStart(2, "0")}`;

export function createControls(remote: Remote, translate: Translate, speed: number) {
  const strip = document.createElement("div");
  strip.className = "backendai-cast-strip";
  const button = (): HTMLButtonElement => {
    const made = document.createElement("button");
    const icon = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    made.type = "button";
    made.title = made.ariaLabel = translate(messages.play);
    made.onclick = remote.toggle;
    icon.setAttribute("viewBox", "0 0 16 16");
    icon.ariaHidden = "true";
    path.setAttribute("d", PLAY);
    icon.append(path);
    made.append(icon);
    return made;
  };
  const play = button();
  const large = button();
  const time = document.createElement("span");
  const range = document.createElement("input");
  const track = document.createElement("span");
  const select = document.createElement("select");
  large.className = "backendai-cast-large";
  track.className = "backendai-cast-track";
  range.type = "range";
  range.step = "any";
  range.max = `${remote.duration}`;
  range.ariaLabel = translate(messages.time);
  range.oninput = () => remote.seek(+range.value);
  track.append(range);
  for (const { at, data } of remote.markers.slice(0, 200)) {
    const mark = document.createElement("i");
    mark.title = data.slice(0, 200);
    mark.style.insetInlineStart = `${(100 * at) / (remote.duration || 1)}%`;
    mark.onclick = () => remote.seek(at);
    track.append(mark);
  }
  select.ariaLabel = select.title = translate(messages.speed);
  for (const factor of new Set([...SPEEDS, speed]))
    select.add(new Option(`${factor}×`, `${factor}`, false, factor === speed));
  select.onchange = () => remote.setSpeed(+select.value);
  strip.append(play, time, track, select);
  return {
    strip,
    large,
    select,
    tell(now: number, isPlaying: boolean): void {
      const name = translate(isPlaying ? messages.pause : messages.play);
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
