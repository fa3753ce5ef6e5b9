/** The chart in HTML that Altair writes: its specification is read as data, and nothing of the HTML runs. */

/** What the HTML of its renderers and of `to_html` has in front of the specification. */
const BEFORE = /\}\)\(\s*(?=\{)|\bspec\s*=\s*(?=\{)|\bvegaEmbed\(\s*["'][^"']{0,200}["'],\s*(?=\{)/g;

/** Beginnings that are tried: each may be within the one before. */
const MAX_BEGINNINGS = 4;

/** Where the JSON object that begins at `start` ends, or -1. */
function endOfObject(text: string, start: number): number {
  const marks = /["\\{}]/g;
  marks.lastIndex = start;
  let isText = false;
  for (let depth = 0, found; (found = marks.exec(text));) {
    const [mark] = found;
    if (mark === "\\") marks.lastIndex++;
    else if (mark === '"') isText = !isText;
    else if (isText) continue;
    else if (mark === "{") depth++;
    else if (!--depth) return marks.lastIndex;
  }
  return -1;
}

/** What stands between the specification and the options: a comma, or what gives them their name. */
const BETWEEN = /[\s;]{0,99}(?:,|(?:(?:var|let|const)\s{1,9})?embedOpt\s{0,9}=)\s{0,99}(?=\{)/y;

/** The options that follow the specification. */
function optionsAfter(markup: string, end: number): object {
  BETWEEN.lastIndex = end;
  const start = BETWEEN.test(markup) ? BETWEEN.lastIndex : -1;
  const last = start < 0 ? -1 : endOfObject(markup, start);
  try {
    return JSON.parse(markup.slice(start, last)) as object;
  } catch {
    return {};
  }
}

/** A specification with its schema's type and its embed options, if `markup` is such HTML. */
export function chartIn(markup: string): [type: string, spec: object, options: object] | undefined {
  if (!/\bvegaEmbed\b/.test(markup)) return undefined;
  let tries = 0;
  for (const { 0: before, index } of markup.matchAll(BEFORE)) {
    const start = index + before.length;
    const end = tries++ < MAX_BEGINNINGS ? endOfObject(markup, start) : -1;
    if (end < 0) return undefined;
    try {
      const spec = JSON.parse(markup.slice(start, end)) as Record<string, unknown>;
      const [, library, version] = /\/schema\/(vega(?:-lite)?)\/v(\d+)/.exec(`${spec["$schema"] as string}`) ?? [];
      if (library)
        return [`application/vnd.${library.replace("-", "")}.v${version}+json`, spec, optionsAfter(markup, end)];
    } catch {
      // Something else in braces.
    }
  }
  return undefined;
}
