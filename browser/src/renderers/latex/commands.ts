/** Commands and environments that the library lacks: LaTeX's, MathJax's, and some that its peers know. */

import temml from "temml";

/** The library's `\\prescript` has its arguments the wrong way round. Attributes and addresses are left out of formulas; what they are put on is shown. */
const PREAMBLE = String.raw`
\gdef\mbox#1{\hbox{#1}}
\gdef\framebox#1{\fbox{#1}}
\gdef\ensuremath#1{#1}
\gdef\buildrel#1\over#2{\mathrel{\overset{#1}{#2}}}
\gdef\prescript#1#2#3{\pres@cript{^{#1}_{#2}}{}{#3}}
\gdef\root#1\of#2{\sqrt[#1]{#2}}
\gdef\DeclareMathOperator{\@ifstar\declare@limits\declare@operator}
\gdef\declare@operator#1#2{\gdef#1{\operatorname{#2}}}
\gdef\declare@limits#1#2{\gdef#1{\operatorname*{#2}}}
\gdef\unicode{\@ifnextchar[\unicode@sized\unicode@number}
\gdef\unicode@sized[#1]{\unicode}
\gdef\unicode@number#1{\@ifnextchar x\unicode@hex\unicode@decimal#1;}
\gdef\unicode@hex x#1;{{\char"#1}}
\gdef\unicode@decimal#1;{{\char#1}}
\gdef\require#1{}
\gdef\bbox{\@ifnextchar[\bbox@drawn\ensuremath}
\gdef\bbox@drawn[#1]#2{#2}
\gdef\href#1#2{#2}
\gdef\url#1{\texttt{#1}}
\gdef\class#1#2{#2}
\gdef\cssId#1#2{#2}
\gdef\style#1#2{#2}
\gdef\htmlClass#1#2{#2}
\gdef\htmlData#1#2{#2}
\gdef\htmlId#1#2{#2}
\gdef\htmlStyle#1#2{#2}
\gdef\eqalign#1{\begin{aligned}#1\end{aligned}}
\gdef\cases#1{\begin{cases}#1\end{cases}}
\gdef\pmatrix#1{\begin{pmatrix}#1\end{pmatrix}}
\gdef\mathds#1{\mathbb{#1}}
\gdef\nicefrac#1#2{\sfrac{#1}{#2}}
\gdef\skew#1#2#3{#2{#3}}
\gdef\centernot{\not}
\gdef\hdots{\ldots}
\gdef\mspace#1{\mskip{#1}}
\gdef\strut{\vphantom{(}}
\gdef\hfill{\quad}
\gdef\vspace#1{}
\gdef\scr{\cal}
\gdef\mit{\it}
\gdef\textdegree{\text{°}}
\gdef\textmu{\text{µ}}
\gdef\minuso{\mathbin{\char"29B5}}
\gdef\approxcolon{\mathrel{\approx\vcentcolon}}
\gdef\approxcoloncolon{\mathrel{\approx\dblcolon}}
\gdef\simcolon{\mathrel{\sim\vcentcolon}}
\gdef\simcoloncolon{\mathrel{\sim\dblcolon}}
\gdef\overlinesegment#1{\overbracket{#1}}
\gdef\underlinesegment#1{\underbracket{#1}}
\gdef\KaTeX{\textrm{K}\kern-.17em\raisebox{.22em}{\scriptstyle A}\kern-.15em\TeX}
`;

const macros = temml.definePreamble(PREAMBLE) as Record<string, unknown>;
for (const name of Object.keys(macros)) temml.__defineMacro(name, macros[name]);

/** Environments by the name that the library knows their like by; those without one are left out, their contents stay. */
const ENVIRONMENTS: Readonly<Record<string, string>> = {
  eqnarray: "align",
  flalign: "align",
  displaymath: "equation*",
  xalignat: "alignat",
  xxalignat: "alignat",
  subequations: "",
};
const KNOWN_ENVIRONMENTS = new RegExp(`\\\\begin\\{(?:${Object.keys(ENVIRONMENTS).join("|")})\\*?\\}`);
const PARTS = /\\(begin|end)\{([a-z]{1,20})(\*?)\}|\\(?:[a-zA-Z]+|[^])|[{}&]/g;

/** The same formula in environments of the library. */
export function translateEnvironments(source: string): string {
  if (!KNOWN_ENVIRONMENTS.test(source)) return source;
  /** For each group and environment around, the columns so far of its row; none where they do not count. */
  const levels: (number | undefined)[] = [];
  return source.replace(PARTS, (part, tag?: string, name = "", star = "") => {
    if (tag ?? /[{}]/.test(part)) {
      if (tag === "begin" || part === "{") levels.push(name === "eqnarray" ? 0 : undefined);
      else levels.pop();
      const known = ENVIRONMENTS[name as string];
      if (known === "") return "";
      return known ? `\\${tag}{${known.replace("*", "")}${known.endsWith("*") ? "*" : star}}` : part;
    }
    const columns = levels.at(-1);
    if (columns === undefined) return part;
    // Its relations are columns of their own.
    if (part === "&") {
      levels[levels.length - 1] = columns + 1;
      return columns === 1 ? "" : part;
    }
    if (part === "\\\\" || part === "\\cr") levels[levels.length - 1] = 0;
    return part;
  });
}
