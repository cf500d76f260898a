"""New values for the accounts of a stored sweep, read from a line."""

__all__ = ["given_changes"]
