/** The places in boxes where the content of Output widgets shows, which may come before or after that content. */

import type { Comms, Showing } from "../../shared/widgets.ts";

export class Outlets {
  readonly #comms: Comms;
  /** Places by their widgets, and what is in them. */
  readonly #places = new Map<string, Map<HTMLElement, Showing | undefined>>();
  /** What is in places. */
  readonly #placed = new Set<Showing>();

  constructor(comms: Comms) {
    this.#comms = comms;
    comms.attend = (showing) => {
      for (const [place, other] of this.#places.get(showing.widget) ?? []) {
        if (other && comms.showings.has(other)) continue;
        return this.#move(showing, place);
      }
    };
  }

  /** From now on a widget's content is put there. `moved`: told until when what is there already shows. Returns what ends that. */
  open(widget: string, place: HTMLElement, moved: (ready: unknown) => void): () => void {
    const places = this.#places.get(widget) ?? new Map<HTMLElement, Showing | undefined>();
    this.#places.set(widget, places);
    places.set(place, undefined);
    for (const showing of this.#comms.showings)
      if (showing.widget === widget && !this.#placed.has(showing)) {
        this.#move(showing, place);
        moved(showing.shown.ready);
        break;
      }
    return () => {
      const showing = places.get(place);
      places.delete(place);
      if (showing) this.#placed.delete(showing);
      if (!places.size) this.#places.delete(widget);
      // It may be shown elsewhere now.
      if (!showing || !this.#comms.showings.has(showing)) return;
      showing.shown.dispose?.();
      showing.shown = showing.show();
    };
  }

  #move(showing: Showing, place: HTMLElement): void {
    const places = this.#places.get(showing.widget)!;
    const before = places.get(place);
    if (before) this.#placed.delete(before);
    places.set(place, showing);
    this.#placed.add(showing);
    showing.shown.dispose?.();
    showing.shown = showing.show((element) => place.append(element));
  }
}
