/** Mermaid, strict: labels are text, nothing in a diagram is called. */

import mermaid from "mermaid";
import type { Library } from "../../shared/chunk-interfaces.ts";
import { createPlace, provide } from "../library.ts";

/** Longest diagram, in UTF-16 units. */
const MAX_SOURCE_UNITS = 200_000;

const place = createPlace();

const show: Library = async (_, data, { dark, font }) => {
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
  const { svg } = await mermaid.render("diagram", `${data as string}`);
  place.replaceChildren(...new DOMParser().parseFromString(svg, "text/html").body.childNodes);
};

show.picture = async () => new XMLSerializer().serializeToString(place.firstElementChild!);
provide(show);
