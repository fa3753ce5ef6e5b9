/** Texts of the interface, in the page's language. */

import type { Message, MessageForms, Messages, MessageValues, Translate } from "../backendai-media.d.ts";
import { LANGUAGES } from "./messages.ts";

/** A text with its `{…}` filled in. */
const fillText = (text: string, values: MessageValues): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name]?.toLocaleString() ?? whole);

/** Texts as they are in the code. */
export const inEnglish: Translate = ([, forms], values = {}) =>
  fillText(typeof forms === "string" ? forms : (values["n"] === 1 && forms.one) || forms.other, values);

/** An error whose text is one of the interface. */
export interface MessageError extends Error {
  readonly text: Message;
  /** What follows it in any language, such as an address. */
  readonly detail: string;
  /** Nothing is wrong: the bundle's next type shows more, and no failure is reported. */
  readonly yields?: boolean;
}

/** What a renderer throws: the reason shows in the page's language. */
export const messageError = (text: Message, detail = ""): MessageError =>
  Object.assign(new Error(inEnglish(text) + detail), { text, detail });

/** What an error says, in the page's language. */
export function reasonOf(error: unknown, translate: Translate): string {
  const { text, detail, message = `${error}` } = Object(error) as Partial<MessageError>;
  return text ? translate(text) + detail : message;
}

/** Texts of a language that is shipped: a chunk. */
interface LanguageModule {
  readonly messages: Messages;
}

/** A language's first subtag; a page may say anything, and `Intl` throws for what is no tag. */
const codeOf = (language: string): string => /^[a-z]{2,3}(?=[-_]|$)/i.exec(language)?.[0].toLowerCase() ?? "en";

/** A form of a text, by the language's rule for `n`. */
const formOf = (forms: MessageForms, code: string, values: MessageValues): string =>
  typeof forms === "string" ? forms : (forms[new Intl.PluralRules(code).select(Number(values["n"]))] ?? forms.other);

/** Looks texts up in the page's own and the language's; what neither has is in English. */
export function translator(language: string, ...tables: (Messages | undefined)[]): Translate {
  const code = codeOf(language);
  return (message, values = {}) => {
    const [id] = message;
    const found = tables
      .map((table: Partial<Record<string, MessageForms>> = {}) => Object.hasOwn(table, id) && table[id])
      .find(Boolean);
    return found ? fillText(formOf(found, code, values), values) : inEnglish(message, values);
  };
}

/** The chunk with a language's texts. */
export const languageChunk = (language: string): string | undefined => {
  const code = codeOf(language);
  return LANGUAGES.includes(code) ? `messages-${code}` : undefined;
};

/** The texts of a language; a language that is not shipped, or does not come, leaves the page's own ones. */
export async function loadTranslator(
  language: string,
  own: Messages | undefined,
  load: (chunk: string) => Promise<unknown>,
): Promise<Translate> {
  const chunk = languageChunk(language);
  const shipped = chunk ? await load(chunk).catch(() => undefined) : undefined;
  return translator(language, own, (shipped as LanguageModule | undefined)?.messages);
}
