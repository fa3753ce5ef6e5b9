/** What happens to the page, told to drawings. They are held weakly: a container that goes takes them along. */

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
