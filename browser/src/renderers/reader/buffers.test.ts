import { deepEqual, throws } from "node:assert/strict";
import { test } from "node:test";
import { pair, readFrame } from "./buffers.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const content = { comm_id: "w", data: { method: "update", state: {}, buffer_paths: [["value"]] } };

function joined(parts: Uint8Array[]): DataView {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new DataView(all.buffer);
}

/** As Jupyter Server's older form has it. */
function frame32(parts: Uint8Array[]): DataView {
  const head = new DataView(new ArrayBuffer(4 + 4 * parts.length));
  head.setUint32(0, parts.length);
  let at = head.byteLength;
  for (const [index, part] of parts.entries()) {
    head.setUint32(4 + 4 * index, at);
    at += part.length;
  }
  return joined([new Uint8Array(head.buffer), ...parts]);
}

/** As `v1.kernel.websocket.jupyter.org` has it: the places of all parts and of the end. */
function frame64(parts: Uint8Array[]): DataView {
  const head = new DataView(new ArrayBuffer(8 * (parts.length + 2)));
  head.setBigUint64(0, BigInt(parts.length + 1), true);
  let at = head.byteLength;
  for (const [index, part] of [...parts, new Uint8Array()].entries()) {
    head.setBigUint64(8 + 8 * index, BigInt(at), true);
    at += part.length;
  }
  return joined([new Uint8Array(head.buffer), ...parts]);
}

const numbers = (buffers: unknown): number[][] =>
  (buffers as DataView[]).map((one) => [...new Uint8Array(one.buffer, one.byteOffset, one.byteLength)]);

test("binary messages of both forms", () => {
  const json = bytes(JSON.stringify({ msg_type: "comm_msg", content }));
  const old = readFrame(frame32([json, new Uint8Array([1, 2]), new Uint8Array([])]));
  deepEqual(old.content, content);
  deepEqual(numbers(old.buffers), [[1, 2], []]);
  const header = bytes('{"msg_type": "comm_msg"}');
  const parts = [bytes("iopub"), header, bytes("{}"), bytes("{}"), bytes(JSON.stringify(content)), new Uint8Array([7])];
  const made = readFrame(frame64(parts));
  deepEqual(made.header, { msg_type: "comm_msg" });
  deepEqual(made.content, content);
  deepEqual(numbers(made.buffers), [[7]]);
});

test("what is no message, or is cut off, throws", () => {
  const whole = frame32([bytes('{"a": 1}')]);
  for (let length = 0; length < whole.byteLength; length++)
    throws(() => readFrame(new DataView(whole.buffer, 0, length)), /./, `${length}`);
  throws(() => readFrame(new DataView(new Uint8Array(64).fill(255).buffer)), /./);
});

test("buffers and their places", () => {
  deepEqual(pair(["AA=="], undefined), [{ path: [0], data: "AA==" }]);
  deepEqual(pair(["AA==", "AQ==", 5], [["a"], [null], ["b"]]), [{ path: ["a"], data: "AA==" }]);
  deepEqual(pair("no list", [["a"]]), []);
});
