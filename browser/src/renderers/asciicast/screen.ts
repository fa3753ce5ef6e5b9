/** The recording on the terminal's emulator, at any moment of it. */

import type { Context, TerminalColors } from "../../backendai-media.d.ts";
import type { Playback } from "../../shared/chunk-interfaces.ts";
import { partitionPoint } from "../../shared/search.ts";
import { runInTimeSlices } from "../../shared/time-slice.ts";
import { type Cast, sizeOf } from "./parse.ts";

/** The chunk `webterm`. */
export interface Webterm {
  createPlayback(place: HTMLElement, colors: TerminalColors | undefined): Playback;
}

/** UTF-16 units that are parsed in one go, some milliseconds. */
const CHUNK_UNITS = 8192;

/** Tolerance in seconds: a slider rounds. */
const TOLERANCE_SECONDS = 1e-6;

/** The first event later than `time`. */
const after = ({ events }: Cast, time: number): number =>
  partitionPoint(events.length, (index) => events[index]!.at <= time + TOLERANCE_SECONDS);

export function createScreen(cast: Cast, playback: Playback, context: Context) {
  /** Events that are on the screen, and characters of the next one. */
  let done = 0;
  let part = 0;
  let wanted = 0;
  let busy: Promise<void> | undefined;

  const anew = (): void => {
    playback.reset(cast.columns, cast.rows);
    done = part = 0;
  };
  function* go(): Generator<void> {
    // The target may change meanwhile; going back is only possible from the beginning.
    while (done !== wanted || part) {
      if (done >= wanted) anew();
      let output = "";
      while (done < wanted && output.length < CHUNK_UNITS) {
        const { code, data } = cast.events[done]!;
        if (code === "r") {
          if (output) break;
          playback.resize(...sizeOf(data)!);
          yield;
        } else {
          const piece = data.slice(part, part + CHUNK_UNITS - output.length);
          part += piece.length;
          output += piece;
          if (part < data.length) break;
        }
        done++;
        part = 0;
      }
      yield* playback.parse(output);
      yield;
    }
  }
  /** Works until it shows what is wanted, which may change while it works. */
  const catchUp = async (): Promise<void> => {
    try {
      do await runInTimeSlices(context, go());
      while (done !== wanted);
    } finally {
      busy = undefined;
    }
  };
  anew();
  return {
    /** Shows the state after a number of seconds. */
    show(time: number): Promise<void> {
      wanted = after(cast, time);
      busy ??= catchUp();
      return busy;
    },
  };
}
