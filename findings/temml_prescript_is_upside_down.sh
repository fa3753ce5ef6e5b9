#!/bin/sh
# Temml writes the scripts of `\prescript` the other way round.
#
# Seen with temml 0.13.5 (Node.js 22): `\prescript{14}{2}{C}` becomes an `mmultiscripts` with 14 as the
# lower and 2 as the upper script in front of C. mathtools, which defines the command, has
# `\prescript{above}{below}{of}`, and so has MathJax: 14 is above. Isotopes have their numbers swapped.
#
# Fails once the first argument is the upper script.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund temml@0.13.5
cat > show.mjs <<'JAVASCRIPT'
import temml from "temml";

const made = temml.renderToString("\\prescript{14}{2}{C}");
console.log(made);
// After `mprescripts` comes the lower script, then the upper one (MathML Core 3.4.3).
const [, lower, upper] = /<mprescripts><\/mprescripts>(.*?)<\/mn>(.*?)<\/mn>/.exec(made);
process.exitCode = lower.endsWith(">14") && upper.endsWith(">2") ? 0 : 1;
JAVASCRIPT
node show.mjs
