"""A project that shows a notebook and results."""

project = "Sample"
extensions = ["myst_parser", "backendai_media.sphinx"]
