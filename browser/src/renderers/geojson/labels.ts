/** The map as text: a summary, a list of features, and the properties of one. */

import type { Context } from "../../backendai-media.d.ts";
import { createButton, createElement } from "../../shared/dom.ts";
import { type Atlas, type Feature, propertiesOf, textOf } from "./read.ts";
import * as messages from "../../shared/messages.ts";

/** Features that are listed, properties that are shown, and how much of each, in UTF-16 units. */
const MAX_LISTED = 200;
const MAX_PROPERTIES = 60;
const MAX_PROPERTY_UNITS = 500;

export function summaryOf({ features, counts, bad }: Atlas, translate: Context["translate"]): string {
  const [points, lines, polygons] = counts;
  const parts = [
    polygons && translate(messages.polygons, { n: polygons }),
    lines && translate(messages.lines, { n: lines }),
    points && translate(messages.points, { n: points }),
  ].filter(Boolean);
  const said = [translate(messages.map_of, { n: features.length }), parts.join(", ")].filter(Boolean).join(": ");
  return said + (bad ? `. ${translate(messages.malformed_parts, { n: bad })}` : "");
}

/** All features by name, made when it is opened. */
export function createList(
  { features }: Atlas,
  translate: Context["translate"],
  choose: (feature: number) => void,
): HTMLElement {
  const list = createElement("ul", "map-names");
  const details = createElement(
    "details",
    "map-list",
    createElement("summary", "map-head", `${translate(messages.features)} (${features.length.toLocaleString()})`),
    list,
  );
  details.ontoggle = () => {
    if (list.firstChild) return;
    features.slice(0, MAX_LISTED).forEach(({ label }, at) =>
      list.append(
        createElement(
          "li",
          "map-name",
          createButton("map-button", label, () => choose(at)),
        ),
      ),
    );
    const rest = features.length - MAX_LISTED;
    if (rest > 0) list.append(createElement("li", "map-name", translate(messages.not_listed, { n: rest })));
  };
  return details;
}

export function describe(panel: HTMLElement, feature: Feature | undefined): void {
  panel.replaceChildren();
  panel.hidden = !feature;
  if (!feature) return;
  const rows = propertiesOf(feature.properties, MAX_PROPERTIES).map(([key, value]) =>
    createElement(
      "tr",
      "map-row",
      createElement("th", "map-key", key.slice(0, MAX_PROPERTY_UNITS)),
      createElement("td", "map-value", textOf(value, MAX_PROPERTY_UNITS)),
    ),
  );
  panel.append(createElement("b", "map-title", feature.label));
  if (rows[0]) panel.append(createElement("table", "map-table", ...rows));
}
