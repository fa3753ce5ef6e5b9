/** A drawing on the page: one canvas, whose bitmap is always a whole picture, and its clock. */

import type { Context } from "../../backendai-media.d.ts";
import type { Hearing, HearingModule } from "../../shared/chunk-interfaces.ts";
import { save } from "../../shared/copy-save.ts";
import { createControls } from "./controls.ts";
import { describe } from "./describe.ts";
import { isStill, listen, createFit, type News } from "./page.ts";
import { createInk, createLayers } from "./layers.ts";
import { createPlayer, stepsUntil } from "./player.ts";
import type { Scene } from "./scene.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { toSvg } from "./svg.ts";
import { DRAWING_MAX_PLAY_SECONDS } from "../../shared/spec.ts";

/** Longest time between two frames that counts, in seconds: a page that was busy or hidden resumes where it was. */
const MAX_FRAME_GAP_SECONDS = 0.1;
/** Milliseconds until it is painted without a frame: hidden pages have none. */
const PAINT_TIMEOUT_MS = 100;
/** Milliseconds between two pictures that are not of an animation. */
const PAINT_INTERVAL_MS = 16;
/** Seconds of a live program's step that is worth to be watched; a shorter one shows as it ends. */
const LIVE_STEP_SECONDS = 0.1;
/** Milliseconds between two descriptions. */
const DESCRIPTION_INTERVAL_MS = 1000;

export type View = ReturnType<typeof createView>;

