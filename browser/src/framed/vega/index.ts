/** Vega and Vega-Lite, whose expressions are interpreted, never made into functions. */

import { loader as createLoader } from "vega";
import embed, { type Result } from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";
import type { Library, Tell } from "../../shared/chunk-interfaces.ts";
import { createPlace, isDark, provide } from "../library.ts";

type Spec = Record<string, unknown>;

/** The embed options that a chart may set itself; none of them can run code. */
const EMBED = /^(theme|renderer|width|height|padding|scaleFactor|formatLocale|timeFormatLocale)$/;

const place = createPlace();
let shown: Result | undefined;

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

const show: Library = async (type, data, { dark, foreground, font }, tell) => {
  const { usermeta, ...spec } = data as Spec;
  const given = Object.entries(object(object(usermeta)["embedOptions"])).filter(([name]) => EMBED.test(name));
  // If the chart sets a background, its colours depend on that.
  const background = spec["background"] ?? object(spec["config"])["background"];
  const isOnDark = (typeof background === "string" ? isDark(background) : undefined) ?? dark;
  const config = {
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
  shown?.finalize();
  shown = await embed(place, spec, {
    mode: type.includes("lite") ? "vega-lite" : "vega",
    ...(isOnDark && { theme: "dark" }),
    ...Object.fromEntries(given),
    config,
    actions: false,
    ast: true,
    expr: expressionInterpreter,
    hover: type.includes("lite"),
    loader: loaderOf(tell),
  });
};

show.picture = () => shown!.view.toSVG();
provide(show);
