"""Checks over several fields: one small function per rule, each yields what it finds broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from lunarsim.scenario.groups.plan import MANIFEST_DATES, OWN
from lunarsim.scenario.groups.programs.cooperation import FIVE_YEAR_PROGRAMME, STATION_AGREEMENT
from lunarsim.scenario.library.mission import Mission
from lunarsim.scenario.library.places.known_sites import known_sites, site_named
from lunarsim.scenario.record_rules import (
    bands_hold_their_dates,
    crews_have_a_launch,
    crews_have_landers,
    flights_have_successes,
    groups_are_large_enough,
    hardware_is_of_one_kind,
    landers_serve_crews,
    needs_no_circle,
    official_milestones_ask,
    outcomes_can_come,
    owners_of_chance_are_apart,
    stations_have_cargo_landers,
)
from lunarsim.scenario.references import unknown_references
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.errors import MOST_FAULTS, Fault
from lunarsim.words.units import add_years, parse_date

LONGEST_DARKNESS_HOURS = 130.0
MANIFEST_YEARS = 2


def broken_rules(scenario: Scenario) -> list[Fault]:
    """Return the errors of a scenario whose single values are all allowed."""
    return [fault for rule in RULES for fault in rule(scenario)]


def has_known_names(scenario: Scenario) -> bool:
    """Return whether all that is named exists, so that more than the rules here can be asked of a scenario."""
    return not any(True for _ in names_resolve(scenario))


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
    """Assets of the shipped plans are made for the dark spells of a polar ridge; a plan of one's own goes anywhere."""
    for group, station in scenario.stations.items():
        name = station.site
        if name != scenario.site.name and name not in known_sites():
            continue
        site = site_named(name, scenario.site)
        if site.dark_spell_hours <= LONGEST_DARKNESS_HOURS:
            continue
        allowed = f"allowed up to {LONGEST_DARKNESS_HOURS:g} h"
        if scenario.plan.manifest != OWN:
            made = "the station's assets are made for polar ridges"
            yield Fault(f"{group}.site", f"is {name}, dark for {site.dark_spell_hours:g} h; {made}, {allowed}")


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
    landers_serve_crews,
    crews_have_landers,
    outcomes_can_come,
    yields_fit_the_soil,
    flights_have_successes,
    landings_have_successes,
    official_milestones_ask,
    groups_are_large_enough,
    hardware_is_of_one_kind,
    stations_have_cargo_landers,
)
