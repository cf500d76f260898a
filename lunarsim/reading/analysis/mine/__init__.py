"""Analyses of the mine: reported resource, losses by stage, amounts per kilogram."""

__all__ = ["by_stage", "per_kilogram", "reported_resource"]
