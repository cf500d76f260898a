"""Group ``crews``: how crewed missions are lost, how crews are lost, and how long their program stands down then."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter, when
from lunarsim.words.distributions import Beta, LogNormal, Uniform

_WITH_CREWS = when("missions.*.kind", "crewed")
_LOST_ON_THE_WAY = (when("waits.landing_failure"), _WITH_CREWS)


@dataclass(frozen=True, kw_only=True)
class Crews:
    """What holds for the crewed missions of all programs; ``experiments/crews/`` has the record."""

    loss_of_mission_first: float = parameter(
        0.15,
        "Probability that a program's first crewed mission to the Moon is lost after its crew has set out: no landing, "
        "or no safe return.",
        unit="1",
        low=0,
        high=1,
        source="power law fit to 358 crewed flights of ten spacecraft, 1961-2025 (experiments/crews/fit.py): 0.15 with "
        "a factor by spacecraft, 0.21 without; so first to third missions are lost as often as in the record (3 of 27)",
        evidence="analogue",
        distribution=LogNormal(0.075, 0.3),
        acts_if=_LOST_ON_THE_WAY,
    )
    loss_learning_exponent: float = parameter(
        0.5,
        "How fast that falls with the number of the flight: by its power of minus this.",
        unit="1",
        low=0,
        high=2,
        source="same fit: 0.79 with a factor by spacecraft, 0.52 without",
        evidence="analogue",
        distribution=Uniform(0.2, 0.8),
        acts_if=(*_LOST_ON_THE_WAY, when("crews.loss_of_mission_first")),
    )
    loss_of_crew_share: float = parameter(
        0.25,
        "Share of these lost missions that also lose their crew.",
        unit="1",
        low=0,
        high=1,
        source="3 (Soyuz 1, Soyuz 11, Columbia) of 16 lost missions 1961-2025, and more where help is days away: "
        "a crew is lost about as often as NASA expects of Artemis (1 in 30 to 1 in 40, OIG 2026)",
        evidence="analogue",
        distribution=Beta(5.0, 15.0),
        acts_if=(*_LOST_ON_THE_WAY, when("crews.loss_of_mission_first")),
    )
    loss_of_crew_in_abort: float = parameter(
        0.125,
        "Probability that a crew is lost when the launch that carries it fails.",
        unit="1",
        low=0,
        high=1,
        source="Jeffreys mean of 0 of 3 with a way to escape (Soyuz 18a, T-10-1, MS-10); Challenger had none",
        evidence="analogue",
        distribution=Beta(0.5, 3.5),
        acts_if=(when("waits.launch_failure"), _WITH_CREWS),
    )
    test_landing_success: float = parameter(
        0.5,
        "Probability that the uncrewed landing of a lander for crews succeeds, where its developer's record promises "
        "less.",
        unit="1",
        low=0,
        high=1,
        source="assumed: between first landings of new developers (0.25) and first uncrewed flights of spacecraft for "
        "crews, of which 9 of 12 succeeded (1960-2022)",
        distribution=Uniform(0.3, 0.7),
        # China's record of landings promises more.
        acts_if=(when("waits.landing_failure"), when("missions.*.crew_test"), when("programs.*.camp", "artemis")),
    )
    test_reflights: int = parameter(
        4,
        "How often a failed test of a craft for crews is flown again before it is given up, and with it the crews.",
        unit="1",
        low=0,
        high=20,
        source="assumed: N1 was given up after four failures, Zond after some ten flights; Starliner flew two tests",
        acts_if=(when("missions.*.crew_test"),),
    )
    crew_stand_down_days: float = parameter(
        791.0,
        "Median time for which a program's crewed missions stand down after the loss of a crew.",
        unit="day",
        low=0,
        high=10000,
        source="18 months (Soyuz 1), 21 (Apollo 1), 27 (Soyuz 11), 32 (Challenger), 30 (Columbia) to the next crew",
        evidence="analogue",
        distribution=LogNormal(620.0, 1000.0),
        acts_if=(_WITH_CREWS,),
    )
    crew_stand_down_ln_sd: float = parameter(
        0.27,
        "Standard deviation of the logarithm of that time.",
        unit="1",
        low=0,
        high=2,
        source="same five cases: 0.25, and what so few leave open about the next one",
        evidence="analogue",
        acts_if=(_WITH_CREWS,),
    )
    mission_stand_down_days: float = parameter(
        274.0,
        "Median time for which they stand down after the loss of a mission whose crew comes home.",
        unit="day",
        low=0,
        high=10000,
        source="293 days (Apollo 13 to 14); 37 to 363 after lost missions near the Earth, most in series (Soyuz)",
        evidence="analogue",
        distribution=LogNormal(150.0, 500.0),
        acts_if=_LOST_ON_THE_WAY,
    )
    mission_stand_down_ln_sd: float = parameter(
        0.75,
        "Standard deviation of the logarithm of that time.",
        unit="1",
        low=0,
        high=2,
        source="same record: eleven from 37 to 363 days",
        evidence="analogue",
        acts_if=_LOST_ON_THE_WAY,
    )
