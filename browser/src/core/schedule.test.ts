import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { schedule, waiting } from "./schedule.ts";

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

test("a first job runs at once, others in their order, none within another", async () => {
  const done: string[] = [];
  schedule(() => {
    schedule(() => done.push("c"));
    done.push("a");
  });
  done.push("b");
  await soon();
  deepEqual(done, ["a", "c", "b"]);
});

test("a job that is given again while it waits runs once", async () => {
  let count = 0;
  const job = (): void => void count++;
  schedule(() => {
    schedule(job);
    schedule(job);
  });
  await soon();
  equal(count, 1);
});

test("all of many jobs are done, in order", async () => {
  const done: number[] = [];
  const job = (place: number): void => {
    for (const end = performance.now() + 1; performance.now() < end;);
    done.push(place);
  };
  const places = Array.from({ length: 60 }, (_, place) => place);
  for (const place of places) schedule(() => job(place));
  await new Promise<void>((resolve) => schedule(resolve));
  deepEqual(done, places);
});

test("it says how many jobs wait", async () => {
  const found: number[] = [];
  schedule(() => {
    found.push(waiting());
    schedule(() => {});
    found.push(waiting());
  });
  await soon();
  deepEqual([...found, waiting()], [0, 1, 0]);
});
