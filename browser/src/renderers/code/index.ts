/** Syntax highlighting by highlight.js. The caller sanitises the result. */

import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import julia from "highlight.js/lib/languages/julia";
import latex from "highlight.js/lib/languages/latex";
import pycon from "highlight.js/lib/languages/python-repl";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import rust from "highlight.js/lib/languages/rust";
import shell from "highlight.js/lib/languages/shell";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import style from "./style.css";
import { CODE_MAX_LENGTH, CODE_MAX_LINE_LENGTH } from "../../shared/spec.ts";

export { style };

const languages = { bash, c, cpp, css, diff, go, ini, java, javascript, json, julia, latex, pycon, python, r, rust };
const more = { shell, sql, typescript, xml, yaml };
for (const [name, definition] of Object.entries({ ...languages, ...more })) hljs.registerLanguage(name, definition);
hljs.registerAliases(["python2", "python3", "ipython2", "ipython3"], { languageName: "python" });
hljs.registerAliases(["jl"], { languageName: "julia" });

/** Milliseconds for a piece of code; a slower one is not coloured. */
const TIMEOUT_MS = 250;
let deadline = Infinity;
type EmitterConstructor = NonNullable<Parameters<typeof hljs.configure>[0]["__emitter"]>;
const Emitter = hljs.highlight("", { language: "json" })._emitter.constructor as EmitterConstructor;

/** Ends the work of the library, which cannot be interrupted otherwise. */
class TimedEmitter extends Emitter {
  override addText(text: string): void {
    if (performance.now() > deadline) throw Error("too slow");
    super.addText(text);
  }
}
hljs.configure({ classPrefix: "code-", __emitter: TimedEmitter });

/** A line that is too long. */
const LONG_LINE = new RegExp(`.{${CODE_MAX_LINE_LENGTH + 1}}`);

/**
 * Highlighted HTML with the class names of docs/markdown.md; `undefined` if `code` stays plain: in an unknown language, too
 * long, or when it would take too long.
 */
export function highlight(code: string, language: string): string | undefined {
  if (code.length > CODE_MAX_LENGTH || !hljs.getLanguage(language) || LONG_LINE.test(code)) return undefined;
  // A grammar is compiled when it is first used, which is no fault of the code's.
  deadline = Infinity;
  hljs.highlight("", { language });
  deadline = performance.now() + TIMEOUT_MS;
  const { value, errorRaised } = hljs.highlight(code, { language, ignoreIllegals: true });
  return errorRaised ? undefined : value;
}
