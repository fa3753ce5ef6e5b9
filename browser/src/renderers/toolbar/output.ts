/** What the toolbar needs of the output that it serves. */
export interface Output {
  readonly element: HTMLElement;
  /** An interface text in the page's language. */
  text(english: string): string;
}
