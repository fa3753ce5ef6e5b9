import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { meet } from "./policy.ts";

test("what both allow", () => {
  const page = "https://cdn.example.com https://*.tiles.example https://files.example/a/";
  deepEqual(meet(page, ["https://cdn.example.com", "https://evil.example"]), ["https://cdn.example.com"]);
  deepEqual(meet(page, ["https://a.tiles.example", "https://tiles.example"]), ["https://a.tiles.example"]);
  deepEqual(meet(page, ["https://*.example.com"]), ["https://cdn.example.com"]);
  deepEqual(meet(page, ["cdn.example.com", "wss://cdn.example.com"]), [
    "https://cdn.example.com",
    "wss://cdn.example.com",
  ]);
  deepEqual(meet(page, ["https://files.example"]), ["https://files.example/a/"]);
  deepEqual(meet(page, ["https://cdn.example.com:8443", "http://cdn.example.com", "ws://cdn.example.com"]), []);
});

test("what is no host, and lists that are none", () => {
  for (const domain of ["*", "https:", "data:", "x; script-src *", "https://a b", "'self'", "javascript://a"])
    deepEqual(meet("https://a https://x", [domain]), [], domain);
  deepEqual(meet("", ["https://a"]), []);
  for (const domains of [undefined, null, "https://a", { 0: "https://a" }, [5, null]])
    deepEqual(meet("https://a", domains), []);
});
