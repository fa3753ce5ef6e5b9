/** The page around drawings: its events, and how many pixels their bitmaps may have. */

export type News = "print" | "printed" | "still" | "look";

const readers = new Set<WeakRef<(news: News) => void>>();
const still = matchMedia("(prefers-reduced-motion: reduce)");
const paper = matchMedia("print");

const tell = (news: News): void => {
  for (const reader of readers) {
    const read = reader.deref();
    if (read) read(news);
    else readers.delete(reader);
  }
};
const tellIfPaper = (): void => tell(paper.matches ? "print" : "printed");
/** Pages are zoomed, and go to other screens. */
const sharpen = (): void => {
  tell("look");
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", sharpen, { once: true });
};

addEventListener("beforeprint", () => tell("print"));
addEventListener("afterprint", () => tell("printed"));
paper.addEventListener("change", tellIfPaper);
still.addEventListener("change", () => still.matches && tell("still"));
document.addEventListener("visibilitychange", () => tell("look"));
sharpen();

export const isStill = (): boolean => still.matches;

/** `read` lives as long as someone else holds it. */
export function listen(read: (news: News) => void): void {
  readers.add(new WeakRef(read));
}

/** Of a bitmap, and of its longer side: what all browsers can. */
const MAX_PIXELS = 16_777_216;
const MAX_SIDE = 16_384;
/** Pixels of all bitmaps on the page; each gets a quarter of what is left, with a minimum. */
const TOTAL_PIXELS = 64_000_000;
const MIN_PIXELS = 65_536;

let used = 0;

export function createFit(canvas: HTMLCanvasElement) {
  let usedHere = 0;
  return {
    /** The size of the bitmap for a drawing of `width` × `height`. */
    size(width: number, height: number): readonly [number, number] {
      // In a box of another shape (full screen) there is unused room.
      const { clientWidth, clientHeight } = canvas;
      const shown = (clientHeight && Math.min(clientWidth, (clientHeight * width) / height)) || width;
      const room = Math.max(MIN_PIXELS, Math.min(MAX_PIXELS, (TOTAL_PIXELS - used + usedHere) / 4));
      const scale = Math.min(
        (shown / width) * devicePixelRatio,
        Math.sqrt(room / (width * height)),
        MAX_SIDE / Math.max(width, height),
      );
      const size = [width, height].map((side) => Math.max(1, Math.round(side * scale))) as [number, number];
      used += size[0] * size[1] - usedHere;
      usedHere = size[0] * size[1];
      return size;
    },
    free(): void {
      used -= usedHere;
      usedHere = 0;
    },
  };
}
