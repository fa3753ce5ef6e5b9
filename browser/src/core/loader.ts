/** Chunks of the release, fetched when first needed, once, and only with the digest that was built in. */

import type { Message, TrustedTypePolicyLike } from "../backendai-media.d.ts";

export const LATE: Message = "Not loaded";

const script = document.currentScript as HTMLScriptElement | null;

/** `window.BackendAI`, whose `assetRoot` is read at each load. */
export interface Page {
  assetRoot?: string;
}
let page: Page = {};

/** Gives `assetRoot` its default: where this script came from, else the page's origin. */
export function setPage(given: Page): void {
  page = given;
  page.assetRoot ??= script?.src ? new URL("..", script.src).href : location.origin;
}

const urlOf = (chunk: string): string =>
  new URL(`${page.assetRoot}`.replace(/\/*$/, `/js/${chunk}.js`), document.baseURI).href;

const asIs = (text: string): string => text;
let made: TrustedTypePolicyLike | undefined;

/**
 * The page's one Trusted Types policy, made when first needed. It stays inside the library, which gives it addresses of
 * chunks, and text for the sanitiser's parser only, whose nodes are cleaned before use.
 */
export const policy = (): TrustedTypePolicyLike | undefined =>
  (made ??= (
    globalThis as { trustedTypes?: { createPolicy(name: string, rules: object): TrustedTypePolicyLike } }
  ).trustedTypes?.createPolicy("backendai-media", { createHTML: asIs, createScriptURL: asIs }));

/** A module script with integrity fetches and checks the chunk; `import()` alone would run a tampered one. */
const fetchChunk = async (chunk: string, url: string): Promise<unknown> => {
  // The digests of what few pages need are in the tools, which are checked themselves.
  const digest = __CHUNKS__[chunk] ?? ((await load("tools")) as { digests: typeof __CHUNKS__ }).digests[chunk];
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.type = "module";
    element.crossOrigin = "";
    element.integrity = `sha256-${digest}`;
    element.nonce = script?.nonce ?? "";
    element.src = (policy()?.createScriptURL(url) ?? url) as string;
    element.onload = () => resolve(import(url));
    element.onerror = () => reject(new Error(LATE));
    // It stays there: WebKit may collect an element that was taken out before it loaded.
    document.head.append(element);
  });
};

let failures = 0;
/** Chunks' modules, or promises of them. What is part of this script is here from the start. */
export const modules = new Map<string, unknown>();

/** The chunk's module, or a promise. A failure is tried again, under a new address since module maps remember it, and then forgotten. */
export function find(chunk: string): unknown {
  const fetched = async (): Promise<unknown> => {
    for (let tries = 0; ; tries++) {
      try {
        const module = await (__IMPORTS__
          ? __IMPORTS__[chunk]!()
          : fetchChunk(chunk, urlOf(chunk) + (failures ? `?${failures}` : "")));
        modules.set(chunk, module);
        return module;
      } catch (error) {
        failures++;
        if (tries > 1) {
          modules.delete(chunk);
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, 999));
      }
    }
  };
  const found = modules.get(chunk) ?? fetched();
  modules.set(chunk, found);
  return found;
}

export const load = async (chunk: string): Promise<unknown> => find(chunk);
