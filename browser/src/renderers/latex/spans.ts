/** Text with formulas in it, as IPython's `Latex` and `Math` produce it. */

/** A formula and its delimiters, or text. */
export interface Span {
  text: string;
  /** For formulas: the source between the delimiters, and whether it is a display formula. */
  content?: string;
  display?: boolean;
}

const PAIRS: Readonly<Record<string, string>> = { $: "$", $$: "$$", "\\(": "\\)", "\\[": "\\]" };

/** Where `$` ends what begins before `from`: not in braces, if that can be, as those of `\text{if $x$}` are. */
function closingDollar(source: string, from: number, nested: boolean): number {
  for (let at = from, depth = 0; at < source.length; at++) {
    const sign = source[at];
    if (sign === "\\") at++;
    else if (nested && sign === "{") depth++;
    else if (nested && sign === "}") depth--;
    else if (sign === "$" && depth <= 0) return at;
  }
  return -1;
}

/** Divides `source`. Without a closing delimiter all of it is text. */
export function spans(source: string): Span[] {
  const found: Span[] = [];
  const endless = new Set<string>();
  // There may be very many names of environments.
  const last = new Map([...source.matchAll(/\\end\{(\w{1,20}\*?)\}/g)].map(({ 1: name, index }) => [name, index]));
  let from = 0;
  const opening = /\\begin\{(\w{1,20}\*?)\}|\$\$?|\\[([]|\\(?:eq)?ref\{[^{}]{1,100}\}|\\[^]/g;
  for (let match = opening.exec(source); match; match = opening.exec(source)) {
    const [open, name] = match;
    // A reference is a formula by itself.
    if (/^\\(?:eq)?ref/.test(open)) {
      if (match.index > from) found.push({ text: source.slice(from, match.index) });
      found.push({ text: open, content: open, display: false });
      from = opening.lastIndex;
      continue;
    }
    const close = name ? `\\end{${name}}` : PAIRS[open];
    const start = match.index + open.length;
    if (!close || endless.has(close) || (name && !(last.get(name)! >= start))) continue;
    let at = -1;
    if (open === "$") {
      if (!endless.has("{")) at = closingDollar(source, start, true);
      if (at < 0) {
        endless.add("{");
        at = closingDollar(source, start, false);
      }
    } else at = source.indexOf(close, start);
    if (at < 0) {
      endless.add(close);
      continue;
    }
    const end = at + close.length;
    const text = source.slice(match.index, end);
    if (match.index > from) found.push({ text: source.slice(from, match.index) });
    found.push({ text, content: name ? text : source.slice(start, at), display: !/^(\$|\\\()$/.test(open) });
    opening.lastIndex = from = end;
  }
  if (from < source.length) found.push({ text: source.slice(from) });
  return found;
}
