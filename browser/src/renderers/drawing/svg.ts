/** The picture as an SVG file. The Python side's `to_svg` writes the same elements. */

import { corners, pivot } from "./paint.ts";
import type { Scene } from "./scene.ts";
import { escapeHtml } from "../../shared/text.ts";
import type { State } from "./shapes.ts";
import type { DrawingObject } from "./objects.ts";

const ANCHORS: Partial<Record<CanvasTextAlign, string>> = { center: "middle", right: "end" };

/** Text as XML: what no XML may hold is replaced. */
const escape = (text: string): string =>
  escapeHtml(
    text.toWellFormed().replace(/[^\t\n\r\x20-\ufffd]|\ufffe|\uffff/gu, (one) => (one > "\uffff" ? one : "\ufffd")),
  );
const digits = (value: number): string => `${+value.toFixed(3)}`;
const tag = (name: string, attributes: Record<string, string | number | undefined | false>, content = ""): string => {
  const said = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== false);
  const text = said.map(
    ([key, value]) => ` ${key}="${escape(typeof value === "number" ? digits(value) : `${value}`)}"`,
  );
  return `<${name}${text.join("")}${content ? `>${content}</${name}>` : "/>"}`;
};
const paint = (name: string, color: string) =>
  color.endsWith("00")
    ? { [name]: "none" }
    : {
        [name]: color.slice(0, 7),
        [`${name}-opacity`]: !color.endsWith("ff") && parseInt(color.slice(7), 16) / 255,
      };

function element(state: State): string {
  const { kind, x, y, u, v, angle, opacity, width, curve, picture } = state;
  const isPlaced = kind === "path" || kind === "text";
  const [atX, atY] = pivot(state).map(digits);
  const turn = angle % 360 !== 0 && `rotate(${digits(angle)}${isPlaced ? "" : ` ${atX} ${atY}`})`;
  const common = {
    opacity: opacity < 1 && opacity,
    transform: isPlaced ? `translate(${atX} ${atY})${turn ? ` ${turn}` : ""}` : turn,
  };
  const line = { ...paint("stroke", width ? state.stroke : "00"), "stroke-width": width };
  const painted = { ...paint("fill", state.fill), ...line, ...common };
  const miter = { "stroke-linejoin": "miter" };
  const round = { "stroke-linecap": "round" };
  const box = { x: x - u / 2, y: y - v / 2, width: u, height: v };
  const polygon = (points: readonly number[]) => ({ points: points.map(digits).join(" ") });
  switch (kind) {
    case "line":
      return tag("line", { x1: x, y1: y, x2: u, y2: v, ...line, ...common, ...(width > 2 && round) });
    case "circle":
      return tag("circle", { cx: x, cy: y, r: u, ...painted });
    case "rect":
      return tag("rect", { ...box, ...painted, ...miter });
    case "image":
      return tag("image", { ...box, href: picture!.href, preserveAspectRatio: "none", ...common });
    case "triangle":
      return tag("polygon", {
        ...polygon(corners(state)),
        ...painted,
        ...miter,
      });
    case "polygon":
      return tag("polygon", { ...polygon(state.points), ...painted });
    case "path":
      return tag("path", { d: curve!.d, ...painted, ...round });
    case "arc": {
      const extent = Math.max(-360, Math.min(360, state.extent));
      const ends = [0, 0.5, 1].map((part) => {
        const radians = ((v + extent * part) * Math.PI) / 180;
        return `${digits(x + u * Math.cos(radians))} ${digits(y + u * Math.sin(radians))}`;
      });
      const arc = `A${digits(u)} ${digits(u)} 0 0 ${extent < 0 ? 0 : 1} `;
      const close = { chord: "Z", pie: `L${atX} ${atY}Z` }[state.text] ?? "";
      return tag("path", { d: `M${ends[0]}${arc}${ends[1]}${arc}${ends[2]}${close}`, ...painted, ...round });
    }
    default: {
      const [family, size, style] = state.font;
      const [first, ...others] = state.text.split("\n").map(escape);
      const rest = others.map((line) => `<tspan x="0" dy="1.2em">${line || " "}</tspan>`).join("");
      return tag(
        "text",
        {
          "font-family": family,
          "font-size": size,
          "font-weight": style.includes("bold") && "bold",
          "font-style": style.includes("italic") && "italic",
          "text-anchor": ANCHORS[state.align],
          "xml:space": "preserve",
          ...paint("fill", state.stroke),
          ...common,
        },
        first! + rest || " ",
      );
    }
  }
}

export function toSvg({ width, height, background }: Scene, objects: DrawingObject[]): string {
  const size = { width, height };
  const paper = tag("rect", { width: "100%", height: "100%", ...paint("fill", background.shown!.fill) });
  const shown = objects.map((object) => object.shown!).filter((state) => state.visible && state.opacity);
  const group = { fill: "none", "fill-rule": "evenodd", "stroke-linejoin": "round", "stroke-miterlimit": 10 };
  return tag(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", ...size, viewBox: `0 0 ${width} ${height}` },
    paper + tag("g", group, shown.map(element).join("")),
  );
}
