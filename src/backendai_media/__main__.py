"""`python -m backendai_media` is the command `backendai-media`."""

from .cli import main

main(prog_name="python -m backendai_media")
