"""Analyses: a dataset in, a dataset out; they know xarray, not the simulator."""
