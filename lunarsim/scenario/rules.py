"""Checks over several fields: one small function per rule, each yields what it finds broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice

from lunarsim.scenario.groups.plan import MANIFEST_DATES
from lunarsim.scenario.groups.programs.cooperation import FIVE_YEAR_PROGRAMME, STATION_AGREEMENT
from lunarsim.scenario.library.developers import known_developers
from lunarsim.scenario.library.mission import LANDING_KINDS, Mission
from lunarsim.scenario.library.places.known_sites import known_sites, site_named
from lunarsim.scenario.references import unknown_references
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import MOST_FAULTS, Fault
from lunarsim.words.units import add_years, parse_date

LONGEST_DARKNESS_HOURS = 130.0
MANIFEST_YEARS = 2

OWNERS_OF_DRAWS = frozenset({"cooperation", "mine_cargo", "mine_resupply", "plant", "product_return"})
"""Who draws beside missions, vehicles, programs and developers, and hardware, which draws for other purposes."""


def broken_rules(scenario: Scenario) -> list[Fault]:
    """Return the errors of a scenario whose single values are all allowed."""
    return [fault for rule in RULES for fault in rule(scenario)]


def names_resolve(scenario: Scenario) -> Iterator[Fault]:
    """Programs, missions, vehicles, assets and sites that are named exist."""
    return islice(unknown_references(scenario), MOST_FAULTS)


def lead_takes_part(scenario: Scenario) -> Iterator[Fault]:
    """Each station is led by a program that takes part."""
    for group, station in scenario.stations.items():
        lead = station.lead
        if lead in scenario.programs and not scenario.programs[lead].active:
            yield Fault(f"{group}.lead", f"is {lead}, but programs.{lead}.active is false; the lead must take part")


def owners_take_part(scenario: Scenario) -> Iterator[Fault]:
    """What a mission that can fly brings is owned by a program that takes part, so that it can be accounted for."""
    programs, assets = scenario.programs, scenario.assets
    for key, mission in _flying(scenario):
        for name in mission.assets:
            owner = assets[name].program if name in assets else mission.program
            if owner in programs and not programs[owner].active:
                yield Fault(
                    f"missions.{key}.assets",
                    f"brings {name} of {owner}, which takes no part (programs.{owner}.active is false); "
                    f"change assets.{name}.program",
                )


def hardware_stays_at_the_moon(scenario: Scenario) -> Iterator[Fault]:
    """What flies to Mars brings nothing to a station on the Moon."""
    for key, mission in _flying(scenario):
        if mission.kind == "mars" and mission.assets:
            yield Fault(f"missions.{key}.assets", f"is {', '.join(mission.assets)}, but kind is mars; allowed is none")


def _flying(scenario: Scenario) -> Iterator[tuple[str, Mission]]:
    """Yield the missions that can fly; none where a lead or its own program is unknown."""
    if all(station.lead in scenario.programs for station in scenario.stations.values()):
        for key, mission in scenario.missions.items():
            if mission.program in scenario.programs and scenario.flies(mission):
                yield key, mission


def crews_have_a_launch(scenario: Scenario) -> Iterator[Fault]:
    """A launch that carries a crew is one of its mission's, and only crewed missions have one; they land or do not."""
    for key, mission in scenario.missions.items():
        path, launch = f"missions.{key}.crew_launch", mission.crew_launch
        if mission.kind == "crewed" and mission.outcome == "partial":
            yield Fault(f"missions.{key}.outcome", "is partial, but kind is crewed; allowed: drawn, success, lost")
        if launch is None:
            continue
        if mission.kind != "crewed":
            yield Fault(path, f"is {launch}, but kind is {mission.kind}; allowed is null")
        elif launch > mission.launches:
            yield Fault(
                path, f"is {launch}, but it has {mission.launches} launches; allowed is 1 to {mission.launches}"
            )


def rival_is_another(scenario: Scenario) -> Iterator[Fault]:
    """A second station has a lead and a name of its own."""
    if scenario.has_rival:
        for field in ("lead", "name"):
            own = getattr(scenario.rival, field)
            if own == getattr(scenario.station, field):
                yield Fault(f"rival.{field}", f"is {own}, as station.{field}; two stations have their own")


def plan_was_known(scenario: Scenario) -> Iterator[Fault]:
    """The manifest was announced by the date up to which statements are known."""
    known, needed = scenario.timeline.as_of, MANIFEST_DATES.get(scenario.plan.manifest)
    if needed is not None and parse_date(known) < parse_date(needed):
        yield Fault(
            "timeline.as_of", f"is {known}, but plan.manifest={scenario.plan.manifest} was known on {needed} only"
        )


def term_lies_ahead(scenario: Scenario) -> Iterator[Fault]:
    """The renewal that is drawn first lies ahead."""
    start, renewal = scenario.timeline.start, scenario.cooperation.first_renewal
    if scenario.cooperation.mode != "none" and parse_date(renewal) <= parse_date(start):
        yield Fault("cooperation.first_renewal", f"is {renewal}, not after timeline.start {start}")


