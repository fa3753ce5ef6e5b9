/** What a function shows for many arguments: controls choose among the states. No kernel is asked. docs/interactive.md. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { createElement } from "../../shared/dom.ts";
import * as messages from "../../shared/messages.ts";
import theme from "../../shared/theme.css";
import { messageError } from "../../shared/translate.ts";
import { createControl } from "./controls.ts";
import { Grid } from "./grid.ts";
import css from "./style.css";

/** Results need ids; nobody else asks for these. */
let count = 0;

function read(data: unknown): Grid {
  try {
    return new Grid(data);
  } catch {
    throw messageError(messages.interactive_broken);
  }
}

export function render(data: unknown, context: Context): RenderedItem {
  const { host, options, translate } = context;
  const { Media } = window.BackendAI;
  const id = `backendai-interactive-${++count}`;
  const grid = read(data);
  const said = createElement("div", "interactive-note");
  const place = createElement("div", "interactive-state");
  const chosen = grid.chosen(grid.first);
  let shown = -1;
  let latest = 0;

  const show = async (state: number): Promise<void> => {
    if (state === shown) return;
    const call = ++latest;
    shown = state;
    const outputs = await grid.outputs(state).catch(() => undefined);
    if (call !== latest) return;
    const broken = [["error", { name: translate(messages.interactive_broken), message: "" }]];
    // A scope of its own: what states share is theirs alone.
    await Media.handle_all(outputs ?? broken, id, place, { ...options, append: false, scope: undefined });
  };
  /** Names the values of the state that shows, if others are chosen. */
  const say = (state: number): void => {
    const found = grid.chosen(state);
    const values = grid.choices.map(({ name, values }, at) => `${name} = ${values[found[at]!]}`).join(", ");
    const isThere = found.every((one, at) => one === chosen[at]);
    said.textContent = isThere ? "" : translate(messages.interactive_nearest, { values });
  };
  /** A person moves a slider faster than pages paint: of what comes in a frame, the last counts. */
  let frame = 0;
  const choose = (at: number, number: number): void => {
    chosen[at] = number;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const state = grid.nearest(chosen);
      say(state);
      void show(state);
    });
  };

  context.style(theme);
  context.style(css);
  said.role = "status";
  // Each state is a result by itself; pages ask about the one that it is in.
  place.addEventListener("backendai:rendered", (event) => event.stopPropagation());
  const controls = createElement("div", "interactive-controls");
  for (const [at, choice] of grid.choices.entries())
    controls.append(createControl(choice, chosen[at]!, (number) => choose(at, number)));
  host.append(createElement("div", "interactive", controls, said, place));
  return {
    ready: show(grid.first),
    dispose() {
      latest++;
      cancelAnimationFrame(frame);
      Media.dispose(id, place);
    },
  };
}
