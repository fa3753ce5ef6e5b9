import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import plurals from "../../../spec/vectors/plurals.json";
import { messages as german } from "./languages/de.ts";
import { messages as korean } from "./languages/ko.ts";
import * as messages from "./messages.ts";
import { languageChunk, loadTranslator, translator } from "./translate.ts";

const own = { rows: { one: "{n} Reihe", few: "nie", other: "{n} Reihen" } };

test("forms go by the language's rule for numbers", () => {
  equal(translator("")(messages.rows, { n: 1 }), "1 row");
  equal(translator("xx")(messages.rows, { n: 2 }), "2 rows");
  equal(translator("de-AT", undefined, german)(messages.rows, { n: 1 }), "1 Zeile");
  equal(translator("de-AT", undefined, german)(messages.rows, { n: 0 }), "0 Zeilen");
  equal(translator("ko", {}, korean)(messages.rows, { n: 1 }), "1행");
});

test("plural categories of other languages", () => {
  for (const { language, categories } of plurals) {
    const rows = { other: "other", ...Object.fromEntries(Object.keys(categories).map((name) => [name, name])) };
    for (const [name, numbers] of Object.entries(categories))
      for (const n of numbers) equal(translator(language, { rows })(messages.rows, { n }), name, `${language} ${n}`);
  }
});

test("the page's own texts come first, and what is in neither is in English", () => {
  equal(translator("de", own, german)(messages.rows, { n: 1 }), "1 Reihe");
  equal(translator("no tag", own)(messages.rows, { n: 2 }), "2 Reihen");
  equal(translator("ko", {}, korean)(["constructor", "a page's own"]), "a page's own");
});

test("what is filled in is not looked into", () => {
  equal(translator("ko", undefined, korean)(messages.load_from, { host: "{n}" }), "{n}에서 불러오기");
});

test("which languages have a chunk", () => {
  const chunk = (language: string): string | undefined => languageChunk(language);
  deepEqual(["de", "de-AT", "KO", "ko_KR", "ja-JP"].map(chunk), [
    "messages-de",
    "messages-de",
    "messages-ko",
    "messages-ko",
    "messages-ja",
  ]);
  deepEqual(["en", "", "deu", "fr", "no tag"].map(chunk), Array(5).fill(undefined));
});

test("a language that does not come leaves the page's own texts", async () => {
  const translate = await loadTranslator("de", own, () => Promise.reject(new Error("away")));
  equal(translate(messages.rows, { n: 1 }), "1 Reihe");
  equal(translate(messages.download), "Download");
});