export function createView(opened: Scene, key: unknown, context: Context) {
  const figure = document.createElement("div");
  const canvas = figure.appendChild(document.createElement("canvas"));
  const ink = createInk(canvas);
  const fit = createFit(canvas);

  let scene = opened;
  let layers = createLayers(scene.width, scene.height);
  let player = createPlayer(scene, layers);
  /** Seconds of the show. */
  let time = 0;
  let playing = false;
  /** A person paused it, or chose a moment. */
  let held = false;
  let speed = 1;
  /** How much faster than it is written. */
  let rush = 1;
  let onScreen = false;
  let printing = false;
  /** Whether a picture is being made, and whether another one is requested. */
  let work: Generator<undefined, void> | undefined;
  let asked = false;
  let again = false;
  let gone = false;
  let before = 0;
  let waiting: [resolve: () => void, reject: (error: unknown) => void][] = [];
  let watch: (() => void) | undefined;
  let words = 0;
  /** Whether its program was live ever, and seconds of the show that came so far. */
  let wasLive = false;
  let known = 0;
  let ears: Hearing | undefined;

  const runs = (): boolean => playing && onScreen && !printing && !document.hidden;

  function* picture(): Generator<undefined, void> {
    yield* player.show(printing ? scene.time : time);
    const size = fit.size(scene.width, scene.height);
    yield* layers.render(ink, size, scene.background.shown!.fill, player.moves());
  }

  const ask = (): void => {
    again = true;
    if (asked || work || gone) return;
    asked = true;
    if (!playing && performance.now() - before > PAINT_INTERVAL_MS) return context.schedule(() => void cycle());
    const now = (): void => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      void cycle();
    };
    const frame = requestAnimationFrame(now);
    const timer = setTimeout(now, PAINT_TIMEOUT_MS);
  };

  const cycle = async (): Promise<void> => {
    asked = again = false;
    if (gone) return;
    const now = performance.now();
    if (runs()) time += Math.min(MAX_FRAME_GAP_SECONDS, (now - before) / 1000) * speed * rush;
    before = now;
    if (time >= scene.time) {
      time = scene.time;
      playing = held = false;
    }
    const settled = waiting;
    waiting = [];
    work = picture();
    try {
      await runInTimeSlices(context, work);
      for (const [resolve] of settled) resolve();
    } catch (error) {
      for (const [, reject] of settled) reject(error);
      context.schedule(() => {
        if (!settled[0]) throw error;
      });
    }
    work = undefined;
    watch?.();
    if (again || runs()) ask();
  };

  const schedule = (): void => {
    const steps = scene.steps();
    const isMoving = steps.length > stepsUntil(steps, time);
    if (!isMoving || isStill()) time = scene.time;
    else playing = true;
    rush = Math.max(1, (scene.time - time) / DRAWING_MAX_PLAY_SECONDS);
  };

  /** A live program's drawing shows how it is now, and hears. */
  const live = (): void => {
    const heard = scene.heard();
    const last = scene.steps().at(-1);
    if (heard && wasLive && scene.time > known) {
      time = last && last.end - last.start > LIVE_STEP_SECONDS ? last.start : scene.time;
      held = false;
    }
    known = scene.time;
    wasLive ||= !!heard;
    if (ears || !heard) return ears?.want(heard && { ...heard, drawing: key as number });
    ears = { want() {}, dispose() {} };
    (context.load("hearing") as Promise<HearingModule>)
      .then(({ hear }) => {
        if (gone) return;
        ears = hear(figure, canvas, () => [scene.width, scene.height], context);
        live();
      })
      .catch((error: unknown) => {
        ears = undefined;
        console.warn(error);
      });
  };

  const label = (): void => {
    words ||= setTimeout(() => {
      words = 0;
      canvas.ariaLabel = describe(scene, context.translate);
    }, DESCRIPTION_INTERVAL_MS);
  };

  const lay = (): void => {
    figure.style.width = `${scene.width}px`;
    canvas.style.aspectRatio = `${scene.width}/${scene.height}`;
    canvas.ariaLabel = describe(scene, context.translate);
  };

  const seek = (moment: number): void => {
    time = Math.max(0, Math.min(scene.time, moment));
    playing = false;
    held = true;
    ask();
  };

  const read = (news: News): void => {
    printing = news === "print" || (printing && news !== "printed");
    if (news === "still") seek(scene.time);
    ask();
    if (news !== "print") return;
    // The browser prints the state at the time this returns.
    for (const _ of work ?? []);
    for (const _ of picture());
  };

  const remote = {
    /** Steps that have ended, of how many. */
    at: () => stepsUntil(scene.steps(), time),
    steps: () => scene.steps().length,
    isPlaying: () => playing,
    toggle(): void {
      if (playing) return seek(time);
      if (time >= scene.time) time = 0;
      rush = Math.max(1, (scene.time - time) / DRAWING_MAX_PLAY_SECONDS);
      playing = true;
      held = false;
      ask();
    },
    replay(): void {
      seek(0);
      remote.toggle();
    },
    /** Shows the state after a number of steps. */
    seek(step: number): void {
      const steps = scene.steps();
      seek(step >= steps.length ? scene.time : (steps[step - 1]?.end ?? 0));
    },
    setSpeed(factor: number): void {
      speed = factor;
    },
    savePng: () => canvas.toBlob((blob) => blob && save("drawing.png", blob)),
    saveSvg: () => save("drawing.svg", toSvg(scene, layers.all())),
    watch(told: () => void): void {
      watch = told;
    },
  };

  figure.className = "backendai-drawing";
  canvas.role = "img";
  canvas.tabIndex = 0;
  for (const event of ["pointerenter", "focusin"] as const)
    figure.addEventListener(event, () => watch ?? createControls(figure, canvas, remote, context.translate));

  const sized = new ResizeObserver(ask);
  try {
    sized.observe(canvas, { box: "device-pixel-content-box" });
  } catch {
    sized.observe(canvas); // WebKit
  }
  const seen = new IntersectionObserver((entries) => {
    // The last of them holds: a busy page is told of several at once.
    onScreen = entries.at(-1)!.isIntersecting;
    ask();
  });
  seen.observe(figure);
  listen(read);
  lay();

  return {
    figure,
    scene: () => scene,
    read,
    /** Commands were committed. Settles when they show: all of them, or the first frame of what moves. */
    wake(): Promise<void> {
      player.forget(scene.trim(player.done()));
      live();
      if (!held) schedule();
      label();
      if (scene.heard()) waiting.push([() => context.emit("drawing", { kind: "shown", drawing: key }), () => {}]);
      return new Promise((...settle) => {
        waiting.push(settle);
        ask();
      });
    },
    /** Starts over with another scene. */
    reset(other: Scene): void {
      for (const _ of work ?? []);
      layers.dispose();
      scene = other;
      layers = createLayers(scene.width, scene.height);
      player = createPlayer(scene, layers);
      // Who has seen it live need not see its film now.
      time = wasLive ? Infinity : 0;
      known = 0;
      playing = held = false;
      lay();
    },
    dispose(): void {
      gone = true;
      sized.disconnect();
      seen.disconnect();
      clearTimeout(words);
      playing = false;
      for (const [resolve] of waiting) resolve();
      ears?.dispose();
      fit.free();
      layers.dispose();
    },
  };
}
