/** In the npm package the page's bundler loads the chunks: the build puts this in the place of `__IMPORTS__`. */

export const __IMPORTS__ = {
  asciicast: () => import("../renderers/asciicast/index.ts"),
  console: () => import("../renderers/console/index.ts"),
  drawing: () => import("../renderers/drawing/index.ts"),
  geojson: () => import("../renderers/geojson/index.ts"),
  gitgraph: () => import("../renderers/gitgraph/index.ts"),
  html: () => import("../renderers/html/index.ts"),
  media: () => import("../renderers/media/index.ts"),
  pdf: () => import("../renderers/pdf/index.ts"),
  tools: () => import("../renderers/tools/index.ts"),
  webterm: () => import("../webterm/index.ts"),
  "webterm-image": () => import("../webterm/addons/image/index.ts"),
  "webterm-record": () => import("../webterm/addons/record/index.ts"),
  "webterm-search": () => import("../webterm/addons/search/index.ts"),
  "webterm-serialize": () => import("../webterm/addons/serialize/index.ts"),
  "webterm-webgl": () => import("../webterm/addons/webgl/index.ts"),
};
