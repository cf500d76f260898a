"""Analyses: a dataset in, a dataset out; they know xarray, not the simulator."""

__all__ = [
    "cells",
    "cells_apart",
    "conditioning",
    "convergence",
    "dates",
    "decisions",
    "differences",
    "discovery",
    "intervals",
    "lever_words",
    "mine",
    "missions",
    "monthly",
    "pooling",
    "ranking",
    "sensitivity",
    "summary",
    "valid_runs",
    "verification",
]
