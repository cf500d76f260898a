"""Announced dates scored against actual ones: the file of statements and the report on it."""

__all__ = ["report", "statements"]
