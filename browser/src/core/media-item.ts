/** A mimebundle in a slot: its types in the order of their ranks. */

import type { Options, Translate } from "../backendai-media.d.ts";
import type { Bundle, MediaItem } from "../shared/items.ts";
import { dictOrEmpty } from "../shared/reading.ts";
import { loadEnvelopes } from "./chunks.ts";
import { ranked } from "./registry.ts";
import { schedule } from "./schedule.ts";
import type { Choice, Slot, Watcher } from "./slot.ts";
import * as messages from "../shared/messages.ts";

/**
 * SVG that the tools read first: in a data URL, with an item of another type (docs/normal-form.md, envelopes), with many
 * comments, or without the namespace that pictures need.
 */
const FOR_TOOLS = /^d|urn:backendai|(<[!?][^<]*){9}|^(?!.*<svg[^<]*xmlns=)/s;

/** A bundle with its metadata. */
type Media = Pick<MediaItem, "data" | "metadata">;

/** The result that the bundle is part of. */
interface Owner {
  readonly options: Options;
  readonly translate: Translate;
}

/** Shows a bundle; what an envelope holds comes before its picture. */
export function showMedia(
  slot: Slot,
  { data, metadata }: Media,
  { options, translate }: Owner,
  watcher: Watcher,
): void {
  const show = (bundle: Bundle): void => {
    const base = { ...bundle, ...metadata };
    const choices = ranked(bundle, options).map((type): Choice => ({
      type,
      data: bundle[type],
      // Only for those that are tried: it may be long.
      get metadata() {
        return { ...base, ...dictOrEmpty(metadata[type]) };
      },
    }));
    if (choices[0]) return slot.show(choices as [Choice, ...Choice[]], watcher);
    const [type, raw] = Object.entries(bundle)[0]!;
    slot.say(type, translate(messages.no_renderer), raw);
    watcher.shown(true);
  };
  const svg = data["image/svg+xml"] as string | undefined;
  if (!svg || !FOR_TOOLS.test(svg)) return show(data);
  loadEnvelopes()
    .then(({ readSvg }) => readSvg(data, schedule))
    // Its picture is shown where they cannot be loaded.
    .then(show, () => show(data));
}
