/** Where the content of Output widgets shows. */

import type { RenderedItem } from "../../backendai-media.d.ts";
import type { Item, PlacedItem } from "../../shared/items.ts";
import type { Places } from "../../shared/reading.ts";
import type { Comms } from "../../shared/widgets.ts";
import { viewOf } from "./widgets.ts";
import { MAX_NESTING_LEVELS } from "../../shared/spec.ts";

type Watcher = Parameters<Places["place"]>[1];

/** A widget's content, and the place that shows it: the first one, and when that ends, the last one that is there. */
interface Section {
  shown: Places | undefined;
  /** Places that can show it, the latest at the end; some may have ended. */
  places: Places[];
  /** What came while nothing shows it. */
  kept: Item[];
  /** Whether the next item takes the place of all that is kept. */
  clears: boolean;
  /** How many widgets it is within. */
  level: number;
}

export class WidgetPlaces {
  readonly #comms: Comms;
  readonly #sections = new Map<string, Section>();
  /** Places that have not ended. */
  readonly #open = new Set<Places>();
  /** Of what is being placed. */
  #level = 0;

  constructor(comms: Comms) {
    this.#comms = comms;
  }

  place({ widget, ...item }: Item, watcher: Watcher): void {
    const section = this.#section(widget!);
    if (!section.shown) {
      keep(section, item as Item);
      return watcher.shown(true);
    }
    this.#placeIn(section, [item as Item], watcher);
  }

  /** `places` is one more that can show a widget, until that is disposed. */
  showWidget(widget: string, places: Places): RenderedItem {
    const section = this.#section(widget);
    if (this.#level > MAX_NESTING_LEVELS) return {};
    const { promise, resolve } = Promise.withResolvers<void>();
    let left = 1;
    const shown = (): void => {
      if (!--left) resolve();
    };
    const begin = (): void => {
      const { kept, clears } = section;
      Object.assign(section, { kept: [], clears: false });
      if (clears) kept.push({ kind: "control", action: "clear", wait: true });
      left += kept.length;
      this.#placeIn(section, kept, { failed() {}, shown });
    };
    this.#open.add(places);
    if (section.shown) section.places.push(places);
    else {
      section.shown = places;
      section.level = this.#level;
      begin();
    }
    shown();
    const dispose = (): void => {
      this.#open.delete(places);
      if (section.shown === places) {
        const kept = this.#kept(places);
        // Another place of the widget may be within this one, and ends with it.
        places.clear();
        Object.assign(section, { shown: undefined, kept, clears: false });
      }
      while (section.places[0] && !this.#open.has(section.places.at(-1)!)) section.places.pop();
      if (section.shown || !section.places[0]) return;
      section.shown = section.places.pop();
      begin();
    };
    return { ready: promise, dispose };
  }

  /** What a result shows, each widget's content where it shows, behind what opens the widgets that show. */
  keep(places: Places): Item[] {
    const kept = this.#kept(places);
    const views = kept.flatMap((item) => {
      if (item.kind === "control" && item.action === "show") return [item.widget_id];
      return (item.kind === "media" && viewOf(item.data)) || [];
    });
    return [...(this.#comms.models?.keep(views) ?? []), ...kept];
  }

  #kept(places: Places): Item[] {
    const kept: Item[] = [];
    const waiting: { item: Item; widget?: string }[] = [];
    const add = (from: Places, widget?: string): void => {
      const found = from.items().map((item) => ({ item, ...(widget !== undefined && { widget }) }));
      waiting.push(...found.reverse());
    };
    const seen = new Set<string>();
    add(places);
    while (waiting.length) {
      const { item, widget } = waiting.pop()!;
      const { index: _, ...own } = item as PlacedItem;
      kept.push({ ...own, ...(widget !== undefined && { widget }) } as Item);
      if (item.kind !== "control" || item.action !== "show" || seen.has(item.widget_id)) continue;
      seen.add(item.widget_id);
      const { shown } = this.#section(item.widget_id);
      if (!shown) continue;
      // Where the items are shown again, the widget may be there.
      kept.push({ kind: "control", action: "clear", wait: false, widget: item.widget_id });
      add(shown, item.widget_id);
    }
    return kept;
  }

  #placeIn({ shown, level }: Section, items: readonly Item[], watcher: Watcher): void {
    const outer = this.#level;
    this.#level = level + 1;
    for (const item of items) shown!.place(item, watcher);
    this.#level = outer;
  }

  #section(widget: string): Section {
    const section = this.#sections.get(widget) ?? {
      shown: undefined,
      places: [],
      kept: [],
      clears: false,
      level: 0,
    };
    this.#sections.set(widget, section);
    return section;
  }
}

/** Keeps an item until its widget is shown. */
function keep(section: Section, item: Item): void {
  const isClear = item.kind === "control" && item.action === "clear";
  if (section.clears || (isClear && !item.wait)) section.kept = [];
  section.clears = isClear && item.wait;
  if (!isClear) section.kept.push(item);
}
