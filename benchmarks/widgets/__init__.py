"""Jupyter's widgets: in a page, next to Jupyter's own manager, and with a kernel."""
