"""Speed, size and smoothness, beside peers measured in the same run: `python -m benchmarks`."""
