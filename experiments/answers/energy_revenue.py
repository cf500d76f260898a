"""How income from energy exports moves the timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, difference, select
from lunarsim.plots import heat_map

SWEEPS = {"sweep": ("experiment=energy_revenue",)}

ELASTICITIES = {"plus": 0.5, "none": 0.0, "minus": -0.5}
INCOMES = {"doubled": 2.0, "halved": 0.5}


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    end = float(sweep["horizon_year"].max())
    luna = sweep["mission_launch_year"].sel(mission="luna_28")
    found = {}
    for sign, elasticity in ELASTICITIES.items():
        for word, income in INCOMES.items():
            for short, data in {"luna": luna, "basic": sweep["station_basic_year"]}.items():
                both = (
                    select(data, budget_elasticity=elasticity, income_multiplier=multiplier)
                    for multiplier in (1.0, income)
                )
                found[f"{short}_{sign}_{word}"] = difference(*both, never=end)
    basic = [abs(figure.value) for name, figure in found.items() if name.startswith("basic")]
    return found | {"basic_most": Figure(max(basic))}


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield "doubled income brings Luna 28 forward at +0.5", found["luna_plus_doubled"].high < 0
    yield "halved income delays it at +0.5", found["luna_plus_halved"].low > 0
    yield "at -0.5 it is the reverse", found["luna_minus_doubled"].low > 0 > found["luna_minus_halved"].high
    yield "nothing moves at 0", found["luna_none_doubled"].value == 0.0 == found["luna_none_halved"].value
    yield "the basic station moves by less than half a year", found["basic_most"].value < 0.5


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw the mass that Russia lands, by elasticity and income."""
    return heat_map(sweep, "mass_landed_kg(russia)", ("budget_elasticity", "income_multiplier"), "mean")


ANSWER = """\
It depends on an elasticity that nobody has measured. At +0.5, doubled income brings Luna 28 {luna_plus_doubled:abs}
years forward ({luna_plus_doubled:abs interval}) and halved income delays it by {luna_plus_halved}
({luna_plus_halved:interval}); at -0.5 it is the reverse ({luna_minus_doubled} years later and {luna_minus_halved:abs}
earlier), and at 0 nothing moves, so that over the assumed range there is no clear effect. The joint station's dates
move little either way (basic: {basic_most:2} years or less on average).
"""
