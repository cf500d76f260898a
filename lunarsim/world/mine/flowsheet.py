"""The flowsheets of a block of runs, solved for all runs at once: what a kilogram of soil gives and takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lunarsim.physics.process.mass_balance import (
    Balance,
    Needs,
    Output,
    Reagent,
    Unit,
    flowsheet_needs,
    separation_mass_pull,
    solve_balance,
    without_reagents,
)
from lunarsim.physics.resource.patterns import LANTHANIDES, REE_AXIS
from lunarsim.scenario.library.flowsheet_graphs import (
    DISCARDED,
    KINDS,
    PRODUCT,
    SOIL_FIGURES,
    FlowsheetRecord,
    OutputRecord,
    Value,
    flowsheet_named,
)
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.arrays import FloatArray
from lunarsim.words.sums import total

_COUNT = len(LANTHANIDES)

Figures = Callable[[str], FloatArray]
"""From the key of a figure to its values, dims (run) or (run, ree)."""


@dataclass(frozen=True, slots=True)
class SolvedFlowsheet:
    """What a flowsheet makes of a kilogram of soil.

    Parameters
    ----------
    oxygen_kg, metal_kg, product_kg, tailings_kg : float
        What leaves it; together the kilogram [kg].
    energy_kwh : float
        Energy, without digging [kWh].
    reagent_kg : float
        Reagents lost, to be flown in [kg].
    beneficiation_kg_per_kg_year, extraction_kg_per_kg_year : float
        Machines of either kind per soil treated in a year [kg per kg/yr].
    element_kg : tuple of float
        Each element of ``REE_AXIS`` in the product [kg].
    concentrates : bool
        Whether there is a step of beneficiation.
    idle : SolvedFlowsheet or None
        The same without reagents; None where nothing would come of it.
    """

    oxygen_kg: float
    metal_kg: float
    product_kg: float
    tailings_kg: float
    energy_kwh: float
    reagent_kg: float
    beneficiation_kg_per_kg_year: float
    extraction_kg_per_kg_year: float
    element_kg: tuple[float, ...]
    concentrates: bool = False
    idle: SolvedFlowsheet | None = None

    @property
    def ree_kg(self) -> float:
        """Lanthanides in the product of a kilogram of soil [kg]."""
        return total(self.element_kg[:_COUNT], 0.0)


def solved_flowsheets(
    scenarios: Sequence[Scenario],
    grade_kg_per_kg: FloatArray,
    soil: Mapping[str, FloatArray],
    oxide_factor: FloatArray,
) -> list[SolvedFlowsheet]:
    """Return the solved flowsheet of each of a block's runs; a run's figures do not depend on the others.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The runs.
    grade_kg_per_kg : array, dims (run, ree)
        Elements in the soil [kg/kg].
    soil : mapping
        What flowsheets ask of the soil, ``SOIL_FIGURES``, each with run as the first dimension.
    oxide_factor : array, dims (ree,)
        Oxide per element [kg/kg].
    """
    runs_of: dict[str, list[int]] = {}
    for run, scenario in enumerate(scenarios):
        runs_of.setdefault(scenario.flowsheet.name, []).append(run)
    solved: dict[int, SolvedFlowsheet] = {}
    for name, runs in runs_of.items():
        record = flowsheet_named(name)
        mine = [scenarios[run] for run in runs]
        here = {key: figure[runs] for key, figure in soil.items()}
        units = units_of(record, _figures(mine, here))
        idle = without_reagents(units, DISCARDED)
        with_reagents, dry = (solve_balance(each, grade_kg_per_kg[runs], oxide_factor) for each in (units, idle))
        kinds = [unit.kind for unit in record.units]
        full_sheets, dry_sheets = (
            _of_balance(balance, _needs_by_kind(kinds, graph, balance, oxide_factor), len(runs))
            for graph, balance in ((units, with_reagents), (idle, dry))
        )
        for run, full, left in zip(runs, full_sheets, dry_sheets, strict=True):
            useful = left if left.oxygen_kg > 0 or left.metal_kg > 0 or full.reagent_kg == 0 else None
            solved[run] = replace(full, idle=useful)
    return [solved[run] for run in range(len(scenarios))]


def most_of(scenario: Scenario) -> SolvedFlowsheet:
    """Return what a flowsheet makes and takes at most, whatever the soil, without solving its balance.

    A step off all recycles is fed a kilogram at most for each of soil, and neither oxides nor product weigh more. What
    takes feed, reagents or machines on a recycle has no bound here. Oxygen is above 0 where any is made.
    """
    record = flowsheet_named(scenario.flowsheet.name)
    circulating = _circulating(scenario.flowsheet.name)

    def most(value: Value, fed_kg: float = 1.0) -> float:
        # Of the soil, shares are asked.
        product = math.prod(
            1.0 if part in SOIL_FIGURES else scenario.value(part) if isinstance(part, str) else part for part in value
        )
        return product * fed_kg if product > 0.0 else 0.0

    oxygen_kg = reagent_kg = 0.0
    machines = dict.fromkeys(KINDS, 0.0)
    for unit in record.units:
        fed_kg = math.inf if unit.name in circulating else 1.0
        machines[unit.kind] += most(unit.plant_kg_per_kg_year, fed_kg)
        for stream, output in unit.outputs.items():
            made_kg = most(output.mass_pull, fed_kg) if output.mass_pull else fed_kg
            machines[unit.kind] += most(output.plant_kg_per_kg_year, made_kg)
            if stream == "oxygen":
                oxygen_kg += made_kg
        for used in unit.reagents.values():
            per_kg = 1.0 if used.get("oxides_of") == PRODUCT else fed_kg
            reagent_kg += most((*used["kg_per_kg"], *used["loss"]), per_kg)
    beneficiation, extraction = (machines[kind] for kind in KINDS)
    return SolvedFlowsheet(oxygen_kg, 0.0, 1.0, 0.0, 0.0, reagent_kg, beneficiation, extraction, ())


@cache
def _circulating(name: str) -> frozenset[str]:
    """Return the units of a flowsheet that are fed again with what they have treated."""
    units = flowsheet_named(name).units
    takes = {stream: unit.name for unit in units for stream in unit.feed}
    after = {unit.name: {takes[stream] for stream in (*unit.outputs, unit.rest) if stream in takes} for unit in units}
    for _ in units:
        for reached in after.values():
            reached.update(*(after[name] for name in tuple(reached)))
    return frozenset(name for name, reached in after.items() if name in reached)


def units_of(record: FlowsheetRecord, figures: Figures) -> tuple[Unit, ...]:
    """Return a flowsheet's units with figures in place of keys."""

    def number(value: Value) -> FloatArray:
        """Multiply the parts; those without elements are the same for all of them."""
        parts = [np.asarray(part if isinstance(part, float) else figures(part)) for part in value]
        wide = max((part.ndim for part in parts), default=0) > 1
        product = np.ones(())
        for part in parts:
            product = product * (part[:, None] if wide and part.ndim == 1 else part)
        return product

    def share(value: Value) -> FloatArray:
        """Multiply the parts of a share; no more than all is won, whatever a shared error says."""
        kept = np.ones(())
        for part in value:
            one = number((part,))
            wide = max(kept.ndim, one.ndim) > 1
            kept, one = (each[:, None] if wide and each.ndim == 1 else each for each in (kept, one))
            kept = np.minimum(kept * one, 1.0)
        return kept

    def recovery(by_element: Mapping[str, Value]) -> FloatArray:
        usual = share(by_element.get("all", (0.0,)))
        usual = usual[:, None] if usual.ndim == 1 else usual
        if by_element.keys() <= {"all"}:
            return usual
        columns = np.array(np.broadcast_to(usual, (*usual.shape[:-1], len(REE_AXIS))))
        for element, value in by_element.items():
            if element != "all":
                columns[..., REE_AXIS.index(element)] = share(value)
        return columns

    def output(stream: str, one: OutputRecord) -> Output:
        pull = number(one.mass_pull)
        if one.separation:
            won, exponent, pure = one.separation
            pull = separation_mass_pull(share(won), number(exponent), number(pure))
        return Output(
            stream,
            recovery(one.recovery),
            0.0 if one.purity else pull,
            number(one.purity) if one.purity else None,
            number(one.energy_kwh_per_kg),
            number(one.plant_kg_per_kg_year),
        )

    return tuple(
        Unit(
            unit.name,
            unit.feed,
            tuple(output(stream, one) for stream, one in unit.outputs.items()),
            unit.rest,
            tuple(
                Reagent(number(one["kg_per_kg"]), number(one["loss"]), one.get("oxides_of", ""))
                for one in unit.reagents.values()
            ),
            number(unit.energy_kwh_per_kg),
            number(unit.plant_kg_per_kg_year),
        )
        for unit in record.units
    )


