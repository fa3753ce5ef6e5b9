/**
 * What the emulator answers to questions in the output, which is typed into the program: shapes that quote nothing of the
 * output, and not much of them.
 */

/** Device attributes, status and position, modes, size, focus, colours, settings. */
const HARMLESS =
  /^(\x1b\[[?>]?[\d;]{0,24}\$?[cnRytIO]|0c|\x1b\](4;\d{1,3}|1[0-2]);rgb:[\da-f/]{5,14}\x1b\\|\x1bP[01]\$r[\d; ]{0,12}"?[qprm]{0,2}\x1b\\)+$/;
/** Characters in a second. */
const MOST = 4096;

/** Tells of each answer whether it may be given. */
export function makeAnswers(now: () => number = () => performance.now()): (text: string) => boolean {
  let since = -Infinity;
  let count = 0;
  return (text) => {
    if (now() - since >= 1000) {
      since = now();
      count = 0;
    }
    count += text.length;
    return count <= MOST && HARMLESS.test(text);
  };
}
