#!/bin/sh
# In Node, xterm.js with its addon for graphemes takes emoji for one column wide.
#
# Seen with @xterm/headless 6.0.0, @xterm/addon-unicode-graphemes 0.4.0, Node 20.20 (any that pools
# buffers, which all do): a thumbs-up moves the cursor by one column, a Chinese character by two. In a
# browser, and in Node without pooled buffers, both take two.
# The addon decodes its table of properties from base64. Where there is a `Buffer` it uses
# `Buffer.from`, whose result lies somewhere within a shared ArrayBuffer, and then reads from the start
# of that ArrayBuffer. Which widths come out depends on what else lies there; nothing is thrown.
# Tests and servers that compare themselves with a headless terminal are led astray: set
# `Buffer.poolSize = 0` before the addon is loaded.
#
# Fails once the emoji takes two columns without help.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @xterm/headless@6.0.0 @xterm/addon-unicode-graphemes@0.4.0
cat > columns.cjs <<'NODE'
if (process.argv[2] === "unpooled") Buffer.poolSize = 0;
const { Terminal } = require("@xterm/headless");
const { UnicodeGraphemesAddon } = require("@xterm/addon-unicode-graphemes");

const columns = async (text) => {
  const terminal = new Terminal({ allowProposedApi: true, cols: 20, rows: 2 });
  terminal.loadAddon(new UnicodeGraphemesAddon());
  await new Promise((done) => terminal.write(text, done));
  return terminal.buffer.active.cursorX;
};

(async () => console.log(`emoji ${await columns("👍")}, Chinese ${await columns("漢")}`))();
NODE
pooled=$(node columns.cjs)
unpooled=$(node columns.cjs unpooled)
echo "columns with pooled buffers: $pooled; without: $unpooled"
[ "$pooled" = "emoji 1, Chinese 2" ] && [ "$unpooled" = "emoji 2, Chinese 2" ]
