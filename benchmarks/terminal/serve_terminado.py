"""terminado on tornado, as its documentation shows. Runs in the peers' environment."""

# mypy: ignore-errors
import asyncio
import sys

from terminado import NamedTermManager, TermSocket
from tornado.web import Application


async def main() -> None:
    manager = NamedTermManager(shell_command=["/bin/sh"], max_terminals=5000)

    class Named(TermSocket):
        def open(self, url_component: str | None = None) -> None:
            if url_component not in manager.terminals:
                terminal = manager.new_terminal()
                terminal.term_name = url_component
                manager.terminals[url_component] = terminal
                manager.start_reading(terminal)
            super().open(url_component)

    Application([(r"/ws/(\w+)", Named, {"term_manager": manager})]).listen(
        int(sys.argv[1]), "127.0.0.1"
    )
    await asyncio.Event().wait()


asyncio.run(main())
