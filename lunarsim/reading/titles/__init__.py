"""Titles: what groups, options, parameters, outcomes and labels are called in words for people."""

__all__ = ["known", "labels", "levers", "notes", "outcomes", "parameters"]
