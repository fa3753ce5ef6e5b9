/** What people take from a playground: a link that has the program in it, and the picture that it drew. */

/** What the fragment of such a link begins with. */
const MARK = "#program=";
/** Bytes of a program that a link may have. */
const MAX_BYTES = 100_000;
const DRAWING = "application/x-sorna-drawing";
const SVG = "image/svg+xml";

/** A fragment that has the program: deflated, as base64 for addresses. */
export async function linkTo(program: string): Promise<string> {
  const packed = new Blob([program]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return MARK + text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The program that a fragment has, if it has one. */
export async function programIn(fragment: string): Promise<string | undefined> {
  if (!fragment.startsWith(MARK)) return undefined;
  try {
    const text = atob(fragment.slice(MARK.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (one) => one.charCodeAt(0));
    const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const decoder = new TextDecoder();
    let program = "";
    for (const reader = whole.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) return program + decoder.decode();
      program += decoder.decode(value, { stream: true });
      if (program.length > MAX_BYTES) return undefined;
    }
  } catch {
    return undefined;
  }
}

/** The last of some items that is a drawing with its picture, as SVG that moves. */
export function pictureIn(items: unknown): string | undefined {
  if (!Array.isArray(items)) return undefined;
  const pictures = items.map((item: { data?: Record<string, unknown> }) =>
    item.data && DRAWING in item.data ? item.data[SVG] : undefined,
  );
  const found = pictures.findLast((one) => typeof one === "string");
  return found as string | undefined;
}
