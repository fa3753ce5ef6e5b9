import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import type { CommItem } from "../../shared/items.ts";
import type { Dict } from "../../shared/reading.ts";
import type { Kernel } from "./kernel.ts";
import { Links } from "./links.ts";
import { Models } from "./models.ts";

function open(models: Models, id: string, data: Dict): void {
  const item: CommItem = { kind: "control", action: "comm", method: "open", data };
  models.read(id, item, false, false);
}

function linked(count: number): Models {
  const models = new Models();
  void new Links(models, {} as Kernel);
  open(models, "a", { value: 1, other: 1 });
  open(models, "b", {});
  for (let at = 0; at < count; at++) {
    const [source, target] = [
      ["IPY_MODEL_a", "value"],
      ["IPY_MODEL_b", `v${at % 900}`],
    ];
    open(models, `l${at}`, { _model_name: "DirectionalLinkModel", source, target });
  }
  return models;
}

test("a change passes the links of its trait", () => {
  const models = linked(3);
  models.set(models.get("a")!, { value: 2 });
  models.set(models.get("a")!, { other: 3 });
  deepEqual(Object.fromEntries(models.get("b")!.state), { v0: 2, v1: 2, v2: 2 });
});

test("a change passes so many links at most, each once", () => {
  const models = linked(5000);
  let changes = 0;
  models.watch("b", () => changes++);
  models.set(models.get("a")!, { value: 2 });
  equal(changes, 900);
  ok(models.get("b")!.state.get("v0") === 2);
});
