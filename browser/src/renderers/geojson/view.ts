/** A map on the page: a picture painted in slices, and an overlay with the highlighted feature. */

import type { Context, CopiedItem, SavedItem } from "../../backendai-media.d.ts";
import theme from "../../shared/theme.css";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { type Camera, fit, ratioOf, zoom } from "./camera.ts";
import { createButton, createElement } from "../../shared/dom.ts";
import { listen } from "./gestures.ts";
import { hitTest } from "./hit-test.ts";
import { paint, paintNet, type Theme } from "./paint.ts";
import { type Atlas, type Box, read } from "./read.ts";
import css from "./style.css";
import { describe, createList, summaryOf } from "./labels.ts";
import { type Extent, placeShapes } from "./antimeridian.ts";
import * as messages from "../../shared/messages.ts";

/** Kilometres of a degree of latitude, and pixels that the scale has at most. */
const DEGREE_KM = 111.2;
const MAX_SCALE_PX = 100;
/** How much wider than high a map is. */
const MAX_ASPECT = 2.4;
const MIN_ASPECT = 1.2;
/** Pixels that an item may ask to be high. */
const MAX_HEIGHT_PX = 4096;
/** Pixels per degree when one feature is shown. */
const CLOSE_PX_PER_DEGREE = 40_000;
const EVERYWHERE: Box = [-180, -90, 180, 90];

