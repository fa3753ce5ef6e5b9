/** Vega and Vega-Lite, whose expressions are interpreted, never made into functions. */

import { loader as createLoader } from "vega";
import embed, { type Result } from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";
import type { Library, Tell } from "../../shared/chunk-interfaces.ts";
import { createPlace, isDark, provide } from "../library.ts";

type Spec = Record<string, unknown>;

/** The embed options that a chart may set itself; none of them can run code. */
const EMBED = /^(theme|config|renderer|width|height|padding|scaleFactor|formatLocale|timeFormatLocale)$/;

const place = createPlace();
let shown: Result | undefined;
let isShownDark = false;

const object = (value: unknown): Spec => (value && typeof value === "object" ? (value as Spec) : {});

function loaderOf(tell: Tell) {
  const loader = createLoader();
  const load = loader.load.bind(loader);
  loader.load = async (uri, options) => {
    // Relative addresses have no base in a frame; the policy decides about absolute ones.
    if (!URL.canParse(uri)) {
      tell.blocked(uri);
      throw new Error(`${uri} has no host`);
    }
    return load(uri, options);
  };
  const sanitize = loader.sanitize.bind(loader);
  loader.sanitize = async (uri, options) => {
    if (options?.context !== "href") return sanitize(uri, options);
    // The page opens it: a frame cannot.
    tell.link(uri);
    throw new Error("opened by the page");
  };
  return loader;
}

/** A grid that is quiet on dark paper. */
const GRID = "#8884";

function draw(
  into: HTMLElement,
  ...[type, data, { dark, foreground, font }, tell]: Parameters<Library>
): Promise<Result> {
  const { usermeta, ...spec } = data as Spec;
  const { config: own, ...given } = Object.fromEntries(
    Object.entries(object(object(usermeta)["embedOptions"])).filter(([name]) => EMBED.test(name)),
  );
  // If the chart sets a background, its colours depend on that.
  const background = spec["background"] ?? object(spec["config"])["background"];
  const isOnDark = (typeof background === "string" ? isDark(background) : undefined) ?? dark;
  // A theme that the chart names brings its own paper and colours.
  const config = given["theme"]
    ? { font }
    : {
        background: "transparent",
        font,
        ...(isOnDark && { axis: { gridColor: GRID } }),
        ...(isOnDark === dark && {
          style: {
            "guide-label": { fill: foreground },
            "guide-title": { fill: foreground },
            "group-title": { fill: foreground },
          },
        }),
      };
  return embed(into, spec, {
    mode: type.includes("lite") ? "vega-lite" : "vega",
    ...(isOnDark && { theme: "dark" }),
    ...given,
    config: { ...config, ...object(own) },
    actions: false,
    ast: true,
    expr: expressionInterpreter,
    hover: type.includes("lite"),
    loader: loaderOf(tell),
  });
}

const show: Library = async (...given) => {
  shown?.finalize();
  isShownDark = given[2].dark;
  shown = await draw(place, ...given);
};

show.picture = async (...given) => {
  // As a person left it, unless it was drawn for a dark page.
  if (!isShownDark) return shown!.view.toSVG();
  const { view, finalize } = await draw(document.createElement("div"), ...given);
  try {
    return await view.toSVG();
  } finally {
    finalize();
  }
};
provide(show);
