/** The document within: its policy is the first that it has, then our script, then the output. */

import { policyOf } from "./allowed.ts";

const STYLE = ":root{--font:system-ui,sans-serif}:where(html){font:14px/1.5 var(--font)}:where(body){margin:0}";
/** Charts take the page's colours. Outputs that bring scripts are written for white paper. */
const CHARTS =
  ":root{background:none;color:var(--foreground)}:root[data-dark]{color-scheme:dark}body{overflow-x:auto}.vega-embed{display:block}";
const OUTPUTS = ":where([data-dark]){background:#fff}:where([data-dark] body){margin:8px}:where(html){color:#1f2328}";

const makeNonce = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));

/** As markup. With `markup` it is an output's own document, whose scripts run; without, a place for a chart. */
export function documentOf(hosts: string, markup?: string): string {
  const nonce = makeNonce();
  const isChart = markup === undefined;
  const policy = policyOf(hosts, isChart ? nonce : undefined);
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><meta charset="utf-8"><meta http-equiv="x-dns-prefetch-control" content="off"><style>${STYLE}${isChart ? CHARTS : OUTPUTS}</style><script nonce="${nonce}">${__INNER__}</script>${markup ?? "<body>"}`;
}
