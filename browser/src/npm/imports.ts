/** In the npm package the page's bundler loads the chunks: the build puts this in the place of `__IMPORTS__`. */

export const __IMPORTS__ = {
  console: () => import("../renderers/console/index.ts"),
  drawing: () => import("../renderers/drawing/index.ts"),
  frame: () => import("../renderers/frame/index.ts"),
  gitgraph: () => import("../renderers/gitgraph/index.ts"),
  html: () => import("../renderers/html/index.ts"),
  mermaid: () => import("../framed/texts/mermaid.js"),
  plotly: () => import("../framed/texts/plotly.js"),
  tools: () => import("../renderers/tools/index.ts"),
  vega: () => import("../framed/texts/vega.js"),
  webterm: () => import("../webterm/index.ts"),
  "webterm-image": () => import("../webterm/addons/image/index.ts"),
  "webterm-record": () => import("../webterm/addons/record/index.ts"),
  "webterm-search": () => import("../webterm/addons/search/index.ts"),
  "webterm-serialize": () => import("../webterm/addons/serialize/index.ts"),
  "webterm-webgl": () => import("../webterm/addons/webgl/index.ts"),
};
