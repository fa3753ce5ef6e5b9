/** What the build fills in. */
declare const __VERSION__: string;
/** Digests of chunks, name → base64 of SHA-256: in the host script of those needed often, in the tools of the others. */
declare const __CHUNKS__: Readonly<Record<string, string>>;
/** Whether this is the npm package, and there what imports a chunk by its name. */
declare const __IS_MODULE__: boolean;
declare const __IMPORTS__: (name: string) => Promise<unknown>;
/** The script that runs first in a frame. */
declare const __INNER__: string;
/** The page of frames. */
declare const __PAGE__: string;

/** Style sheets are imported as text and adopted as constructed sheets, which pass a strict CSP. */
declare module "*.css" {
  const text: string;
  export default text;
}
