/** What the page lets run in frames, and the policy that keeps a frame to it. */

import type { Options } from "../../backendai-media.d.ts";

export interface Allowed {
  /** Our chart renderers. */
  charts: boolean;
  /** Scripts of outputs. */
  scripts: boolean;
  /** Sources of a policy: what a frame may load from. */
  hosts: string;
}

const HOST = /^(?:https?:\/\/)?(?:\*\.)?[\w-]+(?:\.[\w-]+)*(?::\d+)?(?:\/[\w./~%-]*)?$/;

/** A host without a scheme would be matched with the frame's own, which is none. */
function sourceOf(host: string): string {
  if (!HOST.test(host)) throw new TypeError(`options.active.hosts: ${host} is no host, such as cdn.example.com`);
  if (host.includes("://")) return host;
  return location.protocol === "http:" ? `https://${host} http://${host}` : `https://${host}`;
}

export function allowedBy({ active = "data" }: Options): Allowed {
  const hosts = (typeof active === "object" && active.hosts) || [];
  return {
    charts: active !== "none",
    scripts: active === "sandbox" || (typeof active === "object" && active.sandbox === true),
    hosts: hosts.map(sourceOf).join(" "),
  };
}

/** Neither frames, forms nor addresses of the output's choice; calls to other machines where browsers can forbid them. */
const NEVER = "frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'";

/** The policy of a frame: with `nonce` only what we give it runs, and without all that is in it. */
export const policyOf = (hosts: string, nonce?: string): string =>
  nonce
    ? `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'; img-src data: blob: ${hosts}; font-src data: ${hosts}; connect-src data: ${hosts}; ${NEVER}`
    : `default-src 'unsafe-inline' 'unsafe-eval' data: blob: ${hosts}; ${NEVER}`;
