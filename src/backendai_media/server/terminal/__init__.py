"""A terminal in the browser, from one command: `backendai-media terminal`.

`run.run` serves it until interrupted. It needs ``pip install 'backendai-media[terminal]'``.
"""
