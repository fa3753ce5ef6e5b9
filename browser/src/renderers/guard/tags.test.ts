import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { HTML_MAX_ATTRIBUTES, HTML_MAX_FORMATTING_LEVELS, HTML_MAX_NESTING_LEVELS } from "../../shared/spec.ts";
import { flatten } from "./tags.ts";

/** The outcome, and what was said to be left out. */
const flat = (text: string): [text: string, leftOut: string[]] => {
  const leftOut = new Set<string>();
  const work = flatten(text, (what) => leftOut.add(what));
  for (;;) {
    const { done, value } = work.next();
    if (done) return [value, [...leftOut]];
  }
};
const count = (text: string, part: string): number => text.split(part).length - 1;

test("ordinary markup stays as it is", () => {
  for (const text of [
    "plain < text & more",
    "<div class=\"a>b\" title='<div>'><p>one<p>two<br><img src=x>three</div>",
    "<p>a".repeat(1000),
    "<ul>" + "<li>a".repeat(1000) + "</ul>",
    "<table>" + "<tr><td>1<td>2".repeat(1000) + "</table>",
    "<div><span>x</div>".repeat(100),
    "<b><i>x</b></i>".repeat(1000),
    "<svg>" + "<path d=M0/>".repeat(1000) + '<g a="b"/>'.repeat(1000) + "</svg>",
    "<svg><g>" + "<a>b</a><font>c</font>".repeat(1000) + "</g></svg>",
    "<!-- <div> --><!doctype html><?x <div>>".repeat(100),
    "<a",
    "<p title='",
  ])
    deepEqual(flat(text), [text, []]);
});

test("tags that are nested too deeply go, with their ends", () => {
  const [text, leftOut] = flat("<div>".repeat(1000) + "x" + "</div>".repeat(1000) + "<p>y");
  equal(count(text, "<div>"), HTML_MAX_NESTING_LEVELS);
  equal(count(text, "</div>"), HTML_MAX_NESTING_LEVELS);
  ok(text.endsWith("<p>y"));
  deepEqual(leftOut, ["nesting"]);
  equal(count(flat("<p><font size=1>x".repeat(1000))[0], "<font"), HTML_MAX_FORMATTING_LEVELS);
});

test("no end that a parser would ignore makes elements less deep", () => {
  for (const unit of [
    "<div><table></div></table>",
    "<div><textarea></div></textarea>",
    "<div title='</div>'>",
    "<div title=</div>>",
    "<div/>",
    "<svg><p><div/>",
    "<svg><p></p><g/>",
    "<div><!-- </div> -->",
  ])
    equal(flat(unit.repeat(1000))[1].length, 1, unit);
});

test("attributes beyond a limit go", () => {
  const [text, leftOut] = flat(`<p ${"a='>' b ".repeat(1000)}>x`);
  equal(count(text, "a=") + count(text, " b"), HTML_MAX_ATTRIBUTES);
  ok(text.endsWith(">x"));
  deepEqual(leftOut, ["attributes"]);
});

test("steps are in proportion to the text", () => {
  const steps = (text: string): number => {
    let steps = 0;
    for (const work = flatten(text, () => {}); !work.next().done;) steps++;
    return steps;
  };
  for (const unit of ["<", "<a", "<div>", "<b><i>x", "</p>", '<a "', "<!--", "<svg><p>"]) {
    const [some, more] = [steps(unit.repeat(50_000)), steps(unit.repeat(200_000))];
    ok(more <= 4 * some + 4, unit);
  }
});
