/** Recorded terminals (asciicast v2 and v3) on the terminal's own emulator. docs/players.md. */

import type { Context, RenderedItem } from "../../backendai-media.d.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { parse } from "./parse.ts";
import type { Webterm } from "./screen.ts";
import { createView } from "./view.ts";

export async function render(data: unknown, context: Context): Promise<RenderedItem | void> {
  const loading = context.load("webterm") as Promise<Webterm>;
  // The first failure is reported; the other must not be an unhandled rejection.
  loading.catch(() => {});
  const cast = await runInTimeSlices(context, parse(data as string, context.metadata["idle_time_limit"]));
  const { createPlayback } = await loading;
  if (context.signal.aborted) return undefined;
  const place = document.createElement("div");
  context.host.append(place);
  const playback = createPlayback(place, cast.colors);
  return {
    ...createView(cast, place, playback, context),
    copy: () => ({ text: playback.selected() || playback.text() }),
    save: () => ({ name: "terminal.cast", blob: new Blob([data as string]) }),
  };
}
