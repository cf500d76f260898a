"""Plots of answers: which factors matter, where a target is met, which signs are informative, news, and regret."""

__all__ = ["before_after", "found_box", "regret_of_options", "telling_signs", "what_matters"]
