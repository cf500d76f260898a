"""Whether lunar rare earth makes a bloc's supply safer, and what a point of import reliance would take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import xarray as xr
from matplotlib.figure import Figure as Drawing

from experiments.answers.figure import Figure, mean, median_of_those, quantile, select
from lunarsim.plots import import_reliance_by_bloc

SWEEPS = {"sweep": ("experiment=supply_security",)}

YEAR = 2050
STAGES = ("mine", "separation_light", "separation_heavy", "metal_magnet")
MILLIONTHS = 1e6
BUYS = {"held_by": "eu", "separated_by": "holder"}
ABROAD = {"held_by": "eu", "separated_by": "china"}


def figures(sweep: xr.Dataset) -> dict[str, Figure]:
    """Return the figures of the answer."""
    eu = sweep.sel(bloc="eu")
    found = {}
    for stage in STAGES:
        bare = select(eu["import_reliance_without_lunar"], supply_stage=stage, year=YEAR, **BUYS)
        found[f"without_{stage}"] = quantile(bare)
        for case, labels in (("home", BUYS), ("china", ABROAD)):
            held = select(eu["import_reliance_by_stage"], supply_stage=stage, year=YEAR, **labels)
            found[f"lowered_{stage}_{case}"] = mean(MILLIONTHS * (bare - held))
    landed = sweep["year_reo_delivered_kg"].sum("program")
    covered, uncovered = (
        select(eu[f"strategic_demand_covered{end}"], supply_stage="separation_heavy", **BUYS)
        for end in ("", "_without_lunar")
    )
    return found | {
        "landed_kg": mean(select(landed, year=YEAR, **BUYS)),
        "covered": quantile(uncovered),
        "covered_more": mean(MILLIONTHS * (covered - uncovered)),
        "units": median_of_those(select(eu["point_plant_units"], **BUYS)),
        "units_of_defense": median_of_those(select(sweep["defense_plant_units"], **BUYS)),
        "landed_t": median_of_those(select(eu["point_landed_t"], **BUYS)),
        "power_mw": median_of_those(1e-3 * select(eu["point_power_kw"], **BUYS)),
        "cost": median_of_those(select(eu["point_cost_musd_per_year"], **BUYS)),
        "stockpile_years": median_of_those(select(eu["point_stockpile_years"], **BUYS)),
    }


def claims(found: Mapping[str, Figure]) -> Iterator[tuple[str, bool]]:
    """Yield what the words of the answer take for granted."""
    home = [found[f"lowered_{stage}_home"].value for stage in STAGES]
    abroad = [found[f"lowered_{stage}_china"].value for stage in STAGES]
    yield "separated at home it lowers reliance up to separation, a little", all(0 < low < 1000 for low in home[:3])
    yield "magnets are made elsewhere", home[3] == 0.0
    yield "separated in China it lowers none beyond the mine", abroad[0] > 0 and not any(abroad[1:])
    yield "it covers hardly more", 0 <= found["covered_more"].value < 10_000
    yield "a stock is cheaper by far", found["stockpile_years"].value > 100
    yield "defense alone takes many plants", found["units_of_defense"].value > 100


ANSWER = """\
Not by what the plants of this scenario make. The European Union imports {without_mine:percent 0} % of its rare earths
as ore, {without_separation_light:percent 0} % of the light and {without_separation_heavy:percent 0} % of the heavy ones
as separated oxide, and {without_metal_magnet:percent 0} % as metal and magnets, if industry grows as use does. Buying
and separating all {landed_kg:0} kg of lunar oxide that land in 2050 ({landed_kg:0 interval}) lowers that by
{lowered_mine_home:2}, {lowered_separation_light_home:2}, {lowered_separation_heavy_home:2} and 0 millionths; if China
separates it, by {lowered_mine_china:2} at the mine and by nothing from there on, because the scarce step is
separation and not ore. While China withholds all exports for three years from 2050 on, {covered:percent 0} % of what
defense and electronics of the Union need of heavy rare earths are covered, with lunar product {covered_more:2}
millionths more.

Backwards, one point of the Union's reliance takes {units:rough} plants like this one, {landed_t:rough} t landed up to
mid-2056, {power_mw:rough} MW and {cost:rough musd} a year, for which {stockpile_years:rough} years of
its whole use could be bought as a stock. Defense of the world uses only 0.1 % of the tonnes, and that would still take
{units_of_defense:rough} plants. Lithium-ion batteries hold no rare earths, so that they need none; lanthanum and cerium
at about 1 USD/kg pay for no delivery; use on the Moon saves the way home, but needs kilograms a year, not tonnes.
"""


def picture(sweep: xr.Dataset) -> Drawing:
    """Draw the import reliance of blocs, where the European Union buys and separates all."""
    return import_reliance_by_bloc(sweep.sel(BUYS))
