"""A milestone as an agency put it: what it is made of, when it was promised, and who said so."""

from __future__ import annotations

from dataclasses import MISSING, dataclass

from lunarsim.scenario.declare.declaration import parameter
from lunarsim.scenario.library.asset import FUNCTIONS


@dataclass(frozen=True, kw_only=True)
class OfficialMilestone:
    """One milestone in one wording. Values and sources stand in ``configs/library/official_milestones.yml``.

    It is reached when all its missions have delivered what they bring, hardware with all its functions and its power
    has been put to work at the station that its program leads, missions of the program have delivered its own
    hardware, and a crew has landed where one is asked for, whatever comes last.
    """

    title: str = parameter(MISSING, "Name, with the date of the wording.")
    program: str = parameter(MISSING, "Program whose milestone it is.", refers_to="programs")
    wording: str = parameter(MISSING, "What was promised, in our words.")
    said_on: str = parameter(MISSING, "Day on which it was said.", date=True)
    promised: str = parameter(MISSING, "Date by which it was promised; a year alone is its end.", date=True)
    missions: tuple[str, ...] = parameter((), "Missions that must have delivered all they bring.", refers_to="missions")
    functions: tuple[str, ...] = parameter(
        (), "Functions that the program's station must have been equipped with.", choices=FUNCTIONS
    )
    power_kw: float = parameter(
        0.0, "Power through a night that the station must have been equipped with.", unit="kW", low=0, high=1e6
    )
    own_hardware: tuple[str, ...] = parameter(
        (),
        "Functions of hardware that missions of the program, whichever they are, must have delivered.",
        choices=FUNCTIONS,
    )
    crewed_landing: bool = parameter(False, "Whether a crew of the program must have landed and come home.")
    not_counted: str = parameter("", "What of the wording no mission and no function stands for.")
    source: str = parameter("changed by the user", "Where this stands.")
    evidence: str = parameter(
        "assumed", "How well it is known.", choices=("measured", "published", "analogue", "assumed")
    )
    note: str = parameter("", "What else to know.")

    @property
    def asks_the_station(self) -> bool:
        """Whether it asks anything of the station that its program leads."""
        return bool(self.functions) or self.power_kw > 0.0
