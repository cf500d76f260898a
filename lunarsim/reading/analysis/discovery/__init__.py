"""Scenario discovery: where in the space of uncertain factors a target is met, as a box."""

__all__ = ["discover"]
