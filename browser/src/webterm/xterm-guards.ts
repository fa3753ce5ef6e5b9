/**
 * Bounds for what one sequence may ask of xterm.js. They work inside its parser, and so see the parameters that it sees,
 * whatever the bytes and wherever they are cut.
 */

import type { Terminal } from "@xterm/xterm";
import {
  TERMINAL_MAX_JOINED_CHARACTERS,
  TERMINAL_MAX_LINK_LINES,
  TERMINAL_MAX_LINKS,
  TERMINAL_MAX_REPEATS,
} from "../shared/spec.ts";
import { internals } from "./xterm-internals.ts";

/** Sequences that are repeated as often as their first parameter says; more than a screen's size makes no difference. */
const BY_ROWS: readonly Sequence[] = ["L", "M", "S", "T"].map((final) => ({ final }));
const BY_COLUMNS: readonly Sequence[] = [
  ...["@", "I", "P", "X", "Z"].map((final) => ({ final })),
  ...["@", "A"].map((final) => ({ intermediates: " ", final })),
  ...["}", "~"].map((final) => ({ intermediates: "'", final })),
];

interface Sequence {
  readonly intermediates?: string;
  readonly final: string;
}

/** Call once, when the addons are loaded that all terminals have. */
export function guard(terminal: Terminal): void {
  const { inputHandler, oscLinkService } = internals(terminal);
  const limit = (sequence: Sequence, most: () => number): void => {
    inputHandler.registerCsiHandler(sequence, ({ params }) => {
      params[0] = Math.min(params[0]!, most());
      // The emulator's own handler comes next.
      return false;
    });
  };
  for (const sequence of BY_ROWS) limit(sequence, () => terminal.rows);
  for (const sequence of BY_COLUMNS) limit(sequence, () => terminal.cols);
  limit({ final: "b" }, () => TERMINAL_MAX_REPEATS);
  boundLinks(oscLinkService);
  boundCells(terminal);
}

type Links = ReturnType<typeof internals>["oscLinkService"];

/** Every line of a link, and every link, has a marker, which every line that scrolls moves. Links beyond are plain text. */
function boundLinks(links: Links): void {
  const register = links.registerLink.bind(links);
  const addLine = links.addLineToLink.bind(links);
  links.registerLink = (data) => (links._dataByLinkId.size < TERMINAL_MAX_LINKS ? register(data) : 0);
  links.addLineToLink = (id, line) => {
    const known = links._dataByLinkId.get(id);
    if (known && known.lines.length < TERMINAL_MAX_LINK_LINES) addLine(id, line);
  };
}

/** Bits of a character's properties: whether it joins the one before, and its width. */
const JOINS = 1;
const WIDTH = 6;
const NARROW = 2;

/** Accents and joiners beyond the limit go on in the next cell. */
function boundCells(terminal: Terminal): void {
  const { unicodeService } = internals(terminal);
  const { _activeProvider: inner } = unicodeService;
  let joined = 0;
  terminal.unicode.register({
    version: "bounded",
    wcwidth: (codepoint) => inner.wcwidth(codepoint),
    charProperties(codepoint, preceding) {
      const properties = inner.charProperties(codepoint, preceding);
      if (!(properties & JOINS)) joined = 0;
      else if (++joined > TERMINAL_MAX_JOINED_CHARACTERS) {
        joined = 0;
        return (properties & ~(JOINS | WIDTH)) | NARROW;
      }
      return properties;
    },
  });
  terminal.unicode.activeVersion = "bounded";
}
