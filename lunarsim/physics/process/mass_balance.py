"""One mass balance for any graph of unit operations: every element and every stream, recycles included.

A unit mixes its feeds and splits each element among its outputs; what no output takes leaves with the rest. The
throughputs are the solution of a linear system, so that a recycle needs no iteration. The mass of an output is a share
of the unit's feed or, where the output is assayed, follows from the oxides in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lunarsim.physics.resource.oxides import reo_kg
from lunarsim.words.arrays import FloatArray, Floats, Result
from lunarsim.words.sums import total

SOIL = "soil"
"""The stream that comes from outside; all amounts are for one kg of it."""


class Output(NamedTuple):
    """One output of a unit.

    Parameters
    ----------
    stream : str
        Name of the stream; several units may feed the same one.
    recovery : float or array [1], dims (..., ree)
        Share of each element in the unit's feed.
    mass_pull : float or array [kg/kg], dims (...)
        Mass per feed of the unit; not used where the output is assayed.
    purity : float or array [kg/kg], dims (...), optional
        Rare-earth oxides in the output.
    energy_kwh_per_kg : float or array [kWh/kg]
        Energy per mass of this output.
    plant_kg_per_kg_year : float or array [yr]
        Hardware per yearly mass of this output.
    """

    stream: str
    recovery: Floats = 0.0
    mass_pull: Floats = 0.0
    purity: Floats | None = None
    energy_kwh_per_kg: Floats = 0.0
    plant_kg_per_kg_year: Floats = 0.0


class Reagent(NamedTuple):
    """What a unit uses and recovers in part.

    Parameters
    ----------
    kg_per_kg : float or array [kg/kg]
        Reagent per feed of the unit or, where ``oxides_of`` names an output, per oxides in it.
    loss : float or array [1]
        Share of it that is not recovered.
    oxides_of : str
        Output whose oxides count; empty for the feed.
    """

    kg_per_kg: Floats
    loss: Floats
    oxides_of: str = ""


class Unit(NamedTuple):
    """A unit operation; ``rest`` is the stream that takes what its outputs leave, of each element and of mass."""

    name: str
    feeds: tuple[str, ...]
    outputs: tuple[Output, ...]
    rest: str
    reagents: tuple[Reagent, ...] = ()
    energy_kwh_per_kg: Floats = 0.0
    plant_kg_per_kg_year: Floats = 0.0

    @property
    def streams(self) -> tuple[str, ...]:
        """Return the streams that leave the unit, the rest last."""
        return (*(output.stream for output in self.outputs), self.rest)


class Flow(NamedTuple):
    """An amount per kg of soil: its mass [kg], dims (...), and its elements [kg], dims (..., ree)."""

    mass_kg: Result
    element_kg: FloatArray


class Balance(NamedTuple):
    """Feed of each unit, each unit's flow to each stream, and the streams that leave, per kg of soil."""

    feed: dict[str, Flow]
    flow: dict[tuple[str, str], Flow]
    product: dict[str, Flow]


class Needs(NamedTuple):
    """What a flowsheet takes per kg of soil: energy [kWh], hardware per yearly kg [yr], reagents lost [kg]."""

    energy_kwh: Result
    plant_kg_per_kg_year: Result
    reagent_kg: Result


def solve_balance(units: Sequence[Unit], grade_kg_per_kg: FloatArray, oxide_factor: FloatArray) -> Balance:
    """Return the steady mass balance of a flowsheet for one kg of soil.

    Source: steady state of linear separations, as in Wills & Finch 2016, Mineral Processing Technology, ch. 3.

    Parameters
    ----------
    units : sequence of Unit [1]
        The graph. From each unit some of the feed must leave the flowsheet, else what circulates grows without bound.
    grade_kg_per_kg : array [kg/kg], dims (..., ree)
        Elements in the soil.
    oxide_factor : array [kg/kg], dims (ree,)
        Oxide per element.

    Returns
    -------
    Balance [kg]
        Per kg of soil.
    """
    consumers = {stream: index for index, unit in enumerate(units) for stream in unit.feeds}
    shape = np.shape(grade_kg_per_kg)
    shares = [_element_shares(unit, shape) for unit in units]
    elements = _throughput(units, consumers, shares, np.asarray(grade_kg_per_kg, dtype=float))

    pulls: list[list[FloatArray]] = []
    fixed: list[list[FloatArray]] = []
    for unit, share, fed in zip(units, shares, elements, strict=True):
        pull = [np.zeros(shape[:-1]) if o.purity is not None else _wide(o.mass_pull, shape[:-1]) for o in unit.outputs]
        pulls.append([*pull, 1.0 - total(pull, np.zeros(shape[:-1]))])
        # An assayed output weighs what its oxides make it weigh; the rest of the unit lacks just that.
        assayed = [
            np.zeros(shape[:-1]) if o.purity is None else reo_kg(s * fed, oxide_factor) / o.purity
            for o, s in zip(unit.outputs, share[:-1], strict=True)
        ]
        fixed.append([*assayed, -total(assayed, np.zeros(shape[:-1]))])
    masses = _throughput(units, consumers, pulls, np.ones(shape[:-1]), fixed)

    balance = Balance({}, {}, {})
    for unit, fed, mass, pull, share, amount in zip(units, elements, masses, pulls, shares, fixed, strict=True):
        balance.feed[unit.name] = Flow(mass[()], fed)
        for output, stream in enumerate(unit.streams):
            flow = Flow((pull[output] * mass + amount[output])[()], share[output] * fed)
            balance.flow[unit.name, stream] = flow
            if stream not in consumers:
                before = balance.product.get(stream, Flow(0.0, np.zeros(shape)))
                balance.product[stream] = Flow(before.mass_kg + flow.mass_kg, before.element_kg + flow.element_kg)
    return balance


