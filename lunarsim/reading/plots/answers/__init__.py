"""Plots of answers: which factors matter, which signs tell most, and what news changes."""

__all__ = ["before_after", "telling_signs", "what_matters"]
