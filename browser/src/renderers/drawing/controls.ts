/** The strip under a drawing: play, scrub, save. Created when first needed. */

import type { Message, Translate } from "../../backendai-media.d.ts";
import * as messages from "../../shared/messages.ts";

/** What the strip needs of a drawing. */
export interface Remote {
  at(): number;
  steps(): number;
  isPlaying(): boolean;
  toggle(): void;
  replay(): void;
  seek(step: number): void;
  setSpeed(factor: number): void;
  savePng(): void;
  saveSvg(): void;
  watch(told: () => void): void;
}

const SVG = "http://www.w3.org/2000/svg";
const PLAY = "M5 3v10l8-5z";
const PAUSE = "M4 3h3v10H4zM9 3h3v10H9z";
const REPLAY = "M8 2a6 6 0 1 0 6 6h-2a4 4 0 1 1-4-4v2.5L11.5 3 8-.5z";
const LARGE = "M2 6V2h4v2H4v2zM10 2h4v4h-2V4h-2zM14 10v4h-4v-2h2v-2zM6 14H2v-4h2v2h2z";
const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16];

export function createControls(figure: HTMLElement, canvas: HTMLElement, remote: Remote, translate: Translate): void {
  const strip = document.createElement("div");
  strip.className = "backendai-controls";
  strip.role = "group";
  strip.ariaLabel = translate(messages.drawing);

  const button = (name: Message, content: string, act: () => void) => {
    const made = document.createElement("button");
    made.type = "button";
    made.title = made.ariaLabel = translate(name);
    made.onclick = act;
    strip.append(made);
    if (content.length < 4) made.textContent = content;
    else {
      const icon = made.appendChild(document.createElementNS(SVG, "svg"));
      icon.setAttribute("viewBox", "0 0 16 16");
      icon.ariaHidden = "true";
      icon.append(document.createElementNS(SVG, "path"));
      paint(made, content);
    }
    return made;
  };
  const paint = (made: HTMLElement, d: string) => made.querySelector("path")!.setAttribute("d", d);

  const play = button(messages.play, PLAY, remote.toggle);
  const range = document.createElement("input");
  range.type = "range";
  range.min = "0";
  range.ariaLabel = translate(messages.step);
  range.oninput = () => remote.seek(+range.value);
  const speed = document.createElement("select");
  speed.ariaLabel = speed.title = translate(messages.speed);
  for (const factor of SPEEDS) speed.add(new Option(`${factor}×`, `${factor}`, false, factor === 1));
  speed.onchange = () => remote.setSpeed(+speed.value);
  strip.append(range, speed);
  const again = button(messages.replay, REPLAY, remote.replay);
  const large = button(messages.full_screen, LARGE, () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void figure.requestFullscreen();
  });
  large.hidden = !document.fullscreenEnabled;
  button(messages.save_png, "PNG", remote.savePng);
  button(messages.save_svg, "SVG", remote.saveSvg);

  const told = (): void => {
    const steps = remote.steps();
    const at = remote.at();
    for (const one of [play, range, speed, again]) one.hidden = !steps;
    const isPlaying = remote.isPlaying();
    play.title = play.ariaLabel = translate(isPlaying ? messages.pause : messages.play);
    paint(play, isPlaying ? PAUSE : PLAY);
    range.max = `${steps}`;
    range.value = `${at}`;
    range.ariaValueText = translate(messages.step_of, { n: at, m: steps });
  };
  remote.watch(told);
  told();

  const keys: Record<string, () => void> = {
    " ": remote.toggle,
    ArrowLeft: () => remote.seek(remote.at() - 1),
    ArrowRight: () => remote.seek(remote.at() + 1),
    Home: () => remote.seek(0),
    End: () => remote.seek(remote.steps()),
  };
  canvas.onkeydown = (event) => {
    const act = keys[event.key];
    if (!act || !remote.steps() || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  figure.append(strip);
}
