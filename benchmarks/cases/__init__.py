"""One file for each workload."""

from . import images, messages, start, tables, text

CASES = (start.CASE, images.CASE, text.CASE, messages.CASE, tables.CASE)
