/** What a page lets outputs run, in frames (`options.active`). */

import type { Options } from "../backendai-media.d.ts";

export interface Allowed {
  /** Our chart renderers. */
  charts: boolean;
  /** Scripts of outputs. */
  scripts: boolean;
  /** Sources of a policy: what a frame may load from. */
  hosts: string;
  /** Whether they include a host. */
  allows(host: string): boolean;
}

const HOST = /^(?:https?:\/\/)?(?:\*\.)?[\w-]+(?:\.[\w-]+)*(?::\d+)?(?:\/[\w./~%-]*)?$/;

/** A host without a scheme would take the frame's own scheme, and it has none. */
function sourceOf(host: string): string {
  if (!HOST.test(host)) throw new TypeError(`options.active.hosts: ${host} is no host, such as cdn.example.com`);
  if (host.includes("://")) return host;
  return location.protocol === "http:" ? `https://${host} http://${host}` : `https://${host}`;
}

export function allowedBy({ active = "data" }: Options): Allowed {
  const hosts = (typeof active === "object" && active.hosts) || [];
  const names = hosts.map((host) => host.replace(/^https?:\/\//, "").replace(/\/.*/, ""));
  return {
    charts: active !== "none",
    scripts: active === "sandbox" || (typeof active === "object" && active.sandbox === true),
    hosts: hosts.map(sourceOf).join(" "),
    allows: (host) => names.some((name) => (name.startsWith("*.") ? host.endsWith(name.slice(1)) : host === name)),
  };
}
