#!/bin/sh
# markdown-it-py removes no-break and ideographic spaces at the ends of paragraphs; markdown-it keeps them.
#
# Seen with markdown-it-py 4.3.0 (Python 3.11) and markdown-it 15.0.3 (Node.js 22): of U+00A0, `a`,
# U+3000, the one makes `<p>a</p>`, the other `<p>` U+00A0 `a` U+3000 `</p>`. CommonMark 0.31 strips
# spaces and tabs only (2.1, 4.8); Python's `str.strip()` takes all that Unicode calls white space.
# Text that was indented by no-break spaces, or by U+3000 as Japanese and Chinese paragraphs are, is
# so in the browser and not in what Python renders of the same source.
#
# Fails once both agree.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
python="$folder/venv/bin/python"
"$python" -m pip install -q --disable-pip-version-check markdown-it-py==4.3.0
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund markdown-it@15.0.3
python=$("$python" -c 'from markdown_it import MarkdownIt; print(ascii(MarkdownIt().render("\u00a0a\u3000")))')
javascript=$(node --input-type=module -e 'import MarkdownIt from "markdown-it";
console.log(JSON.stringify(new MarkdownIt().render("\u00a0a\u3000")).replace(/[^ -~]/g, (it) => "\\u" + it.charCodeAt(0).toString(16)))')
printf "%s\n" "Python: $python" "JavaScript: $javascript"
[ "$python" = "'<p>a</p>\\n'" ] && [ "$javascript" = '"<p>\ua0a\u3000</p>\n"' ]
