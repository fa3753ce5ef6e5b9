/** Updates of displays. */

import type { DisplayChange } from "../../shared/chunk-interfaces.ts";
import * as messages from "../../shared/messages.ts";
import { messageError } from "../../shared/translate.ts";

/** Of the updates of a display that come at a time, the last one, which concerns the places before it. */
const latest = new WeakMap<object, { value: DisplayChange<unknown>; before: number }>();

/** Shows another value in those of `places` whose number is below `before`, one at a time. Throws where there are no places. */
export function update<Place>(
  places: ReadonlyMap<Place, number> | 0 | undefined,
  before: number,
  value: DisplayChange<Place>,
  schedule: (job: () => void) => void,
): void {
  if (!places) throw messageError(messages.no_display);
  const earlier = latest.get(places);
  latest.set(places, { value: value as DisplayChange<unknown>, before });
  if (earlier) return earlier.value.watcher.shown(true);
  schedule(() => {
    const { value, before } = latest.get(places)!;
    latest.delete(places);
    let left = 1;
    const shown = (): void => {
      if (!--left) value.watcher.shown(true);
    };
    for (const [place, number] of places) {
      if (number >= before) continue;
      left++;
      schedule(() => {
        // It may have come to show something else.
        if (places.get(place) === number) value.change(place, shown);
        else shown();
      });
    }
    shown();
  });
}
