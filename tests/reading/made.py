"""Small sweeps made by hand: as many runs as a test can see through."""

import numpy as np
import pytest
import xarray as xr

ABOUT = {
    "station_basic_year": ("basic station", "year"),
    "station_extended_year": ("extended station", "year"),
    "first_product_year": ("first rare-earth product", "year"),
    "crewed_landing_year": ("first crewed landing", "year"),
    "ree_produced_kg": ("rare earths produced", "kg"),
    "npv_musd": ("net present value of the mine", "MUSD"),
    "unit_cost_usd_per_kg": ("unit cost of oxide on Earth", "USD/kg"),
    "station_availability": ("availability of the station, once it works the surface", "1"),
    "missions_flown": ("flights towards the Moon", "1"),
    "month_power_kw": ("power", "kW"),
    "ree_in_place_t": ("rare earths in place", "t"),
    "ree_recoverable_t": ("rare earths recoverable", "t"),
}
NAN = np.nan
TEXT = np.dtypes.StringDType()

ANY_NAME = (
    *("units", "title", "value", "mean", "runs", "low", "high", "pairs", "outcome", "quantile", "is_date"),
    *("probability", "run", "name", "dims", "year"),
)
"""Names of levers that results might want for themselves."""

ANY_NAME_DRAWN = (*ANY_NAME[:5], *(pytest.param(name, marks=pytest.mark.slow) for name in ANY_NAME[5:]))
"""The same for pictures, which take long to make of each: the rest of the names are slow tests."""


def sweep(levers=None, status=1, error="", end=2056.5, trailing=None, samples=4, replicates=1, **outcomes):
    """Return a sweep; outcomes, status, error and end are broadcast to its runs and then along trailing dimensions."""
    levers, trailing = levers or {}, trailing or {}
    axes = {**levers, "sample": range(samples), "replicate": range(replicates)}
    shape = tuple(len(values) for values in axes.values())

    def filled(values, name=""):
        of_name = {dim: labels for dim, labels in trailing.items() if name in labels[0]}
        full = (*shape, *(len(labels[1]) for labels in of_name.values()))
        long_name, units = ABOUT.get(name, (name, "1"))
        array = np.array(np.broadcast_to(np.array(values), full))
        return (*axes, *of_name), array, {"long_name": long_name, "units": units}

    variables = {name: filled(values, name) for name, values in outcomes.items()}
    variables |= {"status": filled(np.int8(status)), "horizon_year": filled(np.asarray(end, dtype=float))}
    variables["error"] = filled(np.array(error, dtype=TEXT))
    coordinates = {dim: _labels(values) for dim, values in axes.items()}
    coordinates |= {dim: _labels(labels) for dim, (_, labels) in trailing.items()}
    return xr.Dataset(variables, coordinates, attrs={"lunarsim_version": "0"})


CUTOFFS = {"grade_cutoff": (("soil_above_cutoff_t", "ree_grade_above_cutoff_ppm"), [0.0, 300.0, 600.0])}
STAGED = {
    "stage": (("ree_by_stage_t",), ["in_place", "minable", "mined", "produced", "delivered"]),
    "ree": (("ree_by_stage_t",), ["La", "Lu", "Y", "Sc"]),
}
"""Dimensions of a sweep's outcomes of the deposit."""


def along(values):
    """Return values of samples as an array of runs with one replicate."""
    return np.array(values, dtype=float)[..., np.newaxis]


def _labels(values):
    return np.array(values, dtype=TEXT) if isinstance(values[0], str) else np.array(values)


def of(result, name):
    """Return an analysis of one outcome."""
    return result.sel({"outcome_name": name})
