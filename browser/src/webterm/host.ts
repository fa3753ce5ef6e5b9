/** What the host script provides to this chunk. */

import type { BackendAI, Translate, WebtermConstructor } from "../backendai-media.d.ts";
import { inEnglish, loadTranslator } from "../shared/translate.ts";

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
/** In English until others are loaded. */
let translate = inEnglish;

/** Loads the texts of the page's language. */
export async function loadTexts(): Promise<void> {
  const { language = document.documentElement.lang, messages } = page.options ?? {};
  translate = await loadTranslator(language, messages, loader);
}

export const text: Translate = (...given) => translate(...given);
