"""Sweeps of functions whose indices are known by theory, and what their results are read with."""

from tests.end_to_end.models import FACTORS

KEYS = list(FACTORS)
ALL = {"common_random_numbers": "all"}


def row(result, name, variable):
    return result[variable].sel({"outcome_name": name}).squeeze(drop=True)
