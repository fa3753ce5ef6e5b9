/** What the host script provides to this chunk. */

import type { BackendAI, Options, Translate, WebtermConstructor } from "../backendai-media.d.ts";
import { languageChunk, type LanguageModule, languageOf, translated } from "../shared/translate.ts";

/** `window.BackendAI`, whose options are read when needed. */
export interface Page {
  options?: BackendAI["options"];
  Webterm?: WebtermConstructor;
}
/** Loads another chunk's module. */
export type Load = (chunk: string) => Promise<unknown>;

let page: Page;
let loader: Load;

export const setHost = (given: Page, load: Load): void => {
  page = given;
  loader = load;
};
export const load = <Module>(chunk: string): Promise<Module> => loader(chunk) as Promise<Module>;
const options = (): Options => page.options ?? {};
const language = (): string => languageOf(options(), document.documentElement);
let shipped: LanguageModule | undefined;

/** Loads the texts of the page's language, where they are shipped; without them the terminal speaks English. */
export async function loadTexts(): Promise<void> {
  const chunk = languageChunk(language());
  shipped = chunk ? await load<LanguageModule>(chunk).catch(() => undefined) : undefined;
}

export const text: Translate = (message, values = {}) =>
  translated(message, values, language(), options().messages, shipped?.messages);
