# order: 33
# title: CSV
# about: Text that a program wrote, as a table
import csv
import io
import keyword
import sys

from backendai_media import display

file = io.StringIO()
writer = csv.writer(file)
writer.writerow(["module", "letters", "starts with", "keyword"])
for name in sorted(sys.stdlib_module_names):
    if not name.startswith("_"):
        writer.writerow([name, len(name), name[0], keyword.iskeyword(name)])
display(("text/csv", file.getvalue()))
