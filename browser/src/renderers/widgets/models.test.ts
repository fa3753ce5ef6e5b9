import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import type { CommItem } from "../../shared/items.ts";
import { commsOf, tell } from "../../shared/widgets.ts";
import { safeValue } from "./layout.ts";
import { Models, modelsOf, split } from "./models.ts";
import { plainOf } from "./rich.ts";

const item = (method: CommItem["method"], data?: object, buffers?: CommItem["buffers"]): CommItem => ({
  kind: "control",
  action: "comm",
  method,
  data,
  ...(buffers && { buffers }),
});
const open = (models: Models, id: string, state: object, isLive = true): void =>
  models.read(id, item("open", state), isLive, false);
const state = (models: Models, id: string): object => Object.fromEntries(models.get(id)?.state ?? []);

test("messages in any order lead to the same state", () => {
  const messages: [CommItem, boolean][] = [
    [item("open", { _model_name: "IntSliderModel", value: 1, max: 9 }), false],
    [item("update", { value: 2 }), false],
  ];
  for (const order of [messages, messages.toReversed(), [...messages, messages[1]!]]) {
    const models = new Models();
    for (const [message, isEcho] of order) models.read("w", message, true, isEcho);
    deepEqual(state(models, "w"), { _model_name: "IntSliderModel", value: 2, max: 9 });
  }
});

test("a change alone shows nothing; a whole state does", () => {
  const models = new Models();
  models.read("w", item("update", { value: 2 }), true, false);
  equal(models.get("w"), undefined);
  models.read("w", item("update", { _model_name: "LabelModel" }), true, false);
  deepEqual(state(models, "w"), { value: 2, _model_name: "LabelModel" });
});

test("what a kernel has is not replaced by what was saved", () => {
  const models = new Models();
  open(models, "w", { value: "live" });
  open(models, "w", { value: "saved" }, false);
  deepEqual(state(models, "w"), { value: "live" });
  models.kernel("gone", "");
  ok(!models.get("w")!.isLive);
  open(models, "w", { value: "saved" }, false);
  deepEqual(state(models, "w"), { value: "saved" });
});

test("names that objects inherit are names like others", () => {
  const models = new Models();
  open(models, "__proto__", JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2, "a": {"b": null}}'));
  models.read("__proto__", item("update", {}, [{ path: ["a", "__proto__", "polluted"], data: "AA==" }]), true, false);
  models.read("__proto__", item("update", {}, [{ path: ["a", "__proto__"], data: "AA==" }]), true, false);
  equal(Object.keys(Object.prototype).length, 0);
  equal(({} as { polluted?: unknown }).polluted, undefined);
  equal(models.get("__proto__")!.state.get("constructor"), 2);
  equal(models.get("constructor"), undefined);
});

test("binary values come and go", () => {
  const models = new Models();
  const given = { _model_name: "X", parts: [null, 1], deep: { a: {} } };
  const buffers = [
    { path: ["value"], data: "AQI=" },
    { path: ["parts", 0], data: new Uint8Array([3]) },
    { path: ["deep", "a", "b"], data: new Uint8Array([4]).buffer },
    { path: ["parts", 7], data: "AA==" },
    { path: ["parts", "length"], data: "AA==" },
    { path: ["nowhere", 1, 2], data: "AA==" },
    { path: ["bad"], data: "no base64!" },
  ];
  models.read("w", item("open", given, buffers), true, false);
  deepEqual(given.parts, [null, 1], "what was given stays as it is");
  const { data, buffers: found } = split(models.get("w")!.state);
  deepEqual(data, { _model_name: "X", parts: [null, 1], deep: { a: {} } });
  deepEqual(
    found.map(({ path, data: bytes }) => [path.join("."), bytes.getUint8(0)]),
    [
      ["parts.0", 3],
      ["deep.a.b", 4],
      ["value", 1],
    ],
  );
});

test("the page's own newer value is held against older ones", () => {
  const models = new Models();
  open(models, "w", { value: 1, max: 5 });
  models.get("w")!.holds = (trait, isEcho) => trait === "value" && isEcho;
  models.read("w", item("update", { value: 9, max: 6 }), true, true);
  deepEqual(state(models, "w"), { value: 1, max: 6 });
  models.read("w", item("update", { value: 3 }), true, false);
  deepEqual(state(models, "w"), { value: 3, max: 6 });
});

test("models are bounded in number and in traits", () => {
  const models = new Models();
  for (let id = 0; id < 30_000; id++) models.read(`${id}`, item("update", { a: 1 }), true, false);
  for (let at = 0; at < 3000; at++) models.read("0", item("update", { [`t${at}`]: at }), true, false);
  models.read("0", item("update", { _model_name: "X", a: 2 }), true, false);
  ok(models.get("0") === undefined || models.get("0")!.state.size <= 1000);
  models.read("29999", item("open", { _model_name: "X" }), true, false);
  equal(models.get("29999"), undefined);
});

test("a listener that throws keeps nothing from the others", () => {
  const models = new Models();
  const reported: unknown[] = [];
  globalThis.reportError = (error: unknown) => void reported.push(error);
  let heard = 0;
  models.watch("w", () => {
    throw new Error("x");
  });
  const end = models.watch("", () => heard++);
  open(models, "w", {});
  end();
  open(models, "w", {});
  equal(heard, 1);
  equal(reported.length, 2);
});

test("what came before the models are there is read then", () => {
  const kept = new Map<string, unknown>();
  tell(commsOf(kept), (models) => models.read("w", item("open", { _model_name: "X" }), true, false));
  const { models } = modelsOf(kept);
  deepEqual(state(models, "w"), { _model_name: "X" });
  equal(modelsOf(kept).models, models);
});

test("what is reached from a view is kept, and links between them", () => {
  const models = new Models();
  open(models, "l", { _model_name: "LinkModel", source: ["IPY_MODEL_a", "value"], target: ["IPY_MODEL_b", "value"] });
  open(models, "box", {
    _model_name: "VBoxModel",
    children: ["IPY_MODEL_a", "IPY_MODEL_box", "IPY_MODEL_out", "IPY_MODEL_no"],
  });
  open(models, "a", { _model_name: "ImageModel" });
  models.read("a", item("update", {}, [{ path: ["value"], data: "AQ==" }]), true, false);
  open(models, "b", { _model_name: "TextModel" });
  open(models, "out", { _model_name: "OutputModel" });
  deepEqual(
    models.keep(["box"]).map((one) => one.widget),
    ["l", "box", "a"],
  );
});

test("values of layouts have no addresses and no enormous numbers", () => {
  for (const good of [
    "1px solid red",
    "auto",
    "50%",
    "1 1 auto",
    "repeat(3, 1fr)",
    "calc(100% - 8px)",
    "-4px",
    3,
    '"a b" "c d"',
    "#1234567890",
  ])
    equal(safeValue(good), `${good}`);
  const bad = [
    "url(x)",
    "var(--x)",
    "1px;color:red",
    "1e9px",
    "99999px",
    "9999em",
    "repeat(100000, 1px)",
    "image-set(x)",
    "\\75rl(x)",
    "a".repeat(500),
    "attr(x)",
    {},
    null,
    [],
    "500vh 900vw",
  ];
  for (const value of bad.slice(0, -1)) equal(safeValue(value), "", `${value as string}`);
});

test("HTML that is nothing but text", () => {
  equal(plainOf("5/5 [00:00&lt;00:00,&#39;x&#39;]"), "5/5 [00:00<00:00,'x']");
  for (const html of ["<b>x</b>", "$x$", "&eacute;", "\\(x\\)", "&amp"]) equal(plainOf(html), undefined);
});
