"""Group ``gates``: what is found out and tried before a plant flies, what that costs, and what ends it all."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import WITH_PLANT, parameter, when
from lunarsim.words.distributions import LogNormal

GATES = ("orbiter", "rover", "sample_return", "pilot")
"""The gates before a plant, in their order: the axis ``gate`` of the dataset."""

REQUIRED, NOT_REQUIRED = "required", "none"

_PASSED = (*WITH_PLANT, when("gates.mode", REQUIRED))
_HOLDING = (*_PASSED, when("waits.prerequisite"))


@dataclass(frozen=True, kw_only=True)
class Gates:
    """Four gates one after another, planned so that the last one ends when the plant is to fly.

    None begins before the start of the timeline; one that is planned to take no time is passed already. The pilot waits
    until the process can be tried on the Moon.
    """

    mode: str = parameter(
        REQUIRED,
        "Whether a plant flies only after its site has been prospected and its process tried on the Moon.",
        choices=(REQUIRED, NOT_REQUIRED),
        source="a lever, not a finding: mines on Earth go from prospecting over samples and a pilot to a plant",
        evidence="analogue",
        acts_if=WITH_PLANT,
    )
    orbiter_years: float = parameter(
        2.5,
        "Time from the decision to a map from orbit that is fine enough to choose where a rover lands.",
        unit="year",
        low=0,
        high=30,
        source="Lunar Prospector: chosen in February 1995, launched in January 1998; a year of mapping",
        evidence="analogue",
        acts_if=_PASSED,
    )
    rover_years: float = parameter(
        3.0,
        "Time from the map to grades measured on the ground by a rover.",
        unit="year",
        low=0,
        high=30,
        source="Yutu-2 and Pragyan took 4 to 5 years from decision to landing, a part of them beside the orbiter",
        evidence="analogue",
        acts_if=_PASSED,
    )
    sample_return_years: float = parameter(
        3.0,
        "Time from there to samples on Earth whose minerals and leaching are known.",
        unit="year",
        low=0,
        high=30,
        source="Chang'e-6 landed 3.5 years after Chang'e-5 with what had been built as its spare",
        evidence="analogue",
        acts_if=_PASSED,
    )
    pilot_years: float = parameter(
        4.0,
        "Time from there to a pilot plant whose recovery on the Moon is known.",
        unit="year",
        low=0,
        high=30,
        source="assumed: two to three years to build and fly it, one to two of work",
        acts_if=_PASSED,
    )
    overrun_ln_sd: float = parameter(
        0.3,
        "Spread of actual over planned time of each gate, standard deviation of the logarithm.",
        unit="1",
        low=0,
        high=2,
        source="assumed: two of three gates take 0.74 to 1.35 of their time; these times are those of the record",
        acts_if=(*_HOLDING, when("waits.slip")),
    )
    orbiter_musd: float = parameter(
        150.0,
        "Cost of the orbiter, launch and operations included.",
        unit="MUSD",
        low=0,
        high=1e5,
        source="Lunar Prospector, 63 million of 1998, about 125 of 2025; with a finer spectrometer",
        evidence="analogue",
        feeds_back=False,
        acts_if=_PASSED,
    )
    rover_musd: float = parameter(
        750.0,
        "Cost of the rover with its landing.",
        unit="MUSD",
        low=0,
        high=1e5,
        source="VIPER, about 450 for the rover and 320 for its landing (NASA, July 2024)",
        evidence="published",
        feeds_back=False,
        acts_if=_PASSED,
    )
    sample_return_musd: float = parameter(
        1000.0,
        "Cost of the sample return.",
        unit="MUSD",
        low=0,
        high=1e5,
        source="New Frontiers, the class in which samples of the Moon were proposed: 1000 without launch",
        evidence="analogue",
        feeds_back=False,
        acts_if=_PASSED,
    )
    pilot_musd: float = parameter(
        1500.0,
        "Cost of the pilot plant with its landing and its work.",
        unit="MUSD",
        low=0,
        high=1e5,
        source="assumed: twice a rover with its landing; no pilot has flown",
        distribution=LogNormal(600.0, 3800.0),
        feeds_back=False,
        acts_if=_PASSED,
    )
    least_grade_ppm: float = parameter(
        0.0,
        "Stop rule: lanthanides in the samples below which all ends after the sample return; 0 for no rule.",
        unit="ppm",
        low=0,
        high=1e5,
        source="a lever, not a finding: none",
        acts_if=_HOLDING,
    )
    grade_error_ln_sd: float = parameter(
        0.1,
        "Error of the grade that the samples show, standard deviation of the logarithm.",
        unit="1",
        low=0,
        high=2,
        source="assumed: samples of a few places stand for a square kilometer",
        acts_if=(*_HOLDING, when("gates.least_grade_ppm")),
    )
    least_recovery: float = parameter(
        0.0,
        "Stop rule: recovery from soil to oxide in the pilot below which the undertaking ends; 0 for no rule.",
        unit="1",
        low=0,
        high=1,
        source="a lever, not a finding: none",
        acts_if=_HOLDING,
    )
    recovery_error_ln_sd: float = parameter(
        0.15,
        "Error of the recovery that the pilot shows, standard deviation of the logarithm.",
        unit="1",
        low=0,
        high=2,
        source="assumed: a pilot is smaller than a plant and runs for a year or two",
        acts_if=(*_HOLDING, when("gates.least_recovery")),
    )
