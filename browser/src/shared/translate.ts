/** Texts of the interface, in the page's language. */

import type { Message, MessageForms, Messages, MessageValues, Options } from "../backendai-media.d.ts";
import { LANGUAGES } from "./messages.ts";

/** Texts of a language that is shipped: a chunk. */
export interface LanguageModule {
  readonly messages: Messages;
}

/** The language of what stands in an element: `options.language`, or that of the page there. */
export const languageOf = ({ language }: Options, element: Element): string =>
  language ?? element.closest<HTMLElement>("[lang]")?.lang ?? "";

/** A language's first subtag; a page may say anything, and `Intl` throws for what is no tag. */
const codeOf = (language: string): string => /^[a-z]{2,3}(?=[-_]|$)/i.exec(language)?.[0].toLowerCase() ?? "en";

/** The chunk with a language's texts; English is in the code. */
export const languageChunk = (language: string): string | undefined => {
  const code = codeOf(language);
  return LANGUAGES.includes(code) ? `messages-${code}` : undefined;
};

/** A form of a text, by the language's rule for `n`, with its `{…}` filled in. */
function fill(forms: MessageForms, language: string, values: MessageValues): string {
  const form =
    typeof forms === "string"
      ? forms
      : (forms[new Intl.PluralRules(language).select(Number(values["n"]))] ?? forms.other);
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => values[name]?.toLocaleString() ?? whole);
}

/** A text as the page has it, else as the language has it, else in English. */
export function translated(
  [id, english]: Message,
  values: MessageValues,
  language: string,
  ...tables: (Messages | undefined)[]
): string {
  const found = tables
    .map((table: Partial<Record<string, MessageForms>> = {}) => Object.hasOwn(table, id) && table[id])
    .find(Boolean);
  return found ? fill(found, codeOf(language), values) : fill(english, "en", values);
}

/** What a renderer throws: the reason shows in the page's language. */
export const messageError = (message: Message): Error =>
  Object.assign(new Error(fill(message[1], "en", {})), { text: message });

/** The text of an error, if it is one of the interface. */
export const messageOf = (error: unknown): Message | undefined => (error as { text?: Message } | undefined)?.text;
