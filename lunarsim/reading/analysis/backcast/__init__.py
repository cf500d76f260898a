"""Forecasts against what happened."""
