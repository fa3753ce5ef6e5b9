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
import { CODE_MAX_LENGTH } from "../../shared/spec.ts";

export { style };

const languages = { bash, c, cpp, css, diff, go, ini, java, javascript, json, julia, latex, pycon, python, r, rust };
const more = { shell, sql, typescript, xml, yaml };
for (const [name, definition] of Object.entries({ ...languages, ...more })) hljs.registerLanguage(name, definition);
hljs.registerAliases(["python2", "python3", "ipython2", "ipython3"], { languageName: "python" });
hljs.registerAliases(["jl"], { languageName: "julia" });
hljs.configure({ classPrefix: "code-" });

/** Highlighted HTML with the class names of docs/markdown.md; `undefined` if `code` stays plain. */
export const highlight = (code: string, language: string): string | undefined =>
  code.length > CODE_MAX_LENGTH || !hljs.getLanguage(language)
    ? undefined
    : hljs.highlight(code, { language, ignoreIllegals: true }).value;
