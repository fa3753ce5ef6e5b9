/** What the host script provides to this chunk. */

import type { BackendAI, Message, Translate, WebtermConstructor } from "../backendai-media.d.ts";

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
export const text: Translate = (english: Message) => page.options?.messages?.[english] ?? english;
