/** Texts of the interface as they are in the code: in English. */

import type { Message, MessageValues, Translate } from "../backendai-media.d.ts";

/** A text with its `{…}` filled in. */
export const fillText = (text: string, values: MessageValues): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name]?.toLocaleString() ?? whole);

export const inEnglish: Translate = ([, forms], values = {}) =>
  fillText(typeof forms === "string" ? forms : (values["n"] === 1 && forms.one) || forms.other, values);

/** What a renderer throws: the reason shows in the page's language. */
export const messageError = (message: Message): Error =>
  Object.assign(new Error(inEnglish(message)), { text: message });

/** The text of an error, if it is one of the interface. */
export const messageOf = (error: unknown): Message | undefined => (error as { text?: Message } | undefined)?.text;
