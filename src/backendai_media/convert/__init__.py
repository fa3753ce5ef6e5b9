"""`backendai-media render`: saved results, mimebundles and notebooks → static pages."""
