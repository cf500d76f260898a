"""Which way from soil to mixed oxide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, mean, median_of_those, select
from lunarsim.analysis import per_kilogram
from lunarsim.plots import amounts_side_by_side

SWEEPS = {"sweep": ("experiment=flowsheets",)}

SHORT = {
    "soil": "soil_leach",
    "residue": "residue_leach",
    "slag": "molten_electrolysis",
    "phosphate": "phosphate_leach",
}
USED = {"energy": "energy_used_mwh", "reagent": "reagent_used_kg", "mined": "soil_mined_t"}


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    with_use = per_kilogram(sweep, tuple(USED.values()))
    found = {}
    for short, flowsheet in SHORT.items():
        found[f"made_{short}"] = mean(select(sweep["ree_produced_kg"], flowsheet=flowsheet))
        found[f"oxygen_{short}"] = mean(select(sweep["oxygen_produced_kg"], flowsheet=flowsheet))
        found[f"cost_{short}"] = median_of_those(select(sweep["unit_cost_usd_per_kg"], flowsheet=flowsheet) / 1e9)
        for use, name in USED.items():
            found[f"{use}_{short}"] = median_of_those(select(with_use[f"{name}_per_kilogram"], flowsheet=flowsheet))
    costs = [found[f"cost_{short}"].value for short in SHORT]
    others = [found[f"mined_{short}"].value for short in SHORT if short != "phosphate"]
    return found | {
        "least_cost": Figure(min(costs)),
        "most_cost": Figure(max(costs)),
        "times_the_soil": Figure(found["mined_phosphate"].value / (sum(others) / len(others))),
    }


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    yield (
        "phosphates make the least",
        found["made_phosphate"].value < min(found[f"made_{short}"].value for short in SHORT if short != "phosphate"),
    )
    yield "phosphates are dearest", found["most_cost"].value == found["cost_phosphate"].value
    for use in ("energy", "reagent"):
        yield (
            f"phosphates take the least {use}",
            all(
                found[f"{use}_phosphate"].value < found[f"{use}_{short}"].value
                for short in SHORT
                if short != "phosphate"
            ),
        )
    yield "leach of the soil is cheapest", found["least_cost"].value == found["cost_soil"].value
    yield "only electrolysis makes oxygen", [short for short in SHORT if found[f"oxygen_{short}"].value > 0] == ["slag"]


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw what each flowsheet makes and what a kilogram takes."""
    with_use = per_kilogram(sweep, tuple(USED.values()))
    shown = ("ree_produced_kg", *(f"{name}_per_kilogram" for name in USED.values()))
    return amounts_side_by_side(with_use, shown, "flowsheet")


ANSWER = """\
At Fra Mauro leaching the whole soil, the residue of evaporation or the slag of electrolysis makes {made_soil:0},
{made_residue:0} and {made_slag:0} kg of rare earths by 2056 on average, concentrating phosphates first
{made_phosphate:0} kg: each wins about a seventh of what is dug, the first three for what is lost as silica, iron and
aluminum are taken out of the liquor, the last for what dry concentration leaves behind. It takes {energy_phosphate:1}
MWh for a kilogram, against {energy_soil:0}, {energy_residue:0} and {energy_slag:0}, and {reagent_phosphate:1} kg of
reagents against {reagent_soil:0}, {reagent_residue:0} and {reagent_slag:0}, for {times_the_soil:1} times the soil: so
power and acid are what concentration saves. It makes less and costs most all the same, as its first step is the least
ready and the plant comes last, while gates and technology, most of the cost of each, are paid in full. None pays: in
the median a kilogram of oxide on Earth costs {least_cost:2} to {most_cost:2} billion USD, least by leach of the soil,
and only electrolysis makes oxygen beside it.
"""
