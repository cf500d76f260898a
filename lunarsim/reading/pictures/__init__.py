"""Pictures as a line asks for them: their kinds, and what is drawn of a sweep."""

__all__ = ["asked", "drawing", "kinds"]
