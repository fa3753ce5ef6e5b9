/** The document within: its policy, its markup and its theme. */

import type { Sources, Theme } from "../../shared/chunk-interfaces.ts";

/** Neither frames, forms nor addresses of the output's choice; calls to other machines where browsers can forbid them. */
const FORBIDDEN_SOURCES = "frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'";

/** The policy of a frame: with `nonce` only our scripts run, without it all scripts of the output. */
export const policyOf = ({ load, connect }: Sources, nonce?: string): string =>
  nonce
    ? `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'; img-src data: blob: ${load}; font-src data: ${load}; connect-src data: ${connect}; ${FORBIDDEN_SOURCES}`
    : `default-src 'unsafe-inline' 'unsafe-eval' data: blob: ${load}; connect-src data: blob: ${connect}; ${FORBIDDEN_SOURCES}`;

const BASE_CSS = ":root{--font:system-ui,sans-serif}:where(html){font:14px/1.5 var(--font)}:where(body){margin:0}";
/**
 * Charts take the page's colours. Outputs that bring scripts are written for white paper, which is there once something
 * shows on it: what only loads libraries leaves no strip, and what is in light text has a ground of its own.
 */
const CHART_CSS =
  ":root{background:none;color:var(--foreground)}:root[data-dark]{color-scheme:dark}body{overflow-x:auto}.vega-embed{display:block}";
const OUTPUT_CSS =
  ":where([data-dark][data-paper]){background:#fff}:where([data-dark][data-paper] body){margin:8px}:where(html){color:#1f2328}";

const createNonce = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));

/** As markup. With `markup` it is an output's own document, whose scripts run; without, a place for a chart. */
export function documentOf(sources: Sources, markup: string | undefined, isThemed: boolean): string {
  const nonce = createNonce();
  const isChart = markup === undefined;
  const policy = policyOf(sources, isChart ? nonce : undefined);
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><meta charset="utf-8"><meta http-equiv="x-dns-prefetch-control" content="off"><style>${BASE_CSS}${isThemed ? CHART_CSS : OUTPUT_CSS}</style><script nonce="${nonce}">${__INNER__}</script>${markup ?? "<body>"}`;
}

/** The theme around an element whose style marks dark mode by its outline colour. */
export function themeOf(element: Element): Theme {
  const { color, fontFamily, outlineColor } = getComputedStyle(element);
  return { dark: outlineColor === "rgb(0, 0, 1)", foreground: color, font: fontFamily };
}
