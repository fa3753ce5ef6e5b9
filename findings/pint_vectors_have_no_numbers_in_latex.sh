#!/bin/sh
# The LaTeX that pint gives notebooks for a vector has no numbers in it.
#
# Seen with pint 0.25.3, numpy 2.4.6 (Python 3.11): `_repr_latex_` of `[1, 2] * meter` is
# `$\begin{pmatrix} & \end{pmatrix}\ \mathrm{meter}$`, while `_repr_html_` and `str` have 1 and 2. A
# viewer that ranks `text/latex` above `text/html`, as some do for equations, shows an empty matrix.
# A single quantity, `1.5 * meter`, has its number in both.
#
# Fails once the numbers are there.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
python="$folder/venv/bin/python"
"$python" -m pip install -q --disable-pip-version-check pint==0.25.3 numpy==2.4.6
"$python" - <<'PYTHON'
import numpy as np
import pint

unit = pint.UnitRegistry().meter
vector = np.array([1, 2]) * unit
print(pint.__version__, np.__version__, vector._repr_latex_(), "|", vector, "|", (1.5 * unit)._repr_latex_())
raise SystemExit("1" in vector._repr_latex_() or "1.5" not in (1.5 * unit)._repr_latex_())
PYTHON