export function createView(context: Context) {
  const { host, translate } = context;
  const canvas = createElement("canvas", "map-canvas");
  const over = createElement("canvas", "map-over");
  const back = createElement("canvas", "map");
  const tip = createElement("div", "map-tip");
  const bar = createElement("div", "map-scale");
  const frame = createElement("div", "map-frame", canvas, over, bar, tip);
  const panel = createElement("div", "map-panel");
  const names = createElement("div", "map-all");
  const status = createElement("p", "map-status");
  const figure = createElement("div", "map", frame, status, panel, names);
  const camera: Camera = { x: 0, y: 0, scale: 1, ratio: 1, width: 0, height: 0 };
  let atlas: Atlas | undefined;
  let extent: Extent = { box: EVERYWHERE, isPlane: false };
  let painted: Camera = camera;
  /** Nobody has moved the map: it fits whatever its size becomes. */
  let isFitted = true;
  let busy = false;
  let again = false;
  let hovered = -1;
  let chosen = -1;
  let latest = 0;
  let stressed = 0;
  let given: unknown;

  const source = (): string => (typeof given === "string" ? given : JSON.stringify(given));
  const themeOf = (): Theme => {
    const { color, outlineColor, borderTopColor, backgroundColor, fontFamily } = getComputedStyle(frame);
    return { ink: color, accent: outlineColor, line: borderTopColor, paper: backgroundColor, font: fontFamily };
  };
  const penOf = (target: HTMLCanvasElement, seen: Camera): CanvasRenderingContext2D => {
    const pen = target.getContext("2d", { willReadFrequently: target === back })!;
    target.width = Math.round(seen.width * devicePixelRatio);
    target.height = Math.round(seen.height * devicePixelRatio);
    pen.scale(devicePixelRatio, devicePixelRatio);
    return pen;
  };

  /** Highlights what is chosen, and what the pointer is on. */
  const stress = (): void => {
    const call = ++stressed;
    const pen = penOf(over, painted);
    const colors = themeOf();
    function* work(): Generator<void> {
      for (const feature of new Set([chosen, hovered]))
        if (atlas && feature >= 0) yield* paint(pen, painted, colors, atlas, feature);
    }
    void runInTimeSlices(context, work(), () => call !== stressed);
  };
  function* picture(seen: Camera): Generator<void> {
    const pen = penOf(back, seen);
    const colors = themeOf();
    paintNet(pen, seen, colors, extent.isPlane);
    for (const _ of atlas ? paint(pen, seen, colors, atlas) : []) {
      // Browsers queue drawing and do it later, all at once; reading a pixel forces it now.
      pen.getImageData(0, 0, 1, 1);
      yield;
    }
    if (back.width && back.height) penOf(canvas, seen).drawImage(back, 0, 0, seen.width, seen.height);
  }
  /** The last picture, moved to the current camera. */
  const follow = (): void => {
    const factor = camera.scale / painted.scale;
    const dx = (painted.x - camera.x) * camera.scale * camera.ratio;
    const dy = (camera.y - painted.y) * camera.scale;
    const isSame = factor === 1 && !dx && !dy;
    for (const each of [canvas, over])
      each.style.transform = isSame ? "" : `translate(${dx}px,${dy}px) scale(${factor})`;
  };
  const measure = (): void => {
    const kilometres = (MAX_SCALE_PX / camera.scale) * DEGREE_KM;
    const power = 10 ** Math.floor(Math.log10(kilometres));
    const round = power * ([5, 2].find((factor) => factor * power <= kilometres) ?? 1);
    bar.hidden = extent.isPlane;
    bar.style.width = `${(round / DEGREE_KM) * camera.scale}px`;
    bar.textContent = round < 1 ? `${+(round * 1000).toPrecision(1)} m` : `${round.toLocaleString()} km`;
  };
  const refresh = async (): Promise<void> => {
    again = true;
    follow();
    if (busy || !camera.width) return;
    busy = true;
    while (again) {
      again = false;
      const seen = { ...camera };
      await runInTimeSlices(context, picture(seen));
      painted = seen;
      follow();
      measure();
      stress();
    }
    busy = false;
  };
  const moved = (): void => {
    isFitted = false;
    void refresh();
  };
  const fitAll = (): void => {
    fit(camera, extent.box);
    isFitted = true;
    void refresh();
  };

  const hover = (x: number, y: number): void => {
    const found = atlas && painted.scale === camera.scale ? hitTest(atlas, camera, x, y) : -1;
    tip.hidden = found < 0;
    over.style.cursor = found < 0 ? "" : "pointer";
    tip.textContent = atlas?.features[found]?.label ?? "";
    tip.style.left = `${Math.min(x + 12, camera.width - tip.offsetWidth - 4)}px`;
    tip.style.top = `${y > camera.height - 40 ? y - 30 : y + 14}px`;
    if (found === hovered) return;
    hovered = found;
    stress();
  };
  const leave = (): void => hover(-99, -99);
  const choose = (feature: number): void => {
    chosen = feature;
    describe(panel, atlas?.features[feature]);
    stress();
  };
  /** Moves the map to a feature chosen from the list. */
  const visit = (feature: number): void => {
    const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const {
      feature: of,
      box: [west, south, east, north],
    } of atlas!.shapes) {
      if (of !== feature) continue;
      box[0] = Math.min(box[0], west);
      box[1] = Math.min(box[1], south);
      box[2] = Math.max(box[2], east);
      box[3] = Math.max(box[3], north);
    }
    if (box[0] <= box[2]) fit(camera, box, Math.max(camera.scale, Math.min(CLOSE_PX_PER_DEGREE, camera.scale * 8)));
    moved();
    choose(feature);
  };

  context.style(theme);
  context.style(css);
  over.role = "img";
  over.tabIndex = 0;
  canvas.ariaHidden = "true";
  tip.hidden = panel.hidden = true;
  panel.ariaLive = "polite";
  const nearer = (factor: number) => () => {
    zoom(camera, factor, extent.box);
    moved();
  };
  frame.append(
    createElement(
      "div",
      "map-buttons",
      createButton("map-button", translate(messages.zoom_in), nearer(2), "+"),
      createButton("map-button", translate(messages.zoom_out), nearer(0.5), "−"),
      createButton("map-button", translate(messages.whole_map), fitAll, "⌂"),
    ),
  );
  listen(over, {
    camera,
    whole: () => extent.box,
    moved,
    fit: fitAll,
    hover,
    leave,
    choose: (x, y) => choose(atlas ? hitTest(atlas, camera, x, y) : -1),
  });
  // A transition reports when the page's theme changes the colours, wherever that is set.
  frame.ontransitionend = ({ target }) => {
    if (target === frame) void refresh();
  };
  const sized = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = frame;
    if (width === camera.width && height === camera.height) return;
    Object.assign(camera, { width, height });
    if (isFitted) fit(camera, extent.box);
    void refresh();
  });
  host.append(figure);
  const toPng = (): Promise<Blob> =>
    new Promise((resolve) => {
      const copy = createElement("canvas", "map");
      const pen = penOf(copy, painted);
      pen.fillStyle = themeOf().paper;
      pen.fillRect(0, 0, painted.width, painted.height);
      pen.drawImage(canvas, 0, 0, painted.width, painted.height);
      copy.toBlob((blob) => resolve(blob!));
    });
  sized.observe(frame);

  return {
    async show(data: unknown, metadata: Context["metadata"]): Promise<void> {
      const call = ++latest;
      const fresh = await runInTimeSlices(context, read(data));
      const found = await runInTimeSlices(context, placeShapes(fresh));
      if (call !== latest) return;
      given = data;
      atlas = fresh;
      extent = fresh.shapes[0] ? found : { box: EVERYWHERE, isPlane: false };
      hovered = chosen = -1;
      const { box } = extent;
      camera.ratio = ratioOf(extent);
      const shape = ((box[2] - box[0]) * camera.ratio) / (box[3] - box[1]);
      frame.style.aspectRatio = `${Math.min(Math.max(shape || 2, MIN_ASPECT), MAX_ASPECT)}`;
      const height = Number(metadata["height"]);
      frame.style.height = height > 0 && height <= MAX_HEIGHT_PX ? `${height}px` : "";
      over.ariaLabel = status.textContent = summaryOf(atlas, translate);
      names.replaceChildren(createList(atlas, translate, visit));
      choose(-1);
      Object.assign(camera, { width: frame.clientWidth, height: frame.clientHeight });
      fit(camera, box);
      isFitted = true;
      await refresh();
    },
    copy: (): CopiedItem => ({ text: source(), image: toPng() }),
    save: (): SavedItem => ({ name: "map.geojson", blob: new Blob([source()]) }),
    dispose(): void {
      latest++;
      sized.disconnect();
    },
  };
}
