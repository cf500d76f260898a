"""How a parameter is declared, and how values are checked against declarations."""

__all__ = ["checking", "declaration", "records"]
