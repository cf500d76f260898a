"""Power through light and darkness from the ratings of hardware: the formula of the run, of plans and of checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lunarsim.physics.power.aging import isotope_share_left, share_left
from lunarsim.physics.power.light import LightCycle, light_cycle
from lunarsim.physics.power.night_duty import Sources, lasting_kw, left_by
from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.power.technologies import power_technologies
from lunarsim.words.sums import total

MILLIWATTS_PER_KW = 1_000_000
"""Power is counted in whole milliwatts: a sum of whole numbers is the same whatever joined or left it in what order."""

PUBLISHED = ("measured", "published")
"""Evidence of ratings that no multiplier scales."""


class Ratings(NamedTuple):
    """What hardware gives and keeps, in whole milliwatts and milliwatt-hours.

    Parameters
    ----------
    steady : int [mW]
        Power that does not need the Sun.
    solar : int [mW]
        Power of arrays in the light.
    battery, fuel_cell : int [mW h]
        Energy that full storage gives to a load.
    """

    steady: int
    solar: int
    battery: int
    fuel_cell: int


NO_RATINGS = Ratings(0, 0, 0, 0)


def site_cycle(site: Site) -> LightCycle:
    """Return the cycle of light and darkness at a site."""
    return light_cycle(site.lit_fraction, site.dark_spell_hours)


def sources_of(
    *, steady_kw: float = 0.0, solar_kw: float = 0.0, battery_kwh: float = 0.0, fuel_cell_kwh: float = 0.0
) -> Sources:
    """Return sources whose storage returns what storage of its kind is likely to."""
    known = power_technologies()
    returned = known.battery_efficiency.likely, known.fuel_cell_efficiency.likely
    return Sources(steady_kw, solar_kw, battery_kwh, fuel_cell_kwh, *returned)


NOTHING = sources_of()
"""No power at all."""


def unit_ratings(asset: Asset, multiplier: float) -> Ratings:
    """Return the ratings of a new unit of an asset.

    Parameters
    ----------
    asset : Asset
        Of which it is a unit.
    multiplier : float
        Multiplier on ratings that nobody has published.
    """
    used = power_technologies().battery_depth_of_discharge.likely
    scaled = MILLIWATTS_PER_KW / asset.units
    if asset.evidence not in PUBLISHED:
        scaled *= multiplier
    return Ratings(
        round(asset.night_power_kw * scaled),
        max(round((asset.power_kw - asset.night_power_kw) * scaled), 0),
        round(asset.storage_kwh * used * scaled),
        round(asset.fuel_cell_kwh * scaled),
    )


def aged(new: Ratings, asset: Asset, age_years: float) -> Ratings:
    """Return what is left of ratings at an age [yr]; a reactor keeps its own."""
    known, (steady, solar, battery, fuel_cell) = power_technologies(), new
    if steady and asset.steady_source == "radioisotope":
        steady = round(steady * float(isotope_share_left(age_years, known.thermocouple_loss_per_year.likely)))
    if solar:
        solar = round(solar * float(share_left(age_years, known.array_loss_per_year.likely)))
    if battery:
        battery = round(battery * float(share_left(age_years, known.battery_loss_per_year.likely)))
    if fuel_cell:
        fuel_cell = round(fuel_cell * float(share_left(age_years, known.fuel_cell_loss_per_year.likely)))
    return Ratings(steady, solar, battery, fuel_cell)


def lasting_milliwatts(ratings: Ratings, cycle: LightCycle) -> int:
    """Return the power that lasts through light and the longest darkness [mW]."""
    if ratings.solar == 0:
        return ratings.steady
    # Steady power is whole milliwatts already, which floats would round.
    without_steady = Ratings(0, ratings.solar, ratings.battery, ratings.fuel_cell)
    return ratings.steady + round(lasting_kw(_sources(without_steady), cycle) * MILLIWATTS_PER_KW)


def left_over(ratings: Ratings, load_milliwatts: int, cycle: LightCycle) -> Sources:
    """Return what a load that is served first, day and night, leaves to those after it."""
    return left_by(load_milliwatts / MILLIWATTS_PER_KW, _sources(ratings), cycle)


def night_power_kw(assets: Iterable[Asset], cycle: LightCycle, multiplier: float = 1.0) -> float:
    """Return the power through the longest darkness that new hardware gives together [kW].

    Parameters
    ----------
    assets : iterable of Asset
        What stands at one place.
    cycle : LightCycle
        Light and darkness there [h].
    multiplier : float
        Multiplier on ratings that nobody has published.
    """
    known = [(unit_ratings(asset, multiplier), asset.units) for asset in assets]
    sums = Ratings(*(total((of_unit[part] * units for of_unit, units in known), 0) for part in range(4)))
    return lasting_milliwatts(sums, cycle) / MILLIWATTS_PER_KW


def _sources(ratings: Ratings) -> Sources:
    """Return ratings as sources in kilowatts."""
    steady, solar, battery, fuel_cell = ratings
    return Sources(
        steady / MILLIWATTS_PER_KW,
        solar / MILLIWATTS_PER_KW,
        battery / MILLIWATTS_PER_KW,
        fuel_cell / MILLIWATTS_PER_KW,
        NOTHING.battery_efficiency,
        NOTHING.fuel_cell_efficiency,
    )
