"""One line of overrides: read, vetted and composed into a request."""

__all__ = ["headers", "hydra_state", "keys", "option_catalog", "reading", "valid_line", "vetting"]
