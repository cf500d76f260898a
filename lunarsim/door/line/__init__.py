"""One line of overrides: read, vetted and composed into a request."""
