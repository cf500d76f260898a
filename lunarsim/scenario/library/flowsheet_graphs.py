"""The library of flowsheets, ``configs/library/flowsheets.yml``: graphs of unit operations, checked as they are read.

Values that may be uncertain are not numbers here but keys of parameters, so that factors and levers reach them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.declare.declaration import EVIDENCE
from lunarsim.scenario.groups.extraction.flowsheet import FLOWSHEETS, Flowsheet
from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.scenario.library.files import read
from lunarsim.words.errors import Fault, InputError, unknown

SOIL_FIGURES = ("soil.phosphate", "soil.phosphate_share")
"""What a flowsheet may ask of the soil that it treats."""

SOIL, PRODUCT = "soil", "product"

KINDS = ("beneficiation", "extraction")
"""Kinds of units: those that concentrate soil before any of it is melted or dissolved, and all that come after."""

DISCARDED = "discarded"
"""Stream that takes the feed of units that lack their reagents."""

PROPORTIONAL, ON_OFF = "proportional", "on_off"
WAYS_OF_WORKING = (PROPORTIONAL, ON_OFF)
"""How a plant takes power that falls short: it does less, or some of its cells stand still and are restarted."""

Value = tuple[float | str, ...]
"""Numbers and keys of parameters that are multiplied."""

READY = 9
"""Level of readiness of a technology that works."""

DECLARED_LEVEL = 2
"""Level of readiness from which ``flowsheet.readiness_years`` counts."""


@dataclass(frozen=True)
class OutputRecord:
    """A way out of a unit; ``recovery`` by element, ``all`` for those not named, empty mass where it is assayed."""

    recovery: Mapping[str, Value]
    mass_pull: Value = ()
    separation: tuple[Value, ...] = ()
    purity: Value = ()
    energy_kwh_per_kg: Value = (0.0,)
    plant_kg_per_kg_year: Value = (0.0,)


@dataclass(frozen=True)
class UnitRecord:
    """A unit operation as the library gives it."""

    name: str
    kind: str
    feed: tuple[str, ...]
    outputs: Mapping[str, OutputRecord]
    rest: str
    reagents: Mapping[str, Mapping[str, Any]]
    energy_kwh_per_kg: Value
    plant_kg_per_kg_year: Value
    readiness: int
    source: str
    evidence: str


@dataclass(frozen=True)
class FlowsheetRecord:
    """A flowsheet of the library.

    Parameters
    ----------
    units : tuple of UnitRecord
        Its graph.
    restart_hours : tuple of float or str
        Time that a restart takes [h], where cells of the plant work at full power or stand still; empty: it works at
        the share of its power that it gets.
    parameters : frozenset of str
        Keys of the parameters that it reads.
    """

    title: str
    units: tuple[UnitRecord, ...]
    restart_hours: Value = ()
    parameters: frozenset[str] = field(default_factory=frozenset)

    @property
    def waiting_share(self) -> float:
        """Time to readiness of the least ready step over that of a step at the declared level."""
        return (READY - min(unit.readiness for unit in self.units)) / (READY - DECLARED_LEVEL)


@cache
def flowsheet_named(name: str) -> FlowsheetRecord:
    """Return a flowsheet of the library.

    Raises
    ------
    InputError
        If there is none of this name, or it has errors.
    """
    library = read("flowsheets")
    if name not in library:
        raise InputError([Fault("flowsheet.name", unknown(name, library, "flowsheet"))])
    return flowsheet_of(library[name], f"configs/library/flowsheets.yml: {name}")


def flowsheet_of(data: Mapping[str, Any], path: str) -> FlowsheetRecord:
    """Return a flowsheet from plain data.

    Raises
    ------
    InputError
        With all that is wrong with it.
    """
    reader = _Reader(path)
    units = tuple(reader.unit(one) for one in data["units"])
    reader.faults.extend(_broken(units, path))
    restart = reader.value(data["restart_hours"]) if "restart_hours" in data else ()
    works = data.get("works", PROPORTIONAL)
    if works not in WAYS_OF_WORKING:
        reader.faults.append(Fault(path, unknown(str(works), WAYS_OF_WORKING, "way to work")))
    elif bool(restart) != (works == ON_OFF):
        reader.faults.append(Fault(path, f"works {works}: restart_hours stands where it is {ON_OFF}, and only there"))
    if reader.faults:
        raise InputError(reader.faults)
    return FlowsheetRecord(data["title"], units, restart, frozenset(reader.used))


def unused_parameters(names: frozenset[str]) -> frozenset[str]:
    """Return the keys of process parameters that none of these flowsheets reads."""
    of_units = {key for name in FLOWSHEETS for key in flowsheet_named(name).parameters}
    return frozenset(of_units.difference(*(flowsheet_named(name).parameters for name in names)))


class _Reader:
    """Turns plain data into records; notes what is wrong and which parameters are read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.used: set[str] = set()
        self._known = {f"flowsheet.{key}" for key in declarations(Flowsheet)}
        self._known |= {f"plant.{key}" for key in declarations(Plant)} | set(SOIL_FIGURES)

    def value(self, value: Any) -> Value:
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            if isinstance(part, str):
                if part not in self._known:
                    self.faults.append(Fault(self.path, unknown(part, self._known, "parameter")))
                self.used.update(("deposit.phosphorus_per_thorium",) if part in SOIL_FIGURES else (part,))
        return tuple(part if isinstance(part, str) else float(part) for part in parts)

    def unit(self, data: Mapping[str, Any]) -> UnitRecord:
        self._keys(data, UnitRecord)
        return UnitRecord(
            name=data["name"],
            kind=data["kind"],
            feed=tuple(data["feed"]),
            outputs={stream: self._output(one) for stream, one in data["outputs"].items()},
            rest=data["rest"],
            reagents={
                name: {key: one[key] if key == "oxides_of" else self.value(one[key]) for key in one}
                for name, one in data.get("reagents", {}).items()
            },
            energy_kwh_per_kg=self.value(data.get("energy_kwh_per_kg", 0.0)),
            plant_kg_per_kg_year=self.value(data.get("plant_kg_per_kg_year", 0.0)),
            readiness=data["readiness"],
            source=data["source"],
            evidence=data["evidence"],
        )

    def _output(self, data: Mapping[str, Any]) -> OutputRecord:
        self._keys(data, OutputRecord)
        recovery = data.get("recovery", 0.0)
        by_element = recovery if isinstance(recovery, Mapping) else {"all": recovery}
        figures: dict[str, Any] = {
            key: tuple(map(self.value, data[key])) if key == "separation" else self.value(data[key])
            for key in data
            if key != "recovery"
        }
        return OutputRecord({name: self.value(one) for name, one in by_element.items()}, **figures)

    def _keys(self, data: Mapping[str, Any], cls: type) -> None:
        known = cls.__dataclass_fields__  # type: ignore[attr-defined]
        self.faults.extend(Fault(self.path, unknown(str(key), known, "key")) for key in data if key not in known)


