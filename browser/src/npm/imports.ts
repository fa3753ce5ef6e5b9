/** In the npm package the page's bundler loads the chunks: the build puts this in the place of `__IMPORTS__`. */

export const __IMPORTS__ = {
  code: () => import("../renderers/code/index.ts"),
  console: () => import("../renderers/console/index.ts"),
  drawing: () => import("../renderers/drawing/index.ts"),
  gitgraph: () => import("../renderers/gitgraph/index.ts"),
  html: () => import("../renderers/html/index.ts"),
  latex: () => import("../renderers/latex/index.ts"),
  markdown: () => import("../renderers/markdown/index.ts"),
  tools: () => import("../renderers/tools/index.ts"),
  webterm: () => import("../webterm/index.ts"),
  "webterm-image": () => import("../webterm/addons/image/index.ts"),
  "webterm-record": () => import("../webterm/addons/record/index.ts"),
  "webterm-search": () => import("../webterm/addons/search/index.ts"),
  "webterm-serialize": () => import("../webterm/addons/serialize/index.ts"),
  "webterm-webgl": () => import("../webterm/addons/webgl/index.ts"),
};
