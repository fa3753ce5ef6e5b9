/** What a view may load: what both its own metadata and the page allow. */

import { isList, isText } from "../../shared/reading.ts";

const SOURCE = /^(?:([a-z]+):\/\/)?((?:\*\.)?[\w-]+(?:\.[\w-]+)*(?::\d+)?)(\/[\w./~%-]*)?$/i;

/** What schemes of a view's own are called where the page lists hosts. */
const SCHEMES: Readonly<Record<string, string>> = { https: "https", wss: "https", http: "http", ws: "http" };

const covers = (wide: string, host: string): boolean =>
  wide === host || (wide.startsWith("*.") && host.endsWith(wide.slice(1)));

/** Both a source of the page's, as `allowedBy` gives them, and a domain of the view's; `undefined` if they have nothing in common. */
function common(allowed: string, domain: string): string | undefined {
  const [, scheme, host = "", path = ""] = SOURCE.exec(allowed) ?? [];
  const [, wanted = "https", domainHost = ""] = SOURCE.exec(domain) ?? [];
  if (!host || !domainHost || SCHEMES[wanted.toLowerCase()] !== scheme) return undefined;
  const narrow = covers(host, domainHost) ? domainHost : covers(domainHost, host) ? host : undefined;
  return narrow && `${wanted}://${narrow}${path}`;
}

/** The sources of a policy that a list of domains, which may be anything, and the page's hosts have in common. */
export function meet(hosts: string, domains: unknown): string[] {
  const allowed = hosts.split(" ").filter(Boolean);
  const wanted = isList(domains) ? domains.filter(isText) : [];
  return [
    ...new Set(
      wanted.flatMap((domain) => allowed.map((one) => common(one, domain)).filter((one) => one !== undefined)),
    ),
  ];
}
