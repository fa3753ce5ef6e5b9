/** In the npm package the page's bundler loads the chunks: the build puts this in the place of `__IMPORTS__`. */

const chunks: Record<string, () => Promise<unknown>> = {
  bar: () => import("../renderers/bar/index.ts"),
  console: () => import("../renderers/console/index.ts"),
  drawing: () => import("../renderers/drawing/index.ts"),
  gitgraph: () => import("../renderers/gitgraph/index.ts"),
  html: () => import("../renderers/html/index.ts"),
  tools: () => import("../renderers/tools/index.ts"),
  webterm: () => import("../webterm/index.ts"),
  "webterm-image": () => import("../webterm/addons/image/index.ts"),
  "webterm-record": () => import("../webterm/addons/record/index.ts"),
  "webterm-search": () => import("../webterm/addons/search/index.ts"),
  "webterm-serialize": () => import("../webterm/addons/serialize/index.ts"),
  "webterm-webgl": () => import("../webterm/addons/webgl/index.ts"),
};

/** What is no chunk's name is a type, whose chunk the tools know. */
export const __IMPORTS__ = async (name: string): Promise<unknown> => {
  if (chunks[name]) return chunks[name]();
  const { locate } = await import("../renderers/tools/index.ts");
  return chunks[locate(name)[0]]!();
};