def station_agreement_is_known(scenario: Scenario) -> Iterator[Fault]:
    """A station agreement that carries the joint missions was known, and its first term ends after the start."""
    cooperation, timeline = scenario.cooperation, scenario.timeline
    if cooperation.mode == "none" or cooperation.basis != STATION_AGREEMENT:
        return
    begun = parse_date(cooperation.agreement_start)
    if begun > parse_date(timeline.as_of):
        yield Fault(
            "cooperation.basis",
            f"is {STATION_AGREEMENT}, which is in force from {begun} on (cooperation.agreement_start), after "
            f"timeline.as_of {timeline.as_of}; set {FIVE_YEAR_PROGRAMME}",
        )
    elif (ends := add_years(begun, cooperation.agreement_years)) <= parse_date(timeline.start):
        yield Fault(
            "cooperation.agreement_years",
            f"is {cooperation.agreement_years:g}, so that the agreement of {begun} ends on {ends}, not after "
            f"timeline.start {timeline.start}",
        )


def suspension_lies_ahead(scenario: Scenario) -> Iterator[Fault]:
    """A suspension that is to come for certain can come."""
    date, mode = scenario.cooperation.first_suspension, scenario.cooperation.mode
    if date is None:
        return
    if mode != "stochastic":
        yield Fault("cooperation.first_suspension", f"is {date}, but cooperation.mode={mode} knows no suspension")
    elif parse_date(date) < parse_date(scenario.timeline.start):
        yield Fault("cooperation.first_suspension", f"is {date}, before timeline.start {scenario.timeline.start}")


def cutoff_is_new(scenario: Scenario) -> Iterator[Fault]:
    """A cut-off is new: dates and slips of a later plan hold an earlier one."""
    cutoff, start = scenario.cutoff, scenario.timeline.start
    if cutoff.programs and parse_date(cutoff.date) < parse_date(start):
        yield Fault(
            "cutoff.date",
            f"is {cutoff.date}, before timeline.start {start}; the plan of that day holds it already",
        )


def cooperation_has_partners(scenario: Scenario) -> Iterator[Fault]:
    """An agreement that may be in force has a partner: another program of the lead's camp that takes part."""
    lead = scenario.station.lead
    if lead not in scenario.programs or not scenario.programs[lead].active:
        return
    if scenario.cooperation.mode != "none" and not scenario.partners:
        yield Fault(
            "cooperation.mode",
            f"is {scenario.cooperation.mode}, but no other program of {lead}'s camp takes part; set none",
        )


def start_is_near_the_manifest(scenario: Scenario) -> Iterator[Fault]:
    """The manifest still covers what is to come: what it planned before the start has no outcome in it."""
    start, known = scenario.timeline.start, MANIFEST_DATES.get(scenario.plan.manifest)
    if known is not None and parse_date(start) > add_years(parse_date(known), MANIFEST_YEARS):
        yield Fault(
            "timeline.start",
            f"is {start}, more than {MANIFEST_YEARS} years after plan.manifest={scenario.plan.manifest} ({known})",
        )


def station_site_fits_its_assets(scenario: Scenario) -> Iterator[Fault]:
    """Night power and storage of the assets are made for the dark spells of a polar ridge."""
    for group, station in scenario.stations.items():
        name = station.site
        if name != scenario.site.name and name not in known_sites():
            continue
        site = site_named(name, scenario.site)
        if site.dark_spell_hours > LONGEST_DARKNESS_HOURS:
            yield Fault(
                f"{group}.site",
                f"is {name}, dark for {site.dark_spell_hours:g} h; the station's assets are made for polar ridges, "
                f"allowed up to {LONGEST_DARKNESS_HOURS:g} h",
            )


def bands_hold_their_dates(scenario: Scenario) -> Iterator[Fault]:
    """A date that nobody announced has its author's band, and a band holds its date."""
    for key, mission in scenario.missions.items():
        path, low, high = f"missions.{key}", mission.planned_low, mission.planned_high
        if low is None and high is None:
            if mission.evidence == "assumed":
                yield Fault(
                    f"{path}.planned_low",
                    "is null, as is planned_high, but evidence is assumed; give both dates, or another evidence",
                )
        elif low is None or high is None:
            missing, given = ("planned_low", "planned_high") if low is None else ("planned_high", "planned_low")
            yield Fault(f"{path}.{missing}", f"is null, but {given} is {low or high}; give both or none")
        elif not parse_date(low) <= parse_date(mission.planned) <= parse_date(high):
            yield Fault(f"{path}.planned", f"is {mission.planned}, allowed planned_low {low} to planned_high {high}")


