"""Where one would mine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, difference, mean, median_of_those, reached, select
from lunarsim.plots import amounts_by_lever

SWEEPS = {"sweep": ("experiment=site_choice",)}

RICH_IN_KREEP = ("fra_mauro", "lalande", "aristillus", "aristarchus", "mairan")


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    end = float(sweep["horizon_year"].max())
    found = {
        f"made_{site}": mean(select(sweep["ree_produced_kg"], site=site)) for site in sweep["site"].values.tolist()
    }
    polar, far = "shackleton", "fra_mauro"
    for site in (polar, far):
        found |= {
            f"returned_{site}": reached(select(sweep["first_return_year"], site=site)),
            f"unit_cost_{site}": median_of_those(select(sweep["unit_cost_usd_per_kg"], site=site) / 1e9),
        }
    made, first = sweep["ree_produced_kg"], sweep["first_product_year"]
    cost = sweep["cost_musd"].sel(program="china")
    return found | {
        "times_more": Figure(found[f"made_{far}"].value / found[f"made_{polar}"].value),
        "more": difference(select(made, site=polar), select(made, site=far)),
        "dearer": difference(select(cost, site=polar), select(cost, site=far)),
        "later": difference(*(12.0 * select(first, site=site) for site in (polar, far)), never=12.0 * end),
        "basket": median_of_those(select(sweep["basket_price_usd_per_kg"], site=far)),
        "compton_share": Figure(found["made_compton_belkovich"].value / found[f"made_{far}"].value),
    }


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield "more at Fra Mauro", found["more"].low > 0
    yield "dearer at Fra Mauro", found["dearer"].low > 0
    yield "an earlier start at Fra Mauro", found["later"].high < 0
    yield (
        "not worth it",
        all(
            found[f"unit_cost_{site}"].value * 1e9 > 1000 * found["basket"].value
            for site in ("fra_mauro", "shackleton")
        ),
    )
    lassell = found["made_lassell"].value
    yield (
        "Lassell makes less than ground rich in KREEP",
        all(lassell < found[f"made_{site}"].value for site in RICH_IN_KREEP),
    )
    yield "Compton-Belkovich makes about a fourth", 0.2 < found["compton_share"].value < 0.32


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw the rare earths that are made, by site."""
    return amounts_by_lever(sweep, "ree_produced_kg", "site")


ANSWER = """\
The same plant makes {times_more:0} times more at Fra Mauro than at Shackleton, {more} kg of rare earths more by 2056
on average ({more:interval}), for {dearer:billion 1} billion USD more ({dearer:billion 1 interval}), since a second
camp must be flown in and each year's product asks for a craft and its propellant, while the pole ships every other
year. It starts {later:abs 0} months earlier ({later:abs 0 interval}), for the camp brings power, link and
robots of its own, while the plant at the pole stands still as often as the station lacks them. It is not worth it
anywhere: of the runs that return any to Earth ({returned_fra_mauro:percent 0} of a hundred; at Shackleton
{returned_shackleton:percent 0}), the median cost of a kilogram of oxide on Earth is {unit_cost_fra_mauro:2} billion
USD at Fra Mauro and {unit_cost_shackleton:1} billion at Shackleton, against a basket of some {basket:0} USD. Silicic
thorium spots mislead: Compton-Belkovich, with twice the thorium of Fra Mauro, yields a fourth of its rare earths, and
Lassell, with 4.5 times, less than any site rich in KREEP. Hauling the soil to the station instead
(`mine.plant_at=station`) takes some 250 t of haulers for 100 t of soil a year.
"""
