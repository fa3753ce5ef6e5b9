/** The places in boxes where the content of Output widgets shows, which may come before or after that content. */

import type { Comms, Showing } from "../../shared/widgets.ts";

/** Of one widget: places with nothing in them, and what is in none. */
interface Ends {
  readonly free: Set<HTMLElement>;
  readonly waiting: Set<Showing>;
}

export class Outlets {
  readonly #ends = new Map<string, Ends>();
  /** What is in a place, both ways. */
  readonly #shown = new Map<HTMLElement, Showing>();
  readonly #places = new Map<Showing, HTMLElement>();

  constructor(comms: Comms) {
    for (const showing of comms.showings) this.#endsOf(showing.widget).waiting.add(showing);
    comms.attend = (showing) => {
      const { free, waiting } = this.#endsOf(showing.widget);
      const [place] = free;
      if (place) this.#move(showing, place);
      else waiting.add(showing);
    };
    comms.leave = (showing) => {
      const { free, waiting } = this.#endsOf(showing.widget);
      const place = this.#part(showing);
      if (place) free.add(place);
      waiting.delete(showing);
      this.#tidy(showing.widget);
    };
  }

  /** From now on a widget's content is put there. `moved`: told until when what is there already shows. Returns what ends that. */
  open(widget: string, place: HTMLElement, moved: (ready: unknown) => void): () => void {
    const { free, waiting } = this.#endsOf(widget);
    free.add(place);
    const [first] = waiting;
    if (first) {
      this.#move(first, place);
      moved(first.shown.ready);
    }
    return () => {
      const { free, waiting } = this.#endsOf(widget);
      const showing = this.#shown.get(place);
      free.delete(place);
      if (showing) {
        this.#part(showing);
        waiting.add(showing);
        // It may be shown elsewhere now.
        showing.shown.dispose?.();
        showing.shown = showing.show();
      }
      this.#tidy(widget);
    };
  }

  #move(showing: Showing, place: HTMLElement): void {
    const { free, waiting } = this.#endsOf(showing.widget);
    free.delete(place);
    waiting.delete(showing);
    this.#shown.set(place, showing);
    this.#places.set(showing, place);
    showing.shown.dispose?.();
    showing.shown = showing.show((element) => place.append(element));
  }

  /** Returns the place that something was in. */
  #part(showing: Showing): HTMLElement | undefined {
    const place = this.#places.get(showing);
    this.#places.delete(showing);
    if (place) this.#shown.delete(place);
    return place;
  }

  #endsOf(widget: string): Ends {
    const ends = this.#ends.get(widget) ?? { free: new Set(), waiting: new Set() };
    this.#ends.set(widget, ends);
    return ends;
  }

  #tidy(widget: string): void {
    const { free, waiting } = this.#endsOf(widget);
    if (!free.size && !waiting.size) this.#ends.delete(widget);
  }
}