def _figures(scenarios: Sequence[Scenario], soil: Mapping[str, FloatArray]) -> Figures:
    known: dict[str, FloatArray] = dict(soil)

    def figure(key: str) -> FloatArray:
        if key not in known:
            group, _, name = key.partition(".")
            known[key] = np.array([getattr(getattr(scenario, group), name) for scenario in scenarios], dtype=float)
        return known[key]

    return figure


def _needs_by_kind(
    kinds: Sequence[str], units: Sequence[Unit], balance: Balance, oxide_factor: FloatArray
) -> dict[str, Needs]:
    """Return what the units of each kind take; kinds that a flowsheet lacks are left out."""
    of_kind = {kind: [unit for unit, own in zip(units, kinds, strict=True) if own == kind] for kind in KINDS}
    return {kind: flowsheet_needs(mine, balance, oxide_factor) for kind, mine in of_kind.items() if mine}


def _of_balance(balance: Balance, needs: Mapping[str, Needs], runs: int) -> list[SolvedFlowsheet]:
    def along(value: object) -> NDArray[np.float64]:
        return np.broadcast_to(np.asarray(value, dtype=float), runs)

    leaving = {stream: along(flow.mass_kg) for stream, flow in balance.product.items()}
    nothing = np.zeros(runs)
    oxygen, metal, product = (leaving.pop(name, nothing) for name in ("oxygen", "metal", "product"))
    tailings = total(leaving.values(), nothing)
    made = balance.product["product"].element_kg if "product" in balance.product else np.zeros((runs, len(REE_AXIS)))
    energy, reagent = (
        along(total((getattr(part, name) for part in needs.values()), 0.0)) for name in ("energy_kwh", "reagent_kg")
    )
    beneficiation, extraction = (along(needs[kind].plant_kg_per_kg_year if kind in needs else 0.0) for kind in KINDS)
    return [
        SolvedFlowsheet(
            float(oxygen[run]),
            float(metal[run]),
            float(product[run]),
            float(tailings[run]),
            float(energy[run]),
            float(reagent[run]),
            float(beneficiation[run]),
            float(extraction[run]),
            tuple(made[run].tolist()),
            KINDS[0] in needs,
        )
        for run in range(runs)
    ]