def _broken(units: tuple[UnitRecord, ...], path: str) -> Iterator[Fault]:
    """Yield what is wrong with a graph."""
    for unit in units:
        yield from (Fault(path, problem) for problem in _broken_unit(unit))
    yield from (Fault(path, problem) for problem in _broken_streams(units))


def _broken_unit(unit: UnitRecord) -> Iterator[str]:
    if len({*unit.outputs, unit.rest}) <= len(unit.outputs):
        yield f"{unit.name} has two ways out to one stream"
    if unit.evidence not in EVIDENCE or not unit.source:
        yield f"{unit.name} has no source, or evidence {unit.evidence!r}"
    if unit.kind not in KINDS:
        yield f"{unit.name} is of kind {unit.kind!r}, allowed {', '.join(KINDS)}"
    if not 1 <= unit.readiness <= READY:
        yield f"{unit.name} has readiness {unit.readiness}, allowed 1 to {READY}"
    for stream, output in unit.outputs.items():
        if [bool(output.mass_pull), bool(output.separation), bool(output.purity)].count(True) != 1:
            yield f"{unit.name}.{stream} needs one of mass_pull, separation and purity"
    if unit.rest == PRODUCT or (PRODUCT in unit.outputs and not unit.outputs[PRODUCT].purity):
        yield f"{unit.name}.{PRODUCT} is not assayed: enriched slag or residue is not a product"
    for reagent, figures in unit.reagents.items():
        if figures.get("oxides_of", PRODUCT) not in unit.outputs and "oxides_of" in figures:
            yield f"{unit.name}.{reagent} counts the oxides of {figures['oxides_of']}, which is not an output of it"


def _broken_streams(units: tuple[UnitRecord, ...]) -> Iterator[str]:
    ways = {unit.name: (*unit.outputs, unit.rest) for unit in units}
    takers = Counter(stream for unit in units for stream in unit.feed)
    made = {stream for streams in ways.values() for stream in streams}
    for stream, count in takers.items():
        if stream not in made and stream != SOIL:
            yield f"stream {stream} is fed and never made"
        if count > 1:
            yield f"stream {stream} is fed to {count} units, allowed one"
    if SOIL not in takers or SOIL in made:
        yield f"{SOIL} must be fed to a unit, and made by none"
    if PRODUCT not in made or PRODUCT in takers:
        yield f"{PRODUCT} must be made, and fed to no unit"
    fed_by = {stream: unit.name for unit in units for stream in unit.feed}
    draining: set[str] = set()
    for _ in units:
        draining |= {name for name, out in ways.items() if any(fed_by.get(s) in draining for s in out)}
        draining |= {name for name, out in ways.items() if any(s not in takers for s in out)}
    yield from (f"{name} has no way out; what it treats would circulate forever" for name in ways.keys() - draining)
