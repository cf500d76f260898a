"""What a kilogram costs from a pilot to a plant of 100,000 t of soil a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, median_of_those, select, share
from lunarsim.plots import unit_cost_by_scale

SWEEPS = {"sweep": ("experiment=scale",)}

SIZES = {"pilot": 0.001, "small": 0.1, "today": 1.0, "thousand": 10.0, "large": 100.0, "largest": 1000.0}


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    cost, further = sweep["unit_cost_usd_per_kg"], sweep["marginal_cost_usd_per_kg"]
    found = {}
    for name, scale in SIZES.items():
        runs = select(cost, scale=scale)
        found[name] = median_of_those(runs / 1e6)
        found[f"further_{name}"] = median_of_those(select(further, scale=scale) / 1e6)
        found[f"times_{name}"] = median_of_those(runs / select(cost, scale=1000.0))
    largest = select(cost, scale=1000.0)
    steps = largest / select(cost, scale=100.0)
    # Of runs that deliver at both sizes; a run that delivers nothing has no unit cost.
    found["dearer_largest"] = share(steps[np.isfinite(steps)] > 1.0)
    found["dearest_step"] = Figure(float(np.nanmax(steps)) - 1.0)
    found["times_the_price"] = median_of_those(largest / select(sweep["basket_price_usd_per_kg"], scale=1000.0) / 1e6)
    found["share_home"] = Figure(
        min(float(sweep["exported_share"].sel(scale=scale).mean()) for scale in SIZES.values())
    )
    return found


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    medians = [found[name].value for name in SIZES]
    yield "a kilogram costs ever less", medians == sorted(medians, reverse=True)
    yield "most is saved below the plant of today", found["times_pilot"].value > 100 * found["times_today"].value
    yield "from a hundred times on hardly anything is saved", found["times_large"].value < 1.2
    yield (
        "it does not fall in each run",
        0.0 < found["dearer_largest"].value < 0.5 and found["dearest_step"].value > 0.01,
    )
    yield "a further kilogram costs far less", found["further_largest"].value < found["largest"].value / 3
    yield "none pays", found["times_the_price"].value > 0.1
    yield "all comes home at every size", found["share_home"].value >= 0.9


ANSWER = """\
It falls, steeply at first, and ends far above any price. In the median a kilogram of oxide on Earth costs {pilot:musd}
from a pilot of 100 kg of soil a year, {small:musd} from 10 t, {today:musd} from the 100 t of the base scenario,
{thousand:musd} from 1,000 t, {large:musd} from 10,000 t and {largest:musd} from 100,000 t. Below the plant of today it
is camp, craft and operations, which hardly shrink with it; above, machines for each tonne grow lighter, but power,
excavators, spares and reagents are in proportion to the soil, so that the last factor of ten divides it by
{times_large:2} only, in the median of the ratios run by run. It does not fall in each of them: in
{dearer_largest:percent 0} % a kilogram is dearer at 100,000 t than at 10,000 t, by {dearest_step:percent 0} % at most,
as machines grow nearly in proportion there and the larger plant begins to work later. A further kilogram from a plant
that stands, its reagents, spares and return alone, costs {further_largest:musd} at 100,000 t, and no scale goes below
that. The unit cost is still {times_the_price:1} million times the price of the mix. All comes on its planned day
here, on a line of a thousand landers a year that nobody has; {share_home:percent 0} % of what is made two years
before the end or more comes home at every size.
"""


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw the unit cost by the size of the plant."""
    return unit_cost_by_scale(sweep, "scale")
