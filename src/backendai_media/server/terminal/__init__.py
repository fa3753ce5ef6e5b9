"""A terminal in the browser, from one command: `backendai-media terminal`.

`launch.run` serves it until interrupted; it needs ``pip install 'backendai-media[terminal]'``.
"""
