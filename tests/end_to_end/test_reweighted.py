"""A sweep that is re-weighted to a new range of a factor against one that is simulated with that range."""

import math

import numpy as np
import pytest
from scipy.stats import norm

import lunarsim as ls
from lunarsim.analysis import effective_number, factor_weights, weighted_quantiles

KEY = "station.power_multiplier"
LOW, HIGH = 0.3, 2.0
"""P5 and P95 of its declared log-normal distribution."""

CUT = (0.55, 0.95)


def value(unit):
    """Return the factor at a unit quantile."""
    deviation = math.log(HIGH / LOW) / 2 / norm.ppf(0.95)
    return math.sqrt(LOW * HIGH) * math.exp(norm.ppf(unit) * deviation)


@pytest.mark.slow
def test_a_reweighted_sweep_agrees_with_a_fresh_one_at_the_new_range():
    asked = ["design=lhs", "output=none"]
    wide = ls.sweep([*asked, "design.samples=600"])
    low, high = (f"{value(unit):.6g}" for unit in CUT)
    fresh = ls.sweep([*asked, "design.samples=400", "design.seed=7", f"{KEY}=tag(cut,interval({low},{high}))"])
    assert float(fresh[KEY].min()) >= float(low) * (1 - 1e-6)
    assert float(fresh[KEY].max()) <= float(high) * (1 + 1e-6)
    own = factor_weights(wide, {KEY: CUT}).expand_dims(replicate=1, axis=1)
    effective = float(effective_number(own))
    assert 200 < effective < 280
    for name in ("station_extended_year", "station_basic_year", "first_product_year"):
        dates, there = (
            each[name].isel(station=0) if "station" in each[name].dims else each[name] for each in (wide, fresh)
        )
        for year in (2036, 2041, 2046, 2056.5):
            reweighted = float((own * (dates <= year)).sum() / own.sum())
            simulated = float((there <= year).mean())
            both = (reweighted + simulated) / 2
            error = math.sqrt(both * (1 - both) * (1 / effective + 1 / fresh.sizes["sample"]))
            assert abs(reweighted - simulated) <= 2.8 * error, (name, year)
    # The cut moves this date, so that a sweep without weights would not have agreed.
    extended = wide["station_extended_year"].isel(station=0)
    plain = float(extended.notnull().mean())
    cut = float((own * extended.notnull()).sum() / own.sum())
    assert cut - plain > 0.1
    levels = weighted_quantiles(extended.fillna(np.inf), own, (0.1, 0.25)).values
    there = fresh["station_extended_year"].isel(station=0).fillna(np.inf).values.ravel()
    expected = np.quantile(there, (0.1, 0.25), method="inverted_cdf")
    assert levels == pytest.approx(expected, abs=3)
