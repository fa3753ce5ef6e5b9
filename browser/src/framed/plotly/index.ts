/** Plotly's strict build, which does not compile functions from text. */

import plotly, { type Figure } from "plotly.js-strict-dist-min";
import type { Library, Theme } from "../../shared/chunk-interfaces.ts";
import { createPlace, isDark, provide } from "../library.ts";

type Values = Record<string, unknown>;

const place = createPlace();

const object = (value: unknown): Values =>
  value && typeof value === "object" && !Array.isArray(value) ? (value as Values) : {};

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

const show: Library = async (_, data, theme) => {
  const { data: traces, layout, frames, config } = data as Figure;
  plotly.purge(place);
  await plotly.newPlot(place, {
    data: traces ?? [],
    layout: { ...layoutOf(object(layout), theme), autosize: true },
    ...(frames ? { frames } : {}),
    config: {
      ...object(config),
      displaylogo: false,
      responsive: true,
      // What a frame cannot do: save, open, send elsewhere.
      modeBarButtonsToRemove: ["toImage", "sendDataToCloud", "sendChartToCloud"],
      showEditInChartStudio: false,
      showLink: false,
      showSendToCloud: false,
    },
  });
};

show.picture = async () => {
  const { clientWidth, clientHeight } = place;
  const address = await plotly.toImage(place, { format: "svg", width: clientWidth, height: clientHeight });
  return decodeURIComponent(address.slice(address.indexOf(",") + 1));
};
provide(show);
