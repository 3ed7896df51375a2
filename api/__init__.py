"""The HTTP service: a thin Flask layer over `screener`."""
