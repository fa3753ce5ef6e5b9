/** Finds bare addresses by the rules of GFM (6.9), in the place of the parser's own finder. docs/markdown.md has them. */

/** As the parser wants it. */
interface Match {
  /** `""` for `www.…`. */
  schema: string;
  index: number;
  lastIndex: number;
  text: string;
  url: string;
}

const MARK = /:\/\/|www\.|@/gi;
/** Quotation marks end an address, and the punctuation of Chinese and Japanese, after which there is no blank. */
const ENDS = '\\s<"`\\u201c\\u201d\\u3000-\\u3003\\u3008-\\u3011\\uff01-\\uff0f\\uff1a-\\uff20\\uff5b-\\uff65';
const REST = new RegExp(`(?:[^${ENDS}[\\]]|\\[[^${ENDS}[\\]]*\\])*`, "y");
const HOST = /^(?:[^/?#@]*@)?([\p{L}\p{N}_.-]*[\p{L}\p{N}_-])/u;
/** UTF-16 units in which a domain, and a name before it, have to be. */
const MAX_HOST_UNITS = 600;
/** In mail, UTF-16 units before the `@` are 64 at most (RFC 5321). */
const MAILBOX = /(?<![\w.+-])(?:mailto:)?[\w.+-]{1,64}$/i;
const MAIL_HOST = /[\w-]+(?:\.[\w-]+)*\.[\w-]*[^\W_]/y;
const MORE = /[\w-]/;

/** Without the punctuation at its end, which belongs to the sentence, and brackets that were opened before it. */
function trimmed(address: string): string {
  let open = address.split("(").length - address.split(")").length;
  let end = address.length;
  for (; end; end--) {
    const last = address[end - 1]!;
    if (last === ")" && open < 0) open++;
    else if (last === ";")
      end -= (/&[a-z\d]{1,32};$/i.exec(address.slice(Math.max(0, end - 34), end))?.[0].length ?? 1) - 1;
    else if (!/[?!.,:*_~'}]/.test(last)) break;
  }
  return address.slice(0, end);
}

function hasDomain(rest: string, parts: number): boolean {
  const domain = HOST.exec(rest)?.[1]?.split(".") ?? [];
  return domain.length >= parts && !domain.includes("") && !domain.slice(-2).join("").includes("_");
}

/** Of what begins at `from`, with a scheme or `www.` before `at`; its domain has at least so many parts. */
function addressAt(text: string, from: number, at: number, parts: number): Match | undefined {
  // What has no domain is not read to its end: marks in it begin others.
  if (!hasDomain(text.slice(at, at + MAX_HOST_UNITS), parts)) return undefined;
  REST.lastIndex = at;
  const rest = trimmed(REST.exec(text)![0]);
  if (!hasDomain(rest, parts)) return undefined;
  const found = text.slice(from, at) + rest;
  const isWeb = at - from > 4;
  return {
    schema: isWeb ? "http:" : "",
    index: from,
    lastIndex: from + found.length,
    text: found,
    url: isWeb ? found : `http://${found}`,
  };
}

/** Of mail, whose `@` is at `at`, beginning from `from` on. */
function mailAt(text: string, from: number, at: number): Match | undefined {
  const mailbox = MAILBOX.exec(text.slice(Math.max(from, at - 72), at))?.[0];
  MAIL_HOST.lastIndex = at + 1;
  const host = mailbox && MAIL_HOST.exec(text)?.[0];
  if (!host || MORE.test(text[at + 1 + host.length] ?? "")) return undefined;
  const found = `${mailbox}@${host}`;
  return {
    schema: "mailto:",
    index: at - mailbox.length,
    lastIndex: at + 1 + host.length,
    text: found,
    url: /^mailto:/i.test(found) ? found : `mailto:${found}`,
  };
}

export const addresses = {
  test: (text: string): boolean => text.search(MARK) >= 0 && !!addresses.match(text),

  match(text: string): Match[] | null {
    const found: Match[] = [];
    let last = 0;
    for (const { 0: mark, index: at } of text.matchAll(MARK)) {
      if (at < last) continue;
      let one: Match | undefined;
      if (mark === "@") one = mailAt(text, last, at);
      else if (mark === "://") {
        const [scheme] = /(?<![a-z\d])https?$/i.exec(text.slice(Math.max(last, at - 6), at)) ?? [];
        if (scheme) one = addressAt(text, at - scheme.length, at + 3, 1);
      } else if (!/[\p{L}\p{N}/.:@\\-]/u.test(text[at - 1] ?? "")) one = addressAt(text, at, at + 4, 2);
      if (!one) continue;
      found.push(one);
      last = one.lastIndex;
    }
    return found.length ? found : null;
  },

  matchAtStart(text: string): Match | null {
    const [scheme] = /^https?:\/\//i.exec(text) ?? [];
    return (scheme && addressAt(text, 0, scheme.length, 1)) || null;
  },
};
