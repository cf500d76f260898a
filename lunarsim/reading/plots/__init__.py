"""Plots: a dataset in, a matplotlib figure out; units, a legend that explains, colors safe for color-blind readers."""
