"""Analyses of the mine: reported resource, losses by stage, amounts per kilogram, premises."""

__all__ = ["by_stage", "per_kilogram", "premises", "premises_in_words", "reported_resource"]
