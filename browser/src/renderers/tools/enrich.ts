/** What HTML gets beyond being shown: its scripts in a frame, tables of data that sort, a fold where it is long. */

import type { Context } from "../../backendai-media.d.ts";
import { styleTools } from "./style.ts";

/** CSS pixels beyond which HTML is folded. */
const TALL = 2400;

interface Frames {
  withScripts(root: ShadowRoot, markup: string, context: Context): void;
}
interface DataFrames {
  enhance(root: ShadowRoot, context: Context): void;
}

/** Called when all of `markup` is in `root`, sanitised, and again when something else takes its place. */
export async function enrich(root: ShadowRoot, markup: string, context: Context): Promise<void> {
  fold(root.host as HTMLElement, context);
  const isFrame = /<script|srcdoc/i.test(markup);
  const parts = await Promise.allSettled([
    isFrame ? context.load("frame") : undefined,
    root.querySelector("table.dataframe, table[id^=T_]") ? context.load("dataframe") : undefined,
  ]);
  if (context.signal.aborted) return;
  // What is missing then is a convenience: the sanitised markup shows.
  const [frames, dataFrames] = parts.map((part) => (part.status === "fulfilled" ? part.value : undefined));
  (dataFrames as DataFrames | undefined)?.enhance(root, context);
  (frames as Frames | undefined)?.withScripts(root, markup, context);
}

/** Clips a high element; a button below shows the rest. */
function fold(element: HTMLElement, { host, text }: Context): void {
  const frame = element.parentElement!;
  if (host.querySelector(":scope > .backendai-fold") || element.scrollHeight < TALL) return;
  const mark = document.createElement("div");
  const button = document.createElement("button");
  mark.className = "backendai-fold";
  button.type = "button";
  button.textContent = text("Show all");
  button.onclick = () => {
    mark.remove();
    frame.classList.remove("backendai-folded");
  };
  mark.append(button);
  styleTools(host);
  frame.classList.add("backendai-folded");
  host.append(mark);
}
