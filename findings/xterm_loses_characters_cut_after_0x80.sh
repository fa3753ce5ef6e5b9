#!/bin/sh
# xterm.js drops a character whose bytes arrive in two pieces, if one of the first piece is 0x80.
#
# Seen with @xterm/headless 6.0.0 (Node.js 22): the dash U+2014 (e2 80 94), written as `e2 80` and
# `94`, does not appear, nor does anything in its place. Cut after `e2` it does, and so does 한
# (ed 95 9c) wherever it is cut. The decoder keeps the bytes of an unfinished character without their
# upper bits, and takes a remainder of 0 for none. Dashes and quotation marks of typography (U+2010 to
# U+203F), U+3000 and many Hangul syllables have such a byte: a terminal on a WebSocket that passes
# bytes on as they come loses one in some thousand. The package's next versions are said to be mended.
#
# A way around: a streaming TextDecoder in front of it. Fails once the dash appears.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @xterm/headless@6.0.0
cat > cut.cjs <<'NODE'
const { Terminal } = require("@xterm/headless");

const shown = async (...pieces) => {
  const terminal = new Terminal({ allowProposedApi: true, cols: 20, rows: 2 });
  for (const piece of pieces) await new Promise((done) => terminal.write(Uint8Array.from(piece), done));
  return terminal.buffer.active.getLine(0).translateToString(true);
};

(async () => {
  const lost = await shown([0x61, 0xe2, 0x80], [0x94, 0x62]);
  const kept = [await shown([0x61, 0xe2], [0x80, 0x94, 0x62]), await shown([0x61, 0xed, 0x95], [0x9c, 0x62])];
  console.log(`cut behind 0x80: ${lost}; elsewhere: ${kept.join(", ")}`);
  process.exitCode = lost === "ab" && kept.join() === "a\u2014b,a\ud55cb" ? 0 : 1;
})();
NODE
node cut.cjs
