/** In the npm package the page's bundler loads the chunks: the build puts this in the place of `__IMPORTS__`. */

const chunks: Record<string, () => Promise<unknown>> = {
  arrow: () => import("../renderers/arrow/index.ts"),
  asciicast: () => import("../renderers/asciicast/index.ts"),
  toolbar: () => import("../renderers/toolbar/index.ts"),
  code: () => import("../renderers/code/index.ts"),
  console: () => import("../renderers/console/index.ts"),
  csv: () => import("../renderers/csv/index.ts"),
  dataframe: () => import("../renderers/dataframe/index.ts"),
  drawing: () => import("../renderers/drawing/index.ts"),
  frame: () => import("../renderers/frame/index.ts"),
  geojson: () => import("../renderers/geojson/index.ts"),
  gitgraph: () => import("../renderers/gitgraph/index.ts"),
  html: () => import("../renderers/html/index.ts"),
  json: () => import("../renderers/json/index.ts"),
  latex: () => import("../renderers/latex/index.ts"),
  markdown: () => import("../renderers/markdown/index.ts"),
  media: () => import("../renderers/media/index.ts"),
  pdf: () => import("../renderers/pdf/index.ts"),
  table: () => import("../renderers/table/index.ts"),
  tools: () => import("../renderers/tools/index.ts"),
  mermaid: () => import("../framed/texts/mermaid.js"),
  plotly: () => import("../framed/texts/plotly.js"),
  vega: () => import("../framed/texts/vega.js"),
  webterm: () => import("../webterm/index.ts"),
  "webterm-image": () => import("../webterm/addons/image/index.ts"),
  "webterm-record": () => import("../webterm/addons/record/index.ts"),
  "webterm-search": () => import("../webterm/addons/search/index.ts"),
  "webterm-serialize": () => import("../webterm/addons/serialize/index.ts"),
  "webterm-webgl": () => import("../webterm/addons/webgl/index.ts"),
};

export const __IMPORTS__ = (name: string): Promise<unknown> => chunks[name]!();
