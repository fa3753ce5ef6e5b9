#!/bin/sh
# Temml leaves out digits of numbers in upright names, without an error.
#
# Seen with temml 0.13.5 (Node.js 22): `\mathrm{C12H22O11}` becomes `<mi>C1H2O1</mi>`, and
# `{\rm x123}` becomes x1; `\mathit` does the same. `\mathrm{12}`, `\mathbf{a23}` and
# `\mathrm{x{23}}` have all their digits. Where letters and digits form one name, Temml joins its
# parts in one element, and takes the first piece of text of each: a number has one for each digit.
# LaTeX, MathJax and KaTeX show all of them. Formulas of chemistry lose atoms this way.
#
# A way around: braces around each number in such a name. Fails once all digits are there.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund temml@0.13.5
cat > show.mjs <<'JAVASCRIPT'
import temml from "temml";

const seen = (source) => temml.renderToString(source).replace(/<[^>]*>/g, "");
const found = ["\\mathrm{C12H22O11}", "{\\rm x123}", "\\mathrm{12}", "\\mathbf{a23}", "\\mathrm{x{23}}"].map(seen);
console.log(found.join("\n"));
process.exitCode = found[0] === "C1H2O1" && found[1] === "x1" && found[2] === "12" && found[4] === "x23" ? 0 : 1;
JAVASCRIPT
node show.mjs
