"""What stands in a plan for a day: by whose record it slips, with what it slips together, what may end it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lunarsim.physics.chance.plan_bands import band_ln_sd
from lunarsim.physics.chance.slip_ratio import PRECISION_DAYS
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.libraries import original
from lunarsim.scenario.library.mission import Mission
from lunarsim.scenario.library.slip_fits import (
    SlipFit,
    agency_of_mission,
    kind_of_mission,
    slip_fit,
)
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.units import DAYS_PER_YEAR, days_between, parse_date
from lunarsim.world.programs.calibrations import AS_FIT, Calibration, slip_calibrations
from lunarsim.world.programs.chains import chains_of

ASSUMED = "assumed"
"""Evidence of a date that nobody announced."""


class Ratio(NamedTuple):
    """The logarithm of actual over planned remaining time of a plan, given that it comes to an end.

    Parameters
    ----------
    ln_mean, ln_sd : float [1]
        Mean and standard deviation.
    effect_share : float [1]
        Part of the variance that lies between missions, not between statements or inside a coarse date.
    habit_share : float [1]
        Part of the former that the agency's plans have in common, as its habit is not known better.
    """

    ln_mean: float
    ln_sd: float
    effect_share: float
    habit_share: float


CERTAIN = Ratio(0.0, 0.0, 0.0, 0.0)
"""Of a plan that is kept."""


class Band(NamedTuple):
    """The band about a date that nobody announced, given that what it needs comes as planned.

    Parameters
    ----------
    low_day : float
        Its earlier end [day].
    below_ln_sd, above_ln_sd : float [1]
        Spreads of the logarithm of the ratio below and above its median, the planned date.
    """

    low_day: float
    below_ln_sd: float
    above_ln_sd: float


class Exposure(NamedTuple):
    """For how long an announced mission may be given up, and with what.

    Parameters
    ----------
    actor : str
        Class of actor: state, commercial, or either where that is unknown.
    undertaking : str
        First mission of all that it hangs together with, whoever flies it; empty for none.
    before : tuple of DatedPlan
        Announced missions that it depends on, over whatever number of others.
    unbuilt_number : float [1]
        Risk that a vehicle is never built that it or what it depends on flies on, as an exponential number: the record
        holds that and being given up as one.
    restarted : bool
        Whether it builds a station, or one that does depends on it.
    """

    actor: str
    undertaking: str
    before: tuple[DatedPlan, ...]
    unbuilt_number: float
    restarted: bool


@dataclass(frozen=True, slots=True)
class DatedPlan:
    """A mission, or the first flight of a vehicle, as it stands in a plan.

    Parameters
    ----------
    entity : str
        Owner of its draws.
    program, agency, kind : str
        Who flies it, whose record it follows, and the kind of mission there.
    chain : str
        First mission of its chain; empty where it hangs together with nothing.
    precision : str
        How fine its date is known.
    planned_day : float
        Its day at the start [day].
    ratio : Ratio
        What the record says of it then.
    band : Band, optional
        Its band, where nobody announced it.
    calibration : Calibration
        What its own slip leaves to its waits.
    exposure : Exposure, optional
        Whether and for how long it may be given up.
    grounded_until_day : float
        Day until which its vehicle is known to be grounded at the start, minus infinity for none [day].
    """

    entity: str
    program: str
    agency: str
    kind: str
    chain: str
    precision: str
    planned_day: float
    ratio: Ratio
    band: Band | None = None
    calibration: Calibration = AS_FIT
    exposure: Exposure | None = None
    grounded_until_day: float = -math.inf


def stand_down_days(plan: DatedPlan, waits: Waits) -> float:
    """Return by how much a plan of the start moves as its vehicle is known to be grounded then [day].

    What was planned within a stand-down moves by all of it, and what was planned for later comes after that, as the
    manifest keeps its order.
    """
    grounded = plan.grounded_until_day
    if grounded <= 0.0 or not waits.vehicle:
        return 0.0
    return max(min(plan.planned_day, grounded) + grounded - plan.planned_day, 0.0)


def fitted_ratio(
    fit: SlipFit, agency: str, kind: str, planned_days: float, precision: str, far: str = "ratio"
) -> Ratio:
    """Return what the record says of a plan [days]."""
    forecast = fit.forecast(agency, kind, planned_days, PRECISION_DAYS[precision], far)
    ln_sd = float(forecast.ln_sd)
    return Ratio(
        float(forecast.ln_mean),
        ln_sd,
        float(forecast.effect_ln_sd / ln_sd) ** 2,
        (fit.habit(agency).ln_sd / fit.effect_ln_sd(agency)) ** 2,
    )


def band(planned_days: float, low_days: float, high_days: float) -> Band:
    """Return the band about a date that nobody announced, given its ends [days]."""
    return Band(
        low_days,
        float(band_ln_sd(planned_days, max(low_days, 0.0))),
        float(band_ln_sd(planned_days, max(high_days, 0.0))),
    )


def dated_plans(
    scenario: Scenario,
    start: dt.date,
    calibrations: Mapping[str, Calibration] | None = None,
) -> dict[str, DatedPlan]:
    """Return the plans of all missions of a scenario and of all vehicles that have not flown, each as if it came alone.

    Parameters
    ----------
    scenario : Scenario
        The input.
    start : date
        First day of the simulation.
    calibrations : mapping, optional
        By mission, in place of those that are shipped.
    """
    missions, fit, far = scenario.missions, slip_fit(scenario.timeline.as_of), scenario.slips.far
    known = slip_calibrations(scenario.plan.manifest) if calibrations is None else calibrations
    vehicles, changes = scenario.vehicles, scenario.changes.get("missions", {})
    chain_of = chains_of(scenario)
    day_of = {key: max(days_between(start, parse_date(mission.planned)), 0.0) for key, mission in missions.items()}
    grounded_of = {
        name: days_between(start, parse_date(vehicle.grounded_until)) if vehicle.grounded_until else -math.inf
        for name, vehicle in vehicles.items()
    }
    plans: dict[str, DatedPlan] = {}
    for key, mission in missions.items():
        # Who sends a crew dates its flight, whoever builds the lander.
        developer = "" if mission.kind == "crewed" else mission.developer
        agency, kind = agency_of_mission(mission.program, developer), kind_of_mission(mission.kind)
        day, precision = day_of[key], mission.planned_precision
        assumed = mission.evidence == ASSUMED
        plans[key] = DatedPlan(
            key,
            mission.program,
            agency,
            kind,
            chain_of.get(key, ""),
            precision,
            day,
            fitted_ratio(fit, agency, kind, day, precision, far),
            _band_of(mission, start, day) if assumed else None,
            AS_FIT if assumed else known.get(key, known.get(original(key, changes), AS_FIT)),
            grounded_until_day=grounded_of[mission.vehicle],
        )
    for name, vehicle in vehicles.items():
        if vehicle.first_flight is not None:
            agency, kind = agency_of_mission(vehicle.program), "crewed_or_first"
            day = days_between(start, parse_date(vehicle.first_flight))
            ratio = fitted_ratio(fit, agency, kind, max(day, 0.0), "day", far)
            plans[name] = DatedPlan(
                name,
                vehicle.program,
                agency,
                kind,
                chain_of.get(name, ""),
                "day",
                day,
                ratio,
                grounded_until_day=grounded_of[name],
            )
    return plans


def main_chain(program: str, plans: Mapping[str, DatedPlan], added: Container[str] = ()) -> DatedPlan:
    """Return the first plan of the largest chain of a program, in which stands what belongs to no mission.

    Missions ``added`` by a user make no chain larger, unless the program has no others.
    """
    all_own = [plan for plan in plans.values() if plan.program == program]
    own = [plan for plan in all_own if plan.entity not in added] or all_own
    sizes = Counter(plan.chain for plan in own if plan.chain)
    chain = max(sizes, key=lambda name: sizes[name], default="")
    first = next((plan for plan in own if plan.chain == chain), None)
    return first if first is not None else DatedPlan("", program, program, "other", "", "day", 0.0, CERTAIN)


def assumed_plan(
    entity: str, beside: DatedPlan, planned_days: float, early_years: float, late_years: float
) -> DatedPlan:
    """Return the plan of something that nobody announced.

    Parameters
    ----------
    entity : str
        Owner of its draws.
    beside : DatedPlan
        A plan of the same program and chain.
    planned_days : float
        Its day [day].
    early_years, late_years : float
        How much earlier and later it may come, one case in ten lying beyond either.
    """
    low, high = planned_days - early_years * DAYS_PER_YEAR, planned_days + late_years * DAYS_PER_YEAR
    return dataclasses.replace(
        beside,
        entity=entity,
        planned_day=planned_days,
        band=band(planned_days, low, high),
        calibration=AS_FIT,
        exposure=None,
    )


def _band_of(mission: Mission, start: dt.date, day: float) -> Band:
    ends = (mission.planned_low or mission.planned, mission.planned_high or mission.planned)
    low, high = (days_between(start, parse_date(end)) for end in ends)
    return band(day, low, high)
