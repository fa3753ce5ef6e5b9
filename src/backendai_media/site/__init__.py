"""Static sites whose pages run Python in the browser: `backendai-media site`."""
