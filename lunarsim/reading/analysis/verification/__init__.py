"""Forecasts scored against what happened."""