def flowsheet_needs(units: Sequence[Unit], balance: Balance, oxide_factor: FloatArray) -> Needs:
    """Return the energy, the hardware and the make-up of reagents of a flowsheet per kg of soil.

    Source: sums over the units of specific figures times throughput.

    Parameters
    ----------
    units : sequence of Unit [1]
        The graph.
    balance : Balance [kg]
        Its mass balance.
    oxide_factor : array [kg/kg], dims (ree,)
        Oxide per element.

    Returns
    -------
    Needs [kWh, yr, kg]
        Per kg of soil.
    """
    energy: Floats = 0.0
    plant: Floats = 0.0
    reagent: Floats = 0.0
    for unit in units:
        fed_kg = balance.feed[unit.name].mass_kg
        energy = energy + unit.energy_kwh_per_kg * fed_kg
        plant = plant + unit.plant_kg_per_kg_year * fed_kg
        for output in unit.outputs:
            made_kg = balance.flow[unit.name, output.stream].mass_kg
            energy = energy + output.energy_kwh_per_kg * made_kg
            plant = plant + output.plant_kg_per_kg_year * made_kg
        for used in unit.reagents:
            per_kg = fed_kg
            if used.oxides_of:
                oxides = balance.flow[unit.name, used.oxides_of].element_kg
                per_kg = reo_kg(oxides, oxide_factor)
            reagent = reagent + used.kg_per_kg * used.loss * per_kg
    return Needs(energy, plant, reagent)


def without_reagents(units: Sequence[Unit], dump: str) -> tuple[Unit, ...]:
    """Return the flowsheet as it runs when its reagents are used up: units that need them pass their feed on as waste.

    Source: mass balance.

    Parameters
    ----------
    units : sequence of Unit [1]
        The graph.
    dump : str [1]
        The stream that takes what these units would treat.

    Returns
    -------
    tuple of Unit [1]
        The graph without them.
    """
    return tuple(Unit(unit.name, unit.feeds, (), dump) if unit.reagents else unit for unit in units)


def separation_mass_pull(recovery: Floats, exponent: Floats, pure_kg_per_kg: Floats) -> Result:
    """Return the mass that a concentrator pulls from its feed to reach a recovery.

    The enrichment falls as the recovery rises, E = R^-exponent, so the two are never free of each other; and no
    concentrate is purer than the mineral itself.

    Source: grade-recovery curve of a separation (Wills & Finch 2016, Mineral Processing Technology, ch. 1).

    Parameters
    ----------
    recovery : float or array [1]
        Share of the mineral that goes to the concentrate.
    exponent : float or array [1]
        0 for no separation; 0.96 for ilmenite by the DLR testbed (enrichment 3 at recovery 0.32).
    pure_kg_per_kg : float or array [kg/kg]
        Mineral in the feed.

    Returns
    -------
    float or array [kg/kg]
        Concentrate per feed.
    """
    return np.maximum(np.power(recovery, 1.0 + np.asarray(exponent)), recovery * np.asarray(pure_kg_per_kg))[()]


def _wide(value: Floats, shape: tuple[int, ...]) -> FloatArray:
    return np.broadcast_to(np.asarray(value, dtype=float), shape)


def _element_shares(unit: Unit, shape: tuple[int, ...]) -> list[FloatArray]:
    shares = [_wide(output.recovery, shape) for output in unit.outputs]
    return [*shares, 1.0 - total(shares, np.zeros(shape))]


def _throughput(
    units: Sequence[Unit],
    consumers: dict[str, int],
    shares: Sequence[Sequence[FloatArray]],
    soil: FloatArray,
    fixed: Sequence[Sequence[FloatArray]] | None = None,
) -> list[FloatArray]:
    """Return what each unit is fed: soil, and from each unit a share of its feed and a ``fixed`` amount.

    It solves ``matrix @ feed = inflow``, in which ``inflow`` is soil and fixed amounts. Streams are few, so only the
    coefficients that are not zero are kept, by (consumer, source), those of the diagonal less 1.
    """
    matrix: dict[tuple[int, int], FloatArray] = {}
    inflow: list[FloatArray] = [soil if SOIL in unit.feeds else np.zeros(soil.shape) for unit in units]
    for source, unit in enumerate(units):
        for output, stream in enumerate(unit.streams):
            if stream not in consumers:
                continue
            consumer = consumers[stream]
            cell = consumer, source
            matrix[cell] = matrix[cell] - shares[source][output] if cell in matrix else -shares[source][output]
            if fixed is not None:
                inflow[consumer] = inflow[consumer] + fixed[source][output]
    # The outputs of a unit add up to no more than its feed, so elimination needs no pivoting; and element by element
    # it gives the same bits for a run alone as for the run in a block.
    rows = range(len(units))
    pivots: list[FloatArray] = []
    for pivot in rows:
        pivots.append(1.0 + matrix[pivot, pivot] if (pivot, pivot) in matrix else np.ones(soil.shape))
        for below in rows[pivot + 1 :]:
            if (below, pivot) not in matrix:
                continue
            factor = matrix[below, pivot] / pivots[pivot]
            for column in rows[pivot + 1 :]:
                if (pivot, column) in matrix:
                    less = factor * matrix[pivot, column]
                    cell = below, column
                    matrix[cell] = matrix[cell] - less if cell in matrix else -less
            inflow[below] = inflow[below] - factor * inflow[pivot]
    feed: list[FloatArray] = list(inflow)
    for row in reversed(rows):
        for column in rows[row + 1 :]:
            if (row, column) in matrix:
                feed[row] = feed[row] - matrix[row, column] * feed[column]
        feed[row] = feed[row] / pivots[row]
    return feed
