"""Plots of answers: which factors matter, where a target is met, which signs are informative, and what news changes."""

__all__ = ["before_after", "found_box", "telling_signs", "what_matters"]
