/** Jupyter widgets, which are nothing without the kernel that made them. */

import type { Context } from "../../backendai-media.d.ts";
import { say } from "./aside.ts";

/** The output's other types, where the host script gives them: a widget's text is among them. */
interface Whole extends Context {
  readonly bundle?: Readonly<Record<string, unknown>>;
}

export function showWidget(data: unknown, { host, text, bundle }: Whole): void {
  const id = (data as { model_id?: unknown } | null)?.model_id;
  const plain = bundle?.["text/plain"];
  const line = say(host, "widget", text("A Jupyter widget: it needs its live kernel"));
  if (typeof id === "string") line.append(` (${id.slice(0, 100)})`);
  if (typeof plain !== "string") return;
  const shown = document.createElement("pre");
  shown.textContent = plain;
  line.append(shown);
}
