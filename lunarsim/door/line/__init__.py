"""One line of overrides: read, vetted and composed into a request."""

__all__ = [
    "additions",
    "error_list",
    "headers",
    "hydra_state",
    "keys",
    "option_catalog",
    "override_checks",
    "overrides",
    "reading",
    "valid_line",
    "vetting",
]
