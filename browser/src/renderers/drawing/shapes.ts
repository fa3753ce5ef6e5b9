/** The state of objects, and how incoming values are read. docs/drawing.md, "The wire format", has the table. */

import { center, type Curve } from "./geometry.ts";
import {
  among,
  color,
  flag,
  type Font,
  font,
  TRANSPARENT,
  number,
  path,
  type Picture,
  pictureOf,
  points,
  type Read,
  size,
  text,
  unit,
} from "./readers.ts";
import {
  DRAWING_COMMON,
  DRAWING_FIELDS,
  DRAWING_MOVES,
  DRAWING_WORDS,
  type DrawingField,
  type DrawingKind,
} from "../../shared/spec.ts";

export type Kind = keyof typeof DRAWING_FIELDS;

/** An object at one moment. All kinds have the same members, so that engines read them quickly; it is never changed. */
export interface State {
  kind: Kind | "background";
  /** The first point of a line; else the place, as the wire has it. */
  x: number;
  y: number;
  /** The second point of a line; a width and height; a radius; an arc's radius and start. */
  u: number;
  v: number;
  /** An arc's extent. */
  extent: number;
  stroke: string;
  fill: string;
  width: number;
  angle: number;
  opacity: number;
  visible: boolean;
  z: number;
  /** Its place among those of the same z. */
  order: number;
  points: readonly number[];
  /** The text of a text; how an arc is closed. */
  text: string;
  font: Font;
  align: CanvasTextAlign;
  curve: Curve | undefined;
  picture: Picture | undefined;
}

/** How values of each kind of field are read. */
const READERS: Readonly<Record<DrawingKind, Read>> = {
  number,
  size,
  unit,
  flag,
  color,
  points,
  path,
  text,
  font,
  image: pictureOf,
  align: among(...DRAWING_WORDS.align),
  close: among(...DRAWING_WORDS.close),
};
/** Members of the state that have other names than the fields. */
const MEMBERS: Readonly<Record<string, keyof State>> = {
  x1: "x",
  y1: "y",
  x2: "u",
  y2: "v",
  w: "u",
  h: "v",
  radius: "u",
  start: "v",
  border: "stroke",
  color: "stroke",
  d: "curve",
  href: "picture",
  close: "text",
  rotate: "angle",
};

/** Name, state member, reader, and the value of a missing one; without it the field is required. */
type Field = readonly [name: string, member: keyof State, read: Read, missing?: unknown];

const fieldOf = ([name, kind, missing]: DrawingField): Field => [
  name,
  MEMBERS[name] ?? (name as keyof State),
  READERS[kind],
  missing,
];
const FIELDS = new Map<unknown, Field[]>(
  Object.entries(DRAWING_FIELDS).map(([kind, fields]) => [kind, fields.map(fieldOf)]),
);
/** What `update` can change, by shape and name. */
const PROPERTIES = new Map(
  Array.from(FIELDS, ([kind, fields]) => {
    const moves = [...DRAWING_MOVES.all, ...(kind === "polygon" ? DRAWING_MOVES.polygon : [])];
    const more = [...DRAWING_COMMON, ...moves].map(fieldOf);
    return [kind, new Map<unknown, Field>([...fields, ...more].map((field) => [field[0], field]))];
  }),
);

const NO_POINTS: readonly number[] = [];
const NO_FONT: Font = ["", 0, ""];

export const blank = (kind: State["kind"], fill = TRANSPARENT): State => ({
  kind,
  x: 0,
  y: 0,
  u: 0,
  v: 0,
  extent: 0,
  stroke: TRANSPARENT,
  fill,
  width: 2,
  angle: 0,
  opacity: 1,
  visible: true,
  z: 0,
  order: 0,
  points: NO_POINTS,
  text: "",
  font: NO_FONT,
  align: "left",
  curve: undefined,
  picture: undefined,
});

/** The object that a shape's array describes; nothing where its kind is unknown. */
export function readShape(array: unknown, stroke: string, pictures: Map<string, Picture>): State | undefined {
  if (!Array.isArray(array) || typeof array[0] !== "string")
    throw new Error("A shape must be a list that starts with its name");
  const [kind] = array;
  const fields = FIELDS.get(kind);
  if (!fields) return;
  const state = blank(kind as Kind) as unknown as Record<string, unknown>;
  for (let i = 0; i < fields.length; i++) {
    const [name, member, read, missing] = fields[i]!;
    if (i + 1 < array.length) state[member] = read(name, array[i + 1], pictures);
    else if (missing === undefined) throw new Error(`A ${kind} lacks ${name}`);
    else state[member] = missing === "stroke" ? stroke : missing;
  }
  return state as unknown as State;
}

/** The state after an update; `undefined` for an unknown property. A number is an index into the shape's array. */
export function changed(
  state: State,
  name: unknown,
  given: unknown,
  pictures: Map<string, Picture>,
): State | undefined {
  const { kind } = state;
  const field = PROPERTIES.get(kind)?.get(
    Number.isInteger(name) ? FIELDS.get(kind)?.[(name as number) - 1]?.[0] : name,
  );
  if (!field) return;
  const [property, member, read] = field;
  const value = read(property, given, pictures);
  if (property === "rotate") return { ...state, angle: state.angle + (value as number) };
  if (kind === "polygon" && (member === "x" || member === "y")) {
    const axis = member === "x" ? 0 : 1;
    const shift = (value as number) - center(state.points)[axis];
    return { ...state, points: state.points.map((one, i) => (i % 2 === axis ? one + shift : one)) };
  }
  return { ...state, [member]: value };
}
