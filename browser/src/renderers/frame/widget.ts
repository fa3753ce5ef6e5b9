/** Jupyter widgets, which are nothing without the kernel that made them. */

import type { Context } from "../../backendai-media.d.ts";
import { say } from "./aside.ts";

export function showWidget(data: unknown, { host, text, metadata }: Context): void {
  const id = (data as { model_id?: unknown } | null)?.model_id;
  const plain = metadata["text/plain"];
  const line = say(host, "widget", text("A Jupyter widget: it needs its live kernel"));
  if (typeof id === "string") line.append(` (${id.slice(0, 100)})`);
  if (typeof plain !== "string") return;
  const shown = document.createElement("pre");
  shown.textContent = plain;
  line.append(shown);
}
