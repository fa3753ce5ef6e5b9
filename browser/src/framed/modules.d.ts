/** The little that is used of the libraries; their own types are heavy and not all of them strict. */

declare module "vega-embed" {
  export interface Options {
    [name: string]: unknown;
  }
  export interface Result {
    view: { toSVG(): Promise<string> };
    finalize(): void;
  }
  export default function embed(element: HTMLElement, spec: object, options: Options): Promise<Result>;
}

declare module "vega-interpreter" {
  export const expressionInterpreter: unknown;
}

declare module "vega" {
  export interface Loader {
    load(uri: string, options?: unknown): Promise<string>;
    sanitize(uri: string, options?: { context?: string }): Promise<{ href: string }>;
    http(uri: string, options?: unknown): Promise<string>;
    file(name: string): Promise<string>;
  }
  export function loader(options?: object): Loader;
}

declare module "plotly.js-strict-dist-min" {
  export interface Figure {
    data?: unknown;
    layout?: object;
    frames?: unknown;
    config?: object;
  }
  const plotly: {
    newPlot(element: HTMLElement, figure: Figure): Promise<unknown>;
    purge(element: HTMLElement): void;
    toImage(figure: HTMLElement | Figure, options: { format: "svg"; width: number; height: number }): Promise<string>;
  };
  export default plotly;
}

declare module "mermaid" {
  const mermaid: {
    initialize(config: object): void;
    render(id: string, text: string): Promise<{ svg: string }>;
  };
  export default mermaid;
}
