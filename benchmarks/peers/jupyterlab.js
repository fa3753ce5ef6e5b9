// JupyterLab's renderers. As its output area does, a stream is one model that is rendered anew when it grows.
import { MimeModel, RenderMimeRegistry, standardRendererFactories } from "@jupyterlab/rendermime";
import { Widget } from "@lumino/widgets";

const registry = new RenderMimeRegistry({ initialFactories: standardRendererFactories });
const STDOUT = "application/vnd.jupyter.stdout";

const make = (mime, out) => {
  const renderer = registry.createRenderer(mime);
  Widget.attach(renderer, out);
  return (data) => renderer.renderModel(new MimeModel({ data: { [mime]: data }, trusted: false }));
};

window.peer = {
  async ready() {},
  first: (text, out) => make(STDOUT, out)(text),
  images: (pngs, out) => Promise.all(pngs.map((png) => make("image/png", out)(png))),
  text: (text, out) => make(STDOUT, out)(text),
  stream(out) {
    const render = make(STDOUT, out);
    let all = "";
    return (message) => void render((all += message));
  },
  tables: (tables, out) => Promise.all(tables.map((html) => make("text/html", out)(html))),
};
