/** A text description of a drawing, for screen readers. */

import type { Message, Translate } from "../../backendai-media.d.ts";
import type { Scene } from "./scene.ts";
import type { Kind } from "./shapes.ts";
import * as messages from "../../shared/messages.ts";

/** Longest part that comes from the drawing's texts, in UTF-16 units. */
const MAX_TEXT_UNITS = 200;

const NAMES: Record<Kind, Message> = {
  line: messages.lines,
  circle: messages.circles,
  rect: messages.rectangles,
  triangle: messages.triangles,
  polygon: messages.polygons,
  path: messages.paths,
  text: messages.texts,
  image: messages.images,
  arc: messages.arcs,
};

export function describe(scene: Scene, translate: Translate): string {
  const kinds = new Map<Kind, number>();
  let [total, said] = [0, ""];
  for (const { state } of scene.objects().values()) {
    if (!state?.visible) continue;
    const kind = state.kind as Kind;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    total++;
    if (kind === "text" && said.length < MAX_TEXT_UNITS) said += `, “${state.text.trim()}”`;
  }
  const parts = Array.from(kinds, ([kind, count]) => translate(NAMES[kind], { n: count }));
  const head = translate(messages.drawing_of, { n: total });
  return head + (parts[0] ? `: ${parts.join(", ")}` : "") + said.slice(0, MAX_TEXT_UNITS);
}
