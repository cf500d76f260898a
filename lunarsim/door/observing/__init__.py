"""News on the command line: a new sweep in which they are facts."""

__all__ = ["fresh_sweep"]
