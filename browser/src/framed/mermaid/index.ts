/** Mermaid, strict: labels are text, nothing in a diagram is called. */

import mermaid from "mermaid";
import type { Library, Theme } from "../../shared/chunk-interfaces.ts";
import { createPlace, provide } from "../library.ts";

/** Longest diagram, in UTF-16 units. */
const MAX_SOURCE_UNITS = 200_000;

const place = createPlace();

/** An element of that name that is in the document already would be removed. */
async function draw(name: string, data: unknown, { dark, font }: Theme): Promise<ChildNode[]> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    suppressErrorRendering: true,
    maxTextSize: MAX_SOURCE_UNITS,
    theme: dark ? "dark" : "default",
    darkMode: dark,
    fontFamily: font,
    // Their defaults, and what a diagram must not change: how it is shown is the page's.
    secure: [
      "secure",
      "securityLevel",
      "startOnLoad",
      "maxTextSize",
      "suppressErrorRendering",
      "maxEdges",
      "dompurifyConfig",
    ],
  });
  const { svg } = await mermaid.render(name, `${data as string}`);
  return [...new DOMParser().parseFromString(svg, "text/html").body.childNodes];
}

const show: Library = async (_, data, theme) => place.replaceChildren(...(await draw("diagram", data, theme)));

show.picture = async (_, data, theme) => {
  const [svg] = await draw("picture", data, theme);
  return new XMLSerializer().serializeToString(svg!);
};
provide(show);
