"""Analyses of the mine: break-even, reported resource, losses by stage, amounts per kilogram."""

__all__ = ["break_even", "by_stage", "per_kilogram", "reported_resource"]
