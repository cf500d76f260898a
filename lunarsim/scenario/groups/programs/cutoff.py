"""Group ``cutoff``: a new cut-off from foreign technology."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter, when
from lunarsim.words.distributions import Triangular

WITH_CUTOFF = (when("cutoff.programs"), when("waits.technology_cutoff"))
"""Conditions of what acts where a program is cut off and waits for it."""


@dataclass(frozen=True, kw_only=True)
class Cutoff:
    """Which programs are cut off from foreign parts, when, and what they do about it.

    It acts as a step: each craft with foreign parts that has not flown is redesigned once. The cut-offs of 2014 and
    2022 are in the record to which slips are fit, so only a new one belongs here, or one that an old plan had ahead.
    """

    programs: tuple[str, ...] = parameter(
        (), "Programs that are cut off; none of them means that there is no cut-off.", refers_to="programs"
    )
    date: str = parameter(
        "2028-01-01",
        "Day of the cut-off.",
        date=True,
        source="a lever, not a finding",
        acts_if=WITH_CUTOFF,
    )
    replacement: str = parameter(
        "domestic",
        "Parts that take the place of foreign ones: domestic, chinese (quicker), or none: craft with foreign parts "
        "never fly.",
        choices=("domestic", "chinese", "none"),
        source="a lever, not a finding",
        acts_if=WITH_CUTOFF,
    )
    redesign_years: float = parameter(
        3.0,
        "Time that a craft's redesign with domestic parts takes.",
        unit="year",
        low=0,
        high=30,
        source="Luna 26 moved from 2024 to 2028 after the cut-off of 2022 (Izvestia, August 2025); Luna 25 by a year "
        "in 2014 (RussianSpaceWeb 2015)",
        evidence="analogue",
        distribution=Triangular(2.0, 3.0, 4.0),
        acts_if=(
            *WITH_CUTOFF,
            when("cutoff.replacement", "domestic"),
        ),
    )
    chinese_redesign_years: float = parameter(
        1.5,
        "Time that a craft's redesign with Chinese parts takes.",
        unit="year",
        low=0,
        high=30,
        source="assumed: half of a redesign, since parts exist and only have to be fitted in and qualified",
        distribution=Triangular(0.5, 1.5, 3.0),
        acts_if=(
            *WITH_CUTOFF,
            when("cutoff.replacement", "chinese"),
        ),
    )
    income_factor: float = parameter(
        0.97,
        "Budget of a program after a cut-off over its budget before: foreign contracts are lost.",
        unit="1",
        low=0.1,
        high=1,
        source="180 of 230 billion rubles of foreign contracts went in 2022 (Yu. Borisov, February 2024); the other 50 "
        "over six years are 3 % of a budget of about 300 a year",
        distribution=Triangular(0.93, 0.97, 1.0),
        acts_if=WITH_CUTOFF,
    )
