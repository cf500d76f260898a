"""Group ``slips``: how dates move that were announced, that were only assumed, and that are given up."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter, when
from lunarsim.words.distributions import LogNormal, Triangular, Uniform

_SLIP = (when("waits.slip"),)
_SHELVING = (when("waits.shelving"),)
_NEW_START = (when("waits.shelving"), when("slips.new_start"))


@dataclass(frozen=True, kw_only=True)
class Slips:
    """What holds for the dates of all programs; their habits stand in the group ``program``."""

    far: str = parameter(
        "ratio",
        "How slips go on beyond a horizon of six years, where the record has next to no launches. ratio: by the same "
        "ratio; days: by the same median in days.",
        choices=("ratio", "days"),
        source="a lever, not a finding: of missions that were planned more than six years ahead seven of the record "
        "have flown, two of them to the Moon",
        acts_if=_SLIP,
    )
    chain_correlation: float = parameter(
        0.8,
        "Correlation of the slips of missions of one program that depend on each other, over what they need or over a "
        "vehicle that has not flown; what the program as a whole shares is part of it.",
        unit="1",
        low=0,
        high=1,
        source=(
            "assumed: prerequisites hold each other up, and the record has chains too few to fit it; at 0.8 the latest "
            "of three missions comes 1.10 times as late as one of them in the median, at 0.1 1.3 times"
        ),
        distribution=Uniform(0.6, 0.95),
        acts_if=_SLIP,
    )
    overconfidence: float = parameter(
        1.5,
        "Factor on the width of the band about a date that nobody announced.",
        unit="1",
        low=0,
        high=10,
        source="assumed: what experts hold for ranges of 80 to 90 % has held the truth in about half of the cases "
        "(Lichtenstein, Fischhoff and Phillips 1982)",
        distribution=Triangular(1.0, 1.5, 2.5),
        acts_if=_SLIP,
    )
    state_shelved_per_year: float | None = parameter(
        None,
        "How often a state's mission is given up, per year of planned remaining time; null: as fit to the record.",
        unit="year-1",
        low=0,
        high=1,
        optional=True,
        source="fit known at timeline.as_of (docs/dates.md), as of 2026 0.030, 0.009 to 0.064",
        evidence="analogue",
        acts_if=_SHELVING,
    )
    commercial_shelved_per_year: float | None = parameter(
        None,
        "How often a firm's mission is given up, per year of planned remaining time; null: as fit to the record.",
        unit="year-1",
        low=0,
        high=1,
        optional=True,
        source="fit known at timeline.as_of (docs/dates.md), as of 2026 0.070, 0.013 to 0.216",
        evidence="analogue",
        acts_if=_SHELVING,
    )
    shelved_multiplier: float = parameter(
        1.0,
        "Multiplier on how often missions are given up, for what the record leaves open.",
        unit="1",
        low=0,
        high=100,
        source="ends of both tables of the record (docs/dates.md): 0.3 to 2.1 times for states, 0.2 to 3.1 for firms",
        evidence="analogue",
        distribution=LogNormal(0.3, 2.5),
        acts_if=_SHELVING,
    )
    common_shelved_share: float = parameter(
        0.75,
        "Largest part of that, for missions of states, which strikes all missions together that depend on each other, "
        "whoever flies them.",
        unit="1",
        low=0,
        high=1,
        source="assumed, the middle of a half or more: of four missions of states that were given up while they hung "
        "together with others, Constellation's three went on one day (1 February 2010) and Gateway alone",
        distribution=Uniform(0.4, 0.95),
        acts_if=_SHELVING,
    )
    commercial_common_shelved_share: float = parameter(
        0.5,
        "The same for missions of firms.",
        unit="1",
        low=0,
        high=1,
        source="assumed, the least of a half or more: three of firms that were given up while others hung together "
        "with them (Red Dragon, Dragon around the Moon, dearMoon) took none with them",
        acts_if=_SHELVING,
    )
    new_start: bool = parameter(
        True,
        "Whether a mission of a station that has been given up, or one that it depends on, is restarted.",
        source="VIPER: given up on 17 July 2024, contracted again on 19 September 2025; Resource Prospector, given up "
        "in April 2018, had VIPER for a successor in October 2019",
        evidence="analogue",
        acts_if=_SHELVING,
    )
    new_start_gap_years: float = parameter(
        1.3,
        "Median time from the day on which a mission is given up to the contract of its new start.",
        unit="year",
        low=0,
        high=50,
        source="VIPER 1.2 years, Resource Prospector to VIPER 1.5 years; Altair to the human landing system 11 years",
        evidence="analogue",
        distribution=LogNormal(0.7, 3.0),
        acts_if=_NEW_START,
    )
    new_start_gap_ln_sd: float = parameter(
        0.8,
        "Standard deviation of the logarithm of that time.",
        unit="1",
        low=0,
        high=3,
        source="assumed: one in 20 gaps is longer than five years, as after Altair",
        acts_if=_NEW_START,
    )
    new_start_years: float = parameter(
        3.0,
        "Least planned time from the contract of a new start to its launch, unless the old plan was nearer when it was "
        "made; no new start is ready before the old plan would have been.",
        unit="year",
        low=0,
        high=50,
        source="VIPER: 3.2 years at its selection in 2019, 2.2 at its new contract, with the rover at hand",
        evidence="analogue",
        distribution=Triangular(2.0, 3.0, 6.0),
        acts_if=_NEW_START,
    )
