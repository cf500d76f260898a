"""Analyses: a dataset in, a dataset out; they know xarray, not the simulator."""

__all__ = [
    "cells",
    "conditioning",
    "convergence",
    "differences",
    "mine",
    "missions",
    "monthly",
    "pooling",
    "sensitivity",
    "summary",
    "valid_runs",
    "verification",
]
