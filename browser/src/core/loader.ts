/** Chunks of the release, fetched when first needed, once, and only with the digest that was built in. */

import type { Message, TrustedTypePolicyLike } from "../backendai-media.d.ts";
import * as messages from "../shared/messages.ts";
import { messageError } from "../shared/translate.ts";

export const NOT_LOADED: Message = messages.not_loaded;

declare global {
  interface Window {
    /** The part of Trusted Types that is used; the DOM's declarations lack them. */
    readonly trustedTypes?: {
      createPolicy(
        name: string,
        rules: Record<"createHTML" | "createScriptURL", (text: string) => string>,
      ): TrustedTypePolicyLike;
    };
  }
}

/** Times that a chunk is asked for until it counts as failed, and milliseconds between them. */
const MAX_TRIES = 3;
const RETRY_DELAY_MS = 1000;

/** The npm package is none, and may be imported where there is no document. */
const script = __IS_MODULE__ ? null : (document.currentScript as HTMLScriptElement | null);

/** `window.BackendAI`, whose `assetRoot` is read at each load. */
export interface Page {
  assetRoot?: string;
}
let page: Page = {};

/** Gives `assetRoot` its default: where this script came from, else the page's origin. The npm package needs none. */
export function setPage(given: Page): void {
  page = given;
  if (!__IS_MODULE__) page.assetRoot ??= script?.src ? new URL("..", script.src).href : location.origin;
}

const asIs = (text: string): string => text;
let made: TrustedTypePolicyLike | undefined;

/**
 * The page's one Trusted Types policy, made when first needed. It stays inside the library, which gives it addresses of
 * chunks, and text for the sanitiser's parser only, whose nodes are cleaned before use.
 */
export const policy = (): TrustedTypePolicyLike | undefined =>
  (made ??= window.trustedTypes?.createPolicy("backendai-media", { createHTML: asIs, createScriptURL: asIs }));

interface Digests {
  digestOf(chunk: string): string;
}

/** Fetches that failed. Module maps remember a failure, so that each further fetch has a new address. */
let failures = 0;

/** A module script with integrity fetches and checks the chunk; `import()` alone would run a tampered one. */
async function fetchChunk(chunk: string): Promise<unknown> {
  // Those that few pages need are known to the tools, which are checked themselves.
  const digest = __CHUNKS__[chunk] ?? ((await load("tools")) as Digests).digestOf(chunk);
  const path = `/js/${chunk}.js${failures ? `?${failures}` : ""}`;
  const url = new URL(`${page.assetRoot}`.replace(/\/*$/, path), document.baseURI).href;
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.type = "module";
    element.crossOrigin = "";
    element.integrity = `sha256-${digest}`;
    element.nonce = script?.nonce ?? "";
    // The DOM's declarations know no trusted addresses yet.
    element.src = (policy()?.createScriptURL(url) ?? url) as string;
    element.onload = () => resolve(import(url));
    element.onerror = () => reject(messageError(NOT_LOADED, ` ${url}`));
    // It stays there: WebKit may collect an element that was taken out before it loaded.
    document.head.append(element);
  });
}

async function fetchPatiently(chunk: string): Promise<unknown> {
  for (let tries = MAX_TRIES; ;) {
    try {
      return await (__IS_MODULE__ ? __IMPORTS__(chunk) : fetchChunk(chunk));
    } catch (error) {
      failures++;
      if (!--tries) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS));
  }
}

/** Chunks' modules, or promises of them. */
const modules = new Map<string, unknown>();

/** The module of a chunk, or a promise of it. A failure is forgotten, and tried again when next asked. */
export function find(chunk: string): unknown {
  const known = modules.get(chunk);
  if (known) return known;
  const fetching = fetchPatiently(chunk);
  modules.set(chunk, fetching);
  fetching.then(
    (module) => modules.set(chunk, module),
    () => modules.delete(chunk),
  );
  return fetching;
}

export const load = async (chunk: string): Promise<unknown> => find(chunk);
