/** GeoJSON (RFC 7946) → shapes. What is malformed is left out and counted. */

import type { Message } from "../../backendai-media.d.ts";
import * as messages from "../../shared/messages.ts";
import { messageError } from "../../shared/translate.ts";

export const POINT = 0;
export const LINE = 1;
export const AREA = 2;

/** West, south, east, north. */
export type Box = [number, number, number, number];
/** Longitude and latitude in turn. */
export type Ring = Float64Array<ArrayBuffer>;

export interface Shape {
  feature: number;
  kind: typeof POINT | typeof LINE | typeof AREA;
  /** All points; one line; an outline and its holes. */
  rings: Ring[];
  box: Box;
}
export interface Feature {
  properties: Readonly<Record<string, unknown>>;
  label: string;
}
export interface Atlas {
  features: Feature[];
  shapes: Shape[];
  /** Of points, lines and polygons. */
  counts: [number, number, number];
  /** Malformed parts. */
  bad: number;
}

const NAMES = ["Point", "LineString", "Polygon"];
const TYPES = /^((Multi)?(Point|LineString|Polygon)|Feature(Collection)?|GeometryCollection)$/;
const EXPECTED: Message = messages.not_geojson;
/** Positions beyond it are no places on any map. */
const MAX_COORDINATE = 1e8;
/** Positions, or rings and features, that are read before a pause may come. */
const SLICE_POSITIONS = 4096;
const SLICE_RINGS = 64;
/** Longest label, in UTF-16 units. */
const MAX_LABEL_UNITS = 80;

type Dict = Readonly<Record<string, unknown>>;
const isDict = (value: unknown): value is Dict => Object(value) === value && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const isNumber = (value: unknown): value is number => typeof value === "number" && Math.abs(value) <= MAX_COORDINATE;

/**
 * A value in words, the beginning of a long one; "…" is one of too many parts. What JSON has may look like an object whose
 * conversion throws.
 */
export function textOf(value: unknown, most: number): string {
  let left = most;
  const count = (_: string, part: unknown): unknown => {
    if (!left--) throw 0;
    return part;
  };
  try {
    return (typeof value === "string" ? value : (JSON.stringify(value, count) ?? "")).slice(0, most);
  } catch {
    return "…";
  }
}

function createFeature({ id, properties }: Dict, number: number): Feature {
  const own = isDict(properties) ? properties : {};
  // What a person would call it.
  const named = Object.entries(own).find(([key, value]) => /^(title|name|label)$/i.test(key) && value);
  return { properties: own, label: textOf(named?.[1] ?? id ?? number, MAX_LABEL_UNITS) };
}

export function* read(given: unknown): Generator<void, Atlas> {
  let data = given;
  if (typeof given === "string") {
    try {
      data = JSON.parse(given);
    } catch {
      // It is no object either.
    }
  }
  if (!isDict(data) || !TYPES.test(textOf(data["type"], MAX_LABEL_UNITS))) throw messageError(EXPECTED);
  const atlas: Atlas = { features: [], shapes: [], counts: [0, 0, 0], bad: 0 };
  const { features, shapes, counts } = atlas;
  let work = 0;

  function* readRing(positions: unknown): Generator<void, Ring> {
    const ring = new Float64Array(2 * list(positions).length);
    let size = 0;
    for (const position of list(positions)) {
      if (++work % SLICE_POSITIONS === 0) yield;
      const [x, y] = list(position);
      if (isNumber(x) && isNumber(y)) {
        ring[size++] = x;
        ring[size++] = y;
      } else atlas.bad++;
    }
    return size < ring.length ? ring.slice(0, size) : ring;
  }

  function* readGeometry(kind: Shape["kind"], parts: readonly unknown[], feature: number): Generator<void> {
    for (const part of parts) {
      const rings: Ring[] = [];
      for (const positions of kind === AREA ? list(part) : [part]) {
        const ring = yield* readRing(positions);
        // An outline has three corners; a hole of fewer is none.
        if (ring.length > 2 * kind) rings.push(ring);
        else if (!rings[0]) break;
        if (++work % SLICE_RINGS === 0) yield;
      }
      if (rings[0]) {
        shapes.push({ feature, kind, rings, box: [0, 0, 0, 0] });
        counts[kind] += kind === POINT ? rings[0].length / 2 : 1;
      } else atlas.bad++;
      if (++work % SLICE_RINGS === 0) yield;
    }
  }

  // Collections may lie as deep in each other as they like, and, in a page's own objects, in themselves.
  const seen = new Set<unknown>();
  const stack: [node: unknown, feature: number][] = [[data, -1]];
  for (let next; (next = stack.pop());) {
    const [value, feature] = next;
    const node = isDict(value) ? value : {};
    const { type, coordinates } = node;
    const isFeatures = type === "FeatureCollection";
    const [, multi, name] = /^(Multi)?(\w+)$/.exec(textOf(type, MAX_LABEL_UNITS)) ?? [];
    const kind = NAMES.indexOf(name!) as Shape["kind"];
    if (isFeatures || type === "GeometryCollection") {
      const children = node[isFeatures ? "features" : "geometries"];
      if (seen.has(node) || !Array.isArray(children)) atlas.bad++;
      else for (let at = children.length; at--;) stack.push([children[at], feature]);
      seen.add(node);
    } else if (type === "Feature") {
      features.push(createFeature(node, features.length + 1));
      if ((node["geometry"] ?? null) !== null) stack.push([node["geometry"], features.length - 1]);
    } else if (kind < 0) atlas.bad++;
    else {
      if (feature < 0) features.push(createFeature({}, features.length + 1));
      // All of a multipoint are one shape.
      const positions = kind || multi ? coordinates : [coordinates];
      const parts = kind && multi ? list(coordinates) : [positions];
      yield* readGeometry(kind, parts, feature < 0 ? features.length - 1 : feature);
    }
    if (++work % SLICE_RINGS === 0) yield;
  }
  return atlas;
}
