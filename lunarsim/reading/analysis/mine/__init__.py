"""Analyses of the mine: reported resource, losses by stage, amounts per kilogram."""
