"""A small sweep with factors, made by hand, as reports read it."""

import numpy as np

from tests.reading.made import TEXT, along, sweep

KEYS = ("plant.units", "deposit.access")


def with_factors(samples=6, design="lhs", levers=None, replicates=1, **outcomes):
    """Return a sweep of two factors; a count that the second value of a lever fixes, and a share."""
    made = sweep(levers=levers, samples=samples, replicates=replicates, **outcomes)
    unit = (np.arange(samples) + 0.5) / samples
    made["u"] = (("factor", "sample"), np.array([unit, unit[::-1]]), {"units": "1"})
    made = made.assign_coords(factor=np.array(KEYS, dtype=TEXT))
    made["plant.units"] = (
        "sample",
        np.floor(1 + 4 * unit),
        {"units": "1", "long_name": "units", "evidence": "assumed"},
    )
    made["deposit.access"] = ("sample", 0.3 + 0.5 * unit[::-1], {"units": "1", "long_name": "access"})
    made["status"].attrs |= {
        "flag_values": list(range(7)),
        "flag_meanings": "not_run ok failed timed_out infeasible excluded not_needed",
    }
    made.attrs |= {"design": design, "title": "lunarsim sweep made", "command": "plant.units=2", "levers": "{}"}
    return made


def dates(*years):
    """Return dates by samples; None for never."""
    return along([np.nan if year is None else year for year in years])
