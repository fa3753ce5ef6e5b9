/** Binary values of widgets, and messages as Jupyter's WebSockets have them. */

import { type Dict, isList, isText } from "../../shared/reading.ts";
import { bytesOf } from "../../shared/widgets.ts";

/**
 * A binary message of a WebSocket of Jupyter Server: with `v1.kernel.websocket.jupyter.org` the places of its parts are
 * 64-bit numbers, the channel and four parts first; else 32-bit numbers, and JSON of the whole message first. Throws for
 * anything else.
 */
export function readFrame(frame: DataView): Dict {
  const text = new TextDecoder();
  const part = (from: number, to: number): DataView =>
    new DataView(frame.buffer, frame.byteOffset + from, Math.max(0, to - from));
  const json = (from: number, to: number): unknown => JSON.parse(text.decode(part(from, to)));
  // Few parts: a count as the other form has it, from the other end, would be enormous.
  const isFirst = frame.getUint32(0) !== 0 && frame.getUint32(0) < 1 << 16 && frame.getUint8(0) === 0;
  const count = isFirst ? frame.getUint32(0) : Number(frame.getBigUint64(0, true));
  if (count > frame.byteLength / 4) throw new RangeError("Not a message");
  const places = Array.from({ length: count }, (_, index) =>
    isFirst ? frame.getUint32(4 + 4 * index) : Number(frame.getBigUint64(8 + 8 * index, true)),
  );
  const rest = (first: number, last: number): DataView[] =>
    places.slice(first, last).map((from, index) => part(from, places[first + index + 1] ?? frame.byteLength));
  if (isFirst) return { ...(json(places[0]!, places[1] ?? frame.byteLength) as Dict), buffers: rest(1, count) };
  const [, header, parent, metadata, content, after] = places as number[];
  return {
    header: json(header!, parent!),
    parent_header: json(parent!, metadata!),
    metadata: json(metadata!, content!),
    content: json(content!, after!),
    buffers: rest(5, count - 1),
  };
}

/** The buffers of a message, with the places that they are for. */
export const pair = (buffers: unknown, paths: unknown): { path: (string | number)[]; data: unknown }[] =>
  (isList(buffers) ? buffers : []).flatMap((data, index) => {
    const path = isList(paths) ? paths[index] : [index];
    const isPath = isList(path) && path.every((key) => isText(key) || typeof key === "number");
    return isPath && path.length && (isText(data) || bytesOf(data)) ? [{ path: path as string[], data }] : [];
  });
