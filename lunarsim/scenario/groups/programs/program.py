"""Group ``program``: the habits of an agency's program, one instance per program."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter
from lunarsim.scenario.groups.programs.costs import Costs
from lunarsim.scenario.groups.programs.money import Money
from lunarsim.scenario.groups.programs.reliability import Reliability
from lunarsim.scenario.groups.programs.slip_habits import SlipHabits


@dataclass(frozen=True, kw_only=True)
class Program(SlipHabits, Money, Costs, Reliability):
    """How an agency's missions slip, are paid, what they cost, and how they fly and land."""

    active: bool = parameter(True, "Whether the program takes part in the scenario.")
    camp: str = parameter(
        "ilrs",
        "Whom it works with: programs of the lead's camp are its partners, others fly for themselves.",
        choices=("ilrs", "artemis", "none"),
        source="ILRS Roadmap and Guide for Partnership v1.0 (CNSA and Roscosmos, 16 June 2021)",
        evidence="published",
    )
