"""The command `backendai-media`, which is also `python -m backendai_media`."""

import sys

__all__ = ["main"]

#: The extra that a command needs; the others are content with any.
_EXTRAS = {
    "demo": "demo",
    "devserver": "demo",
    "render": "render",
    "terminal": "terminal",
}


def main(prog_name: str | None = None) -> None:
    """Run the command; where only the core is installed, say what to install and exit."""
    try:
        from .cli import main as command
    except ModuleNotFoundError as error:
        if error.name != f"{__package__}.cli":
            raise
        extra = _EXTRAS.get(next(iter(sys.argv[1:]), "demo"), "assets")
        sys.exit(f"This command is not installed: pip install 'backendai-media[{extra}]'")
    command(prog_name=prog_name)


if __name__ == "__main__":
    main("python -m backendai_media")
