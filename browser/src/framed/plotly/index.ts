/** Plotly's strict build, which does not compile functions from text. */

import plotly, { type Figure } from "plotly.js-strict-dist-min";
import type { Library, Theme } from "../../shared/chunk-interfaces.ts";
import { createPlace, isDark, provide } from "../library.ts";

type Values = Record<string, unknown>;

const place = createPlace();

const object = (value: unknown): Values =>
  value && typeof value === "object" && !Array.isArray(value) ? (value as Values) : {};

let isShownDark = false;

const GRID = "#8885";

/** The layout, readable on dark pages: our colours override the template's, which assumes white, but not the figure's own. */
function layoutOf(given: Values, { dark, foreground, font }: Theme): Values {
  const template = object(given["template"]);
  const base = object(template["layout"]);
  const paper = given["paper_bgcolor"] ?? base["paper_bgcolor"];
  // An author's own paper stays; the default template's white one is nobody's choice.
  if (given["paper_bgcolor"] || (typeof paper === "string" && isDark(paper)) || !dark) return given;
  const axis = { color: foreground, gridcolor: GRID, linecolor: GRID, zerolinecolor: GRID };
  const over = (name: string, more: Values = axis): Values => ({ [name]: { ...object(base[name]), ...more } });
  const scene = { backgroundcolor: "rgba(0,0,0,0)", ...axis };
  const layout = {
    ...base,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { ...object(base["font"]), family: font, color: foreground },
    ...over("xaxis"),
    ...over("yaxis"),
    ...over("polar", { bgcolor: "rgba(0,0,0,0)", angularaxis: axis, radialaxis: axis }),
    ...over("ternary", { bgcolor: "rgba(0,0,0,0)", aaxis: axis, baxis: axis, caxis: axis }),
    ...over("scene", { xaxis: scene, yaxis: scene, zaxis: scene }),
    ...over("geo", { bgcolor: "rgba(0,0,0,0)", landcolor: GRID, lakecolor: "rgba(0,0,0,0)" }),
    ...over("hoverlabel", {}),
  };
  return { ...given, template: { ...template, layout } };
}

/** What a frame cannot do: save, open, send elsewhere. */
const REMOVED_BUTTONS = ["toImage", "sendDataToCloud", "sendChartToCloud"];

const names = (value: unknown): unknown[] =>
  Array.isArray(value) ? value.filter((name) => typeof name === "string" && !REMOVED_BUTTONS.includes(name)) : [];

/** The figure's own configuration. Buttons are its to choose by name: others would be functions. */
function configOf(given: Values): Values {
  const { modeBarButtons: groups, modeBarButtonsToAdd: more, modeBarButtonsToRemove: less } = given;
  return {
    displaylogo: false,
    responsive: true,
    ...given,
    ...(Array.isArray(groups) && { modeBarButtons: groups.map(names) }),
    modeBarButtonsToAdd: names(more),
    modeBarButtonsToRemove: [...REMOVED_BUTTONS, ...names(less)],
    showEditInChartStudio: false,
    showLink: false,
    showSendToCloud: false,
  };
}

const show: Library = async (_, data, theme) => {
  const { data: traces, layout, frames, config } = data as Figure;
  plotly.purge(place);
  isShownDark = theme.dark;
  await plotly.newPlot(place, {
    data: traces ?? [],
    layout: { ...layoutOf(object(layout), theme), autosize: true },
    ...(frames ? { frames } : {}),
    config: configOf(object(config)),
  });
};

show.picture = async (_, data, theme) => {
  const { clientWidth: width, clientHeight: height } = place;
  const { data: traces, layout } = data as Figure;
  // As it was zoomed and toggled, unless it was drawn for a dark page.
  const figure = isShownDark ? { data: traces ?? [], layout: layoutOf(object(layout), theme) } : place;
  const address = await plotly.toImage(figure, { format: "svg", width, height });
  return decodeURIComponent(address.slice(address.indexOf(",") + 1));
};
provide(show);
