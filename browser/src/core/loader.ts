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

const asIs = (text: string): string => text;
let made: TrustedTypePolicyLike | undefined;

/**
 * The page's one Trusted Types policy, made when first needed. It stays inside the library, which gives it addresses of
 * chunks, and text for the sanitiser's parser only, whose nodes are cleaned before use.
 */
export const policy = (): TrustedTypePolicyLike | undefined =>
  (made ??= (
    window as { trustedTypes?: { createPolicy(name: string, rules: object): TrustedTypePolicyLike } }
  ).trustedTypes?.createPolicy("backendai-media", { createHTML: asIs, createScriptURL: asIs }));

interface Index {
  locate(name: string): [chunk: string, digest: string];
}

/** A module script with integrity fetches and checks the chunk; `import()` alone would run a tampered one. */
const fetchChunk = async (name: string): Promise<unknown> => {
  let chunk = name;
  let digest = __CHUNKS__[name];
  // What few pages need, by its name or by a type that it shows, is known to the tools, which are checked themselves.
  if (!digest) [chunk, digest] = ((await load("tools")) as Index).locate(name);
  const path = `/js/${chunk}.js${failures ? `?${failures}` : ""}`;
  const url = new URL(`${page.assetRoot}`.replace(/\/*$/, path), document.baseURI).href;
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

/** The module of a chunk, or of the one that shows a type, or a promise. A failure is tried again, under a new address since module maps remember it, and then forgotten. */
export function find(name: string): unknown {
  const fetched = async (): Promise<unknown> => {
    for (let tries = 0; ; tries++) {
      try {
        const module = await (__IMPORTS__ ? __IMPORTS__(name) : fetchChunk(name));
        modules.set(name, module);
        return module;
      } catch (error) {
        failures++;
        if (tries > 1) {
          modules.delete(name);
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, 999));
      }
    }
  };
  const found = modules.get(name) ?? fetched();
  modules.set(name, found);
  return found;
}

export const load = async (name: string): Promise<unknown> => find(name);
