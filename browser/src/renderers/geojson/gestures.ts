/** Moves the camera by mouse, wheel, fingers and keys. */

import type { Camera } from "./camera.ts";
import { pan, zoom } from "./camera.ts";
import type { Box } from "./read.ts";

/** Pixels a pointer may move and still click. */
const CLICK_TOLERANCE_PX = 4;
/** Pixels of the wheel that double the scale, pixels of a wheel line, and of an arrow key. */
const WHEEL_DOUBLE_PX = 240;
const WHEEL_LINE_PX = 24;
const KEY_STEP_PX = 60;
const KEY_ZOOM = 1.5;

export interface Acts {
  camera: Camera;
  whole(): Box;
  moved(): void;
  fit(): void;
  hover(x: number, y: number): void;
  choose(x: number, y: number): void;
  leave(): void;
}

export function listen(canvas: HTMLCanvasElement, { camera, whole, moved, fit, hover, choose, leave }: Acts): void {
  const held = new Map<number, [x: number, y: number]>();
  let way = 0;

  const at = ({ clientX, clientY }: MouseEvent): [number, number] => {
    const { left, top } = canvas.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };
  /** The middle of all fingers, and how far the first two are apart. */
  const grip = (): [number, number, number] => {
    const [[x, y] = [0, 0], [otherX, otherY] = [x, y]] = held.values();
    return [(x + otherX) / 2, (y + otherY) / 2, Math.hypot(otherX - x, otherY - y)];
  };

  canvas.onpointerdown = (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    held.set(event.pointerId, at(event));
    if (held.size === 1) way = 0;
  };
  canvas.onpointermove = (event) => {
    const [x, y] = at(event);
    if (!held.has(event.pointerId)) return hover(x, y);
    const [oldX, oldY, oldApart] = grip();
    held.set(event.pointerId, [x, y]);
    const [newX, newY, apart] = grip();
    way += Math.abs(newX - oldX) + Math.abs(newY - oldY) + Math.abs(apart - oldApart);
    if (way < CLICK_TOLERANCE_PX) return undefined;
    leave();
    pan(camera, newX - oldX, newY - oldY, whole());
    if (apart && oldApart) zoom(camera, apart / oldApart, whole(), newX, newY);
    return moved();
  };
  canvas.onpointerup = (event) => {
    if (held.delete(event.pointerId) && way < CLICK_TOLERANCE_PX && !held.size) choose(...at(event));
  };
  canvas.onpointercancel = (event) => held.delete(event.pointerId);
  canvas.onpointerleave = leave;
  canvas.addEventListener(
    "wheel",
    (event) => {
      // The wheel scrolls the page unless the map has the focus.
      if (!event.ctrlKey && !canvas.matches(":focus")) return;
      event.preventDefault();
      // Touchpad pinches arrive as small steps with Ctrl.
      const pixels =
        event.deltaY *
        (event.deltaMode ? WHEEL_LINE_PX : 1) *
        (event.ctrlKey && !event.deltaMode && Math.abs(event.deltaY) < 20 ? 4 : 1);
      zoom(camera, 2 ** (-pixels / WHEEL_DOUBLE_PX), whole(), ...at(event));
      moved();
    },
    { passive: false },
  );
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => pan(camera, KEY_STEP_PX, 0, whole()),
    ArrowRight: () => pan(camera, -KEY_STEP_PX, 0, whole()),
    ArrowUp: () => pan(camera, 0, KEY_STEP_PX, whole()),
    ArrowDown: () => pan(camera, 0, -KEY_STEP_PX, whole()),
    "+": () => zoom(camera, KEY_ZOOM, whole()),
    "=": () => zoom(camera, KEY_ZOOM, whole()),
    "-": () => zoom(camera, 1 / KEY_ZOOM, whole()),
    "0": fit,
    Home: fit,
    Escape: () => choose(-99, -99),
  };
  canvas.onkeydown = (event) => {
    const act = Object.hasOwn(keys, event.key) && keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
    moved();
  };
}