def owners_of_chance_are_apart(scenario: Scenario) -> Iterator[Fault]:
    """No mission has the name of anything else that draws: the two would share their chance."""
    taken = {*scenario.vehicles, *scenario.programs, *known_developers(), *OWNERS_OF_DRAWS}
    for key in scenario.missions:
        if key in taken:
            yield Fault(f"missions.{key}", "has the name of something else in the simulation; take another one")


def needs_no_circle(scenario: Scenario) -> Iterator[Fault]:
    """No mission waits, over others, for itself."""
    done: set[str] = set()
    for first in scenario.missions:
        stack = [(first, chain.from_iterable(scenario.missions[first].needed))]
        path = [first]
        while stack:
            key, needs = stack[-1]
            for need in needs:
                if need in path:
                    field = "needs" if need in scenario.missions[key].needs else "alternatives"
                    circle = " -> ".join([*path[path.index(need) :], need])
                    yield Fault(f"missions.{key}.{field}", f"closes a circle: {circle}")
                    return
                if need not in done and need in scenario.missions:
                    path.append(need)
                    stack.append((need, chain.from_iterable(scenario.missions[need].needed)))
                    break
            else:
                done.add(key)
                path.pop()
                stack.pop()


def outcomes_can_come(scenario: Scenario) -> Iterator[Fault]:
    """The outcome that is laid down for a mission's first flight is one that it can have."""
    for key, mission in scenario.missions.items():
        path, outcome = f"missions.{key}.outcome", mission.outcome
        if outcome == "drawn":
            continue
        if mission.cancelled:
            yield Fault(path, f"is {outcome}, but missions.{key}.cancelled is true; allowed is one of them")
        elif outcome == "partial" and mission.kind not in LANDING_KINDS:
            problem = f"is partial, but kind is {mission.kind}, which lands nothing; allowed success, lost, drawn"
            yield Fault(path, problem)
        elif outcome != "success" and not scenario.waits.landing_failure:
            yield Fault(path, f"is {outcome}, but waits.landing_failure is false, so that nothing is lost")


def yields_fit_the_soil(scenario: Scenario) -> Iterator[Fault]:
    """Oxygen and metal together are less than the soil they come from."""
    flowsheet = scenario.flowsheet
    taken = flowsheet.oxygen_yield * (1 + flowsheet.metal_per_oxygen)
    if taken >= 1:
        yield Fault(
            "flowsheet.oxygen_yield",
            f"is {flowsheet.oxygen_yield:g}; with flowsheet.metal_per_oxygen {flowsheet.metal_per_oxygen:g} it takes "
            f"{taken:.3g} kg from each kg of soil, allowed below 1",
        )


def flights_have_successes(scenario: Scenario) -> Iterator[Fault]:
    """A vehicle has no more successes than flights, and inherits none of its own."""
    for key, vehicle in scenario.vehicles.items():
        if vehicle.first_flight is None and (vehicle.built_probability < 1 or vehicle.qualification_flights > 0):
            yield Fault(f"vehicles.{key}.first_flight", "is null, so it has flown: it is built and qualified already")
        if vehicle.successes > vehicle.flights:
            yield Fault(f"vehicles.{key}.successes", f"is {vehicle.successes}, more than its {vehicle.flights} flights")
        if vehicle.heritage == key:
            yield Fault(f"vehicles.{key}.heritage", "is the vehicle itself, whose flights would count twice")


def landings_have_successes(scenario: Scenario) -> Iterator[Fault]:
    """A program that is given successful landings is given its attempts, and no fewer; phases share one hazard."""
    for name, program in scenario.programs.items():
        path, successes = f"programs.{name}.landing_successes", program.landing_successes
        if successes is None:
            continue
        if program.landing_attempts is None:
            yield Fault(path, f"is {successes}, but programs.{name}.landing_attempts is null; give both or none")
        elif successes > program.landing_attempts:
            yield Fault(path, f"is {successes}, more than its {program.landing_attempts} attempts")
    cruise, descent = scenario.landing.cruise_hazard_share, scenario.landing.descent_hazard_share
    if cruise + descent > 1.0:
        yield Fault(
            "landing.descent_hazard_share",
            f"is {descent:g}; with landing.cruise_hazard_share {cruise:g} allowed up to {1.0 - cruise:g}",
        )


RULES: tuple[Callable[[Scenario], Iterator[Fault]], ...] = (
    names_resolve,
    lead_takes_part,
    owners_take_part,
    hardware_stays_at_the_moon,
    crews_have_a_launch,
    rival_is_another,
    plan_was_known,
    term_lies_ahead,
    station_agreement_is_known,
    suspension_lies_ahead,
    cutoff_is_new,
    cooperation_has_partners,
    start_is_near_the_manifest,
    station_site_fits_its_assets,
    bands_hold_their_dates,
    owners_of_chance_are_apart,
    needs_no_circle,
    outcomes_can_come,
    yields_fit_the_soil,
    flights_have_successes,
    landings_have_successes,
)
