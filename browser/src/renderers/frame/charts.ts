/** Which library shows a chart, and with what data. */

import type { Context, Metadata } from "../../backendai-media.d.ts";
import type { FrameContent } from "../../shared/chunk-interfaces.ts";
import * as messages from "../../shared/messages.ts";

interface Text {
  default: string;
}

interface Chart {
  content: FrameContent;
  /** The data to send; throws if the payload is not valid. */
  valueOf(data: unknown, metadata: Metadata): unknown;
}

type Values = Record<string, unknown>;

const isObject = (value: unknown): value is Values => !!value && typeof value === "object" && !Array.isArray(value);

/** An object, also of its JSON text. */
function objectOf(data: unknown): Values {
  const value: unknown = typeof data === "string" ? JSON.parse(data) : data;
  if (!isObject(value)) throw new TypeError("Not a chart: expected a JSON object");
  return value;
}

function figureOf(data: unknown): Values {
  const value = objectOf(data);
  if (!Array.isArray(value["data"] ?? [])) throw new TypeError("Not a figure: its data is no list of traces");
  return value;
}

/** A specification with the options of its metadata, as Altair sends them, where it has its own. */
function specOf(data: unknown, { embed_options: options }: Metadata): Values {
  const spec = objectOf(data);
  const usermeta = isObject(spec["usermeta"]) ? spec["usermeta"] : {};
  const own = isObject(usermeta["embedOptions"]) ? usermeta["embedOptions"] : {};
  return isObject(options) ? { ...spec, usermeta: { ...usermeta, embedOptions: { ...options, ...own } } } : spec;
}

function diagramOf(data: unknown): string {
  if (typeof data !== "string") throw new TypeError("Not a diagram: expected a text");
  return data;
}

/** The chart's own height in pixels, plus `more`. */
const heightOf = (given: unknown, usual: number, more = 0): number =>
  typeof given === "number" && given > 0 && given < 5000 ? given + more : usual;

export function chartOf(data: unknown, context: Context, type = context.type): Chart {
  if (type.includes("mermaid")) {
    const content: FrameContent = {
      title: messages.diagram,
      height: 200,
      script: async () => ((await context.load("mermaid")) as Text).default,
      value: [type, diagramOf(data)],
    };
    return { content, valueOf: diagramOf };
  }
  if (type.includes("plotly")) {
    const figure = figureOf(data);
    const layout = isObject(figure["layout"]) ? figure["layout"] : {};
    const content: FrameContent = {
      title: messages.chart,
      height: heightOf(layout["height"], 450),
      script: async () => ((await context.load("plotly")) as Text).default,
      value: [type, figure],
    };
    return { content, valueOf: figureOf };
  }
  const spec = specOf(data, context.metadata);
  const content: FrameContent = {
    title: messages.chart,
    height: heightOf(spec["height"], 340, 50),
    script: async () => ((await context.load("vega")) as Text).default,
    value: [type, spec],
  };
  return { content, valueOf: specOf };
}
