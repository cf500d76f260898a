"""What power weighs, returns and loses with age, by technology: ``configs/library/power_technologies.yml``."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from lunarsim.scenario.declare.declaration import EVIDENCE
from lunarsim.scenario.library.files import read
from lunarsim.words.errors import Fault, InputError, unknown


class Span(NamedTuple):
    """A figure with the ends of what is plausible, where it comes from, and how well it is known."""

    low: float
    likely: float
    high: float
    source: str
    evidence: str


@dataclass(frozen=True)
class PowerTechnologies:
    """The figures of all technologies.

    Parameters
    ----------
    array_kg_per_kw, array_loss_per_year : Span [kg/kW], [1/yr]
        Mass of arrays over their power in the light, and the share of it that a year takes.
    battery_wh_per_kg, battery_depth_of_discharge, battery_efficiency, battery_loss_per_year : Span
        Capacity over mass [Wh/kg], the share of it that is used [1], energy given over energy taken [1], and the share
        of the capacity that a year takes [1/yr].
    fuel_cell_wh_per_kg, fuel_cell_efficiency, fuel_cell_loss_per_year : Span
        The same of regenerative fuel cells, of whose energy all is used.
    reactor_fixed_kg, reactor_kg_per_kw, reactor_growth : Span [kg], [kg/kW], [1]
        Mass of reactors as designed, and mass as built over that.
    reactor_shield_kg, cable_kg_per_km : Span [kg], [kg/km]
        Shield beyond that of the design, and the cable from a reactor to its users.
    thermocouple_loss_per_year : Span [1/yr]
        Share of the power of a radioisotope generator that a year takes beside the decay.
    """

    array_kg_per_kw: Span
    array_loss_per_year: Span
    battery_wh_per_kg: Span
    battery_depth_of_discharge: Span
    battery_efficiency: Span
    battery_loss_per_year: Span
    fuel_cell_wh_per_kg: Span
    fuel_cell_efficiency: Span
    fuel_cell_loss_per_year: Span
    reactor_fixed_kg: Span
    reactor_kg_per_kw: Span
    reactor_growth: Span
    reactor_shield_kg: Span
    cable_kg_per_km: Span
    thermocouple_loss_per_year: Span


@cache
def power_technologies() -> PowerTechnologies:
    """Return the figures that are shipped.

    Raises
    ------
    InputError
        With all that is wrong with the file.
    """
    return technologies_of(read("power_technologies"), "configs/library/power_technologies.yml")


def technologies_of(data: Mapping[str, Any], path: str) -> PowerTechnologies:
    """Return the figures from plain data.

    Raises
    ------
    InputError
        With all that is wrong with them.
    """
    names = [field.name for field in dataclasses.fields(PowerTechnologies)]
    faults = [Fault(path, unknown(str(key), names, "figure")) for key in data if key not in names]
    faults += [Fault(path, f"lacks {name}") for name in names if name not in data]
    for name in names:
        faults += [Fault(f"{path}: {name}", problem) for problem in _problems(name, data.get(name))]
    if faults:
        raise InputError(faults)
    return PowerTechnologies(**{name: Span(**data[name]) for name in names})


def _problems(name: str, figure: Any) -> Iterator[str]:
    """Yield what is wrong with one figure; the caller reports one that is missing."""
    if figure is None:
        return
    if not isinstance(figure, Mapping) or set(figure) != set(Span._fields):
        yield f"must have {', '.join(Span._fields)} and nothing else"
        return
    ends = [figure[end] for end in ("low", "likely", "high")]
    if not all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends):
        yield f"has {ends}, allowed are numbers"
        return
    low, likely, high = ends
    if not low <= likely <= high:
        yield f"has low {low}, likely {likely}, high {high}, allowed is a rising order"
    # What is divided by is above 0; shares of a whole, and of what a year leaves, are not more than it.
    if low < 0 or (low == 0 and name != "reactor_shield_kg"):
        yield f"has low {low}, allowed above 0"
    if high > 1 and name.endswith(("_efficiency", "_depth_of_discharge", "_loss_per_year")):
        yield f"has high {high}, allowed up to 1"
    if figure["evidence"] not in EVIDENCE or not figure["source"]:
        yield f"has evidence {figure['evidence']!r} and source {figure['source']!r}, allowed {', '.join(EVIDENCE)}"
