"""Forecasts scored against what happened."""

__all__ = ["hindcast", "scores"]
