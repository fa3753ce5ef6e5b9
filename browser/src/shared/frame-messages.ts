/** What goes over the port between the page and the frame within. */

export interface Theme {
  dark: boolean;
  /** Colour and font of the text around the frame. */
  foreground: string;
  font: string;
}

/** What a library's script defines as `show` on the inner window: shows a value in place of the previous one. */
export interface Library {
  (type: string, data: unknown, theme: Theme, tell: Tell): Promise<void>;
  /** What it shows, as SVG. */
  picture?(): Promise<string>;
}

export interface Tell {
  /** A person clicked on a link. */
  link(href: string): void;
  /** Something was not loaded. */
  blocked(address: string): void;
}

/** From the page. `show` is answered by `shown` or `error` with its number. */
export type Order =
  | readonly ["theme", Theme]
  | readonly ["script", string]
  /** Answered by `picture` with its number and an SVG, or an empty string. */
  | readonly ["picture", number]
  | readonly ["show", number, type?: string, data?: unknown];
