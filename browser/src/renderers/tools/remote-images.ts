/** Pictures that the browser fetches from elsewhere. */

/** Milliseconds between looks whether a picture that comes is still in view. */
const POLL_MS = 100;

const isInView = (image: HTMLElement): boolean =>
  !document.hidden && !!image.offsetParent && Math.abs(image.getBoundingClientRect().top) < innerHeight;

/**
 * Resolves when a picture that has not come is off screen, hidden or detached: the browser may never load it, and nobody
 * waits for it. What is above may push it away later.
 */
export const whenOutOfView = (image: HTMLImageElement): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (!isInView(image)) resolve();
      else if (!image.complete) setTimeout(look, POLL_MS);
    };
    setTimeout(look);
  });
