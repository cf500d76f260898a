"""Group ``upkeep``: how hardware of the stations fails and ends, who mends it with what, and how long that takes."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter, when
from lunarsim.scenario.groups.hardware_failures import NOBODY_KNOWS, WITH_FAILURES, HardwareFailures
from lunarsim.words.distributions import LogNormal, LogUniform, Uniform

WITH_HANDS = (*WITH_FAILURES, when("waits.commissioning"))
"""The condition of what acts on the work of hands on what is being commissioned."""


@dataclass(frozen=True, kw_only=True)
class Upkeep(HardwareFailures):
    """What keeps the stations at work."""

    robot_repairable_share: float = parameter(
        0.4,
        "Share of the failures of equipment that a robot can mend; the others take a crew.",
        unit="1",
        low=0,
        high=1,
        source=f"{NOBODY_KNOWS}; 0.2 to 0.6",
        distribution=Uniform(0.2, 0.6),
        acts_if=WITH_FAILURES,
    )
    spares_per_repair: float = parameter(
        0.022,
        "Spares that a repair takes, as a share of the mass of what is mended.",
        unit="1",
        low=0,
        high=1,
        source=f"{NOBODY_KNOWS}; 1 to 5 % of the dry mass",
        distribution=LogUniform(0.01, 0.05),
        acts_if=WITH_FAILURES,
    )
    first_spares_share: float = parameter(
        0.05,
        "Spares that come with equipment, as a share of its mass, as far as its lander has room.",
        unit="1",
        low=0,
        high=1,
        source="assumed: two repairs; the space station was launched with spares outside for its first years",
        distribution=Uniform(0.02, 0.08),
        acts_if=WITH_FAILURES,
    )
    diagnosis_days: float = parameter(
        30.0,
        "Median time from a failure to the begin of its repair: to find out what is wrong and how to mend it.",
        unit="day",
        low=0,
        high=3650,
        source="assumed: weeks to months, as for faults of rovers on Mars and of the space station",
        distribution=LogNormal(10.0, 90.0),
        acts_if=WITH_FAILURES,
    )
    repair_hours: float = parameter(
        40.0,
        "Median working hours of a pair of hands that a repair takes.",
        unit="h",
        low=0,
        high=10_000,
        source="assumed: some walks in space of a crew of two, or weeks of a robot led from the Earth",
        distribution=LogNormal(10.0, 160.0),
        acts_if=WITH_FAILURES,
    )
    repair_ln_sd: float = parameter(
        0.5,
        "Standard deviation of the logarithm of the time of a diagnosis and of the hours of a repair.",
        unit="1",
        low=0,
        high=2,
        source="assumed: two of three within a factor of 1.6",
        acts_if=WITH_FAILURES,
    )
    robot_hours_per_day: float = parameter(
        8.0,
        "Hours a day that a robot works where there is light and contact with the Earth.",
        unit="h",
        low=0,
        high=24,
        source="assumed: a shift a day of those who lead it from the Earth",
        distribution=Uniform(4.0, 16.0),
        acts_if=WITH_FAILURES,
    )
    crew_hours_per_day: float = parameter(
        6.0,
        "Hours a day that a pair of astronauts works on repairs and on what is being commissioned during its stay.",
        unit="h",
        low=0,
        high=24,
        source="SpaceNet's outpost: walks of eight hours, five a week",
        evidence="analogue",
        acts_if=WITH_FAILURES,
    )
    lander_hands_share: float = parameter(
        0.25,
        "Work that a lander does on what it has brought where no hands of the station do, as a share of a robot's.",
        unit="1",
        low=0.01,
        high=1,
        source="assumed: cranes, arms and winches of its own, made for a few motions; 0.05 to 1",
        distribution=LogUniform(0.05, 1.0),
        acts_if=WITH_HANDS,
    )
    commissioning_hours_multiplier: float = parameter(
        1.0,
        "Multiplier on the hours of hands that the commissioning of every asset takes.",
        unit="1",
        low=0.01,
        high=100,
        source="assumed: 20 h a ton; 2.4 by the spacewalks of the space station, 200 by SpaceNet's hours of repair",
        distribution=LogUniform(0.12, 10.0),
        acts_if=WITH_HANDS,
    )
    stay_days: float = parameter(
        6.5,
        "Stay of a crew on the surface where the station has no hardware to house it.",
        unit="day",
        low=0.1,
        high=365,
        source="NASA, surface stay of the first Artemis landings, about 6.5 days",
        evidence="published",
        acts_if=WITH_FAILURES,
    )
    housed_stay_days: float = parameter(
        30.0,
        "Stay of a crew that the station houses.",
        unit="day",
        low=0.1,
        high=365,
        source="NASA, Artemis Base Camp papers 2021-2024: two to four astronauts for 30 to 60 days",
        evidence="published",
        acts_if=WITH_FAILURES,
    )
    stay_crew: int = parameter(
        2,
        "Astronauts of a stay.",
        unit="1",
        low=1,
        high=20,
        source="crews of two of Lanyue and of the first Artemis landings",
        evidence="published",
        acts_if=WITH_FAILURES,
    )
    provisions_kg_per_person_day: float = parameter(
        10.0,
        "Provisions that an astronaut uses up a day, containers included.",
        unit="kg/day",
        low=0,
        high=100,
        source="7 to 12 kg without recovery, 2.5 to 4 with that of the space station; SpaceNet's outpost 11.55",
        evidence="published",
        distribution=LogUniform(4.0, 12.0),
        acts_if=WITH_FAILURES,
    )
    patience_days: float = parameter(
        730.0,
        "Time after which what could not be mended is given up and replaced; what takes a crew is given up once its "
        "fault is known where none is to come.",
        unit="day",
        low=1,
        high=36_500,
        source="assumed: two flights of crews or supplies have come by then, or none will",
        acts_if=WITH_FAILURES,
    )
    relay_share: float = parameter(
        0.67,
        "Share of the time in which one relay serves the station.",
        unit="1",
        low=0,
        high=1,
        source="Queqiao-2 serves the south pole for over 8 of the 12 hours of its orbit (CNSA, March 2024)",
        evidence="published",
        acts_if=WITH_FAILURES,
    )
    routine_spares_per_year: float = parameter(
        0.025,
        "Spares that equipment at work uses a year beside its repairs, as a share of its mass.",
        unit="year-1",
        low=0,
        high=1,
        source="all logistics of the space station are 5 % of its mass a year, SpaceNet's outpost takes 5 %",
        evidence="analogue",
        distribution=LogUniform(0.01, 0.06),
        acts_if=WITH_FAILURES,
    )
    spares_years: float = parameter(
        3.0,
        "Years for which the stock of spares is filled up.",
        unit="year",
        low=0,
        high=20,
        source="assumed: two flights a year apart may be lost or late",
        acts_if=WITH_FAILURES,
    )
    spares_safety: float = parameter(
        1.0,
        "Factor on the stock of spares that is kept, over what is expected to be used; 0 keeps none, and flies them in "
        "for each repair.",
        unit="1",
        low=0,
        high=20,
        source="a lever, not a finding",
        acts_if=WITH_FAILURES,
    )
    replace_at_age: float = parameter(
        1.0,
        "Age at which a replacement is ordered, as a share of the life for which hardware is designed.",
        unit="1",
        low=0.05,
        high=10,
        source="assumed: as operators of satellites order theirs; what lasts longer works on beside them",
        distribution=Uniform(0.7, 1.3),
        acts_if=WITH_FAILURES,
    )
    kept_at_work: int = parameter(
        2,
        "Relays that are kept at work, and likewise rovers and robots: an old or lost one is replaced where fewer "
        "would be left; equipment is replaced piece by piece.",
        unit="1",
        low=0,
        high=20,
        source="one relay serves a pole for two thirds of the time, two for all but a tenth of it",
        evidence="analogue",
        acts_if=WITH_FAILURES,
    )
    replacement_days: float = parameter(
        900.0,
        "Median time from the order of a replacement until it can fly.",
        unit="day",
        low=0,
        high=36_500,
        source="lost landers that were rebuilt flew after 2 to 4 years",
        evidence="analogue",
        distribution=LogNormal(600.0, 1350.0),
        acts_if=WITH_FAILURES,
    )
    replacement_ln_sd: float = parameter(
        0.35,
        "Standard deviation of the logarithm of that time.",
        unit="1",
        low=0,
        high=2,
        source="spread of the rebuilds on record",
        evidence="analogue",
        acts_if=WITH_FAILURES,
    )
    supply_days: float = parameter(
        180.0,
        "Time from the order of supplies until they can fly.",
        unit="day",
        low=0,
        high=3650,
        source="assumed: cargo for the space station is ordered and packed within half a year",
        acts_if=WITH_FAILURES,
    )
    flight_interval_days: float = parameter(
        365.25,
        "Time between two regular cargo flights to a station, which go where something is ready.",
        unit="day",
        low=1,
        high=36_500,
        source="assumed: one a year, in the season of a polar landing",
    )
    end_of_support: str | None = parameter(
        None,
        "Date from which nothing is flown in or mended any more; null: the stations are kept alive.",
        date=True,
        optional=True,
        source="a lever, not a finding",
        acts_if=WITH_FAILURES,
    )
