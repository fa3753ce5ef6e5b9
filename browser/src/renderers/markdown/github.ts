/** What GitHub's Markdown has beyond tables and links: tasks in lists, headings that can be linked to. */

import type { MarkdownIt, StateCore, Token } from "markdown-it";
import { slug } from "../../shared/text.ts";

const textOf = (tokens: readonly Token[]): string =>
  tokens.map((token) => (/^(text|code_inline|math)/.test(token.type) ? token.content : "")).join("");

/** Tokens of headings get ids, the second of a name `name-1`. */
function headings(state: StateCore): void {
  const seen = (state.env.slugs ??= new Map()) as Map<string, number>;
  state.tokens.forEach((token, index) => {
    if (token.type !== "heading_open") return;
    const name = slug(textOf(state.tokens[index + 1]!.children!));
    if (!name) return;
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    token.info = name;
    token.attrSet("id", count ? `${name}-${count}` : name);
  });
}

/** `[ ] ` or `[x] ` at the beginning of a list item's first paragraph is a box. */
function tasks({ tokens, Token }: StateCore): void {
  tokens.forEach((token, index) => {
    const [item, paragraph] = [tokens[index - 2], tokens[index - 1]];
    if (token.type !== "inline" || paragraph?.type !== "paragraph_open" || item?.type !== "list_item_open") return;
    const first = token.children![0];
    // Brackets with backslashes are brackets.
    if (token.content[0] !== "[") return;
    const [mark, sign] = /^\[([ xX])\]\s/.exec(first?.type === "text" ? first.content : "") ?? [];
    if (!mark) return;
    first!.content = first!.content.slice(mark.length - 1);
    item.attrJoin("class", "task-list-item");
    const [box, end] = [new Token("html_inline", "", 0), new Token("html_inline", "", 0)];
    // The text next to it is its label.
    box.content = `<label><input type="checkbox" disabled${sign === " " ? "" : " checked"}>`;
    end.content = "</label>";
    token.children = [box, ...token.children!, end];
  });
}

export function github(md: MarkdownIt): void {
  md.core.ruler.push("headings", headings);
  md.core.ruler.push("tasks", tasks);
}
