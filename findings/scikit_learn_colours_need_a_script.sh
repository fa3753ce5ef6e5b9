#!/bin/sh
# The HTML of a scikit-learn estimator has its light and dark colours only once its script has run.
#
# Seen with scikit-learn 1.9.1 (Python 3.11): the style sheet sets the colours of text, ground, boxes and
# icons in rules for `.sk-global.light` and `.sk-global.dark`. Nothing in the markup has one of these
# classes, and no media query sets them: a script adds one. Where scripts of outputs are left out (saved
# notebooks on GitHub, any sanitiser), the variables have no value in either theme.
#
# Fails once the colours are set without a script.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
python="$folder/venv/bin/python"
"$python" -m pip install -q --disable-pip-version-check scikit-learn==1.9.1
"$python" - <<'PYTHON'
import re

import sklearn
from sklearn.linear_model import LinearRegression

html = LinearRegression()._repr_html_()
css = "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
markup = re.sub(r"<(style|script)\b.*?</\1>", "", html, flags=re.DOTALL)
setters = [
    rule.strip()
    for rule, block in re.findall(r"([^{}]*)\{([^{}]*)\}", css)
    if re.search(r"--sklearn-color-background\s*:", block)
]
classes = sorted({name for names in re.findall(r'class="([^"]*)"', markup) for name in names.split()})
print(sklearn.__version__, setters, [name for name in classes if name in ("light", "dark")])
has_media = "prefers-color-scheme" in css
raise SystemExit(
    has_media
    or {"light", "dark"} & set(classes) != set()
    or sorted(rule.rpartition("\n")[2] for rule in setters) != [".sk-global.dark", ".sk-global.light"]
)
PYTHON
