"""Export: a stored sweep as a file that other programs read."""

__all__ = ["files", "forms"]
