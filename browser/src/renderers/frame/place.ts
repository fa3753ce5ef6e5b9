/** Where the page of frames is: a file of the release, or what answers in its place. It is found once for all frames. */

import type { Context } from "../../backendai-media.d.ts";
import type { Places } from "../../shared/chunk-interfaces.ts";

/** The place that is used; empty before any. */
let place = "";

/** Empty where the page does not say where a release is, as with a bundler. */
function fileOfRelease(): string {
  const root = window.BackendAI?.assetRoot;
  return root ? new URL(root.replace(/\/*$/, "/frame.html"), document.baseURI).href : "";
}

/** The place to try after `failed`, which is empty at first; empty after the last, and then it begins again. */
export async function findPlace({ load }: Pick<Context, "load">, failed = ""): Promise<string> {
  if (!failed) place ||= fileOfRelease();
  return place === failed ? (place = ((await load("places")) as Places).placeAfter(failed)) : place;
}
