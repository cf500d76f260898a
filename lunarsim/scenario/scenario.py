"""The scenario: one full, checked, immutable input of a simulation."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from lunarsim.scenario.blocs import Bloc, shipped_blocs
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.declare.declaration import Parameter
from lunarsim.scenario.declare.records import Records
from lunarsim.scenario.groups.extraction.deposit import Deposit
from lunarsim.scenario.groups.extraction.flowsheet import Flowsheet
from lunarsim.scenario.groups.extraction.gates import Gates
from lunarsim.scenario.groups.extraction.mine import Mine
from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.groups.finance import Finance
from lunarsim.scenario.groups.logistics import Logistics
from lunarsim.scenario.groups.market import Market
from lunarsim.scenario.groups.plan import Plan
from lunarsim.scenario.groups.programs.cooperation import Cooperation
from lunarsim.scenario.groups.programs.crews import Crews
from lunarsim.scenario.groups.programs.cutoff import Cutoff
from lunarsim.scenario.groups.programs.energy import Energy
from lunarsim.scenario.groups.programs.landing import Landing
from lunarsim.scenario.groups.programs.launch import Launch
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.groups.programs.slips import Slips
from lunarsim.scenario.groups.returns import Returns
from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.groups.timeline import Timeline
from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.scenario.groups.waits import Waits
from lunarsim.scenario.libraries import KINDS, libraries
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.mission import Mission, with_band_along
from lunarsim.scenario.library.official_milestone import OfficialMilestone
from lunarsim.scenario.library.places.thorium_map import MapSite, SiteMap
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.words.errors import Fault, InputError, unknown

Record = TypeVar("Record")

GROUPS: dict[str, type] = {
    "timeline": Timeline,
    "plan": Plan,
    "waits": Waits,
    "cooperation": Cooperation,
    "cutoff": Cutoff,
    "energy": Energy,
    "station": Station,
    "upkeep": Upkeep,
    "site": Site,
    "deposit": Deposit,
    "mine": Mine,
    "flowsheet": Flowsheet,
    "gates": Gates,
    "plant": Plant,
    "slips": Slips,
    "launch": Launch,
    "landing": Landing,
    "crews": Crews,
    "logistics": Logistics,
    "returns": Returns,
    "market": Market,
    "finance": Finance,
    "rival": Station,
}
"""The groups that hold one instance each, by their key."""

NOBODY = "none"
"""Lead of a station that is not there."""

DECIDES_LIBRARIES = frozenset({"timeline.as_of", "plan.manifest"})
"""The parameters that decide what stands in the libraries."""

MAPPED = ("site.thorium_map", "site.latitude_deg", "site.longitude_deg", "site.map_radius_km")
"""The parameters that decide what a map says of the site."""

FROM_MAP = tuple(f"site.{name}" for name in MapSite._fields)
"""The parameters that a map gives."""

COLLECTIONS: dict[str, type] = {"programs": Program, **KINDS}
"""The groups that hold several named instances, by their key."""


@dataclass(frozen=True)
class Scenario:
    """One full, checked, immutable input."""

    timeline: Timeline
    plan: Plan
    waits: Waits
    cooperation: Cooperation
    cutoff: Cutoff
    energy: Energy
    station: Station
    upkeep: Upkeep
    site: Site
    deposit: Deposit
    mine: Mine
    flowsheet: Flowsheet
    gates: Gates
    plant: Plant
    slips: Slips
    launch: Launch
    landing: Landing
    crews: Crews
    logistics: Logistics
    returns: Returns
    market: Market
    finance: Finance
    rival: Station
    programs: Mapping[str, Program]
    missions: Mapping[str, Mission]
    vehicles: Mapping[str, Vehicle]
    assets: Mapping[str, Asset]
    official_milestones: Mapping[str, OfficialMilestone]
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, compare=False, repr=False)
    """What the user changed in the libraries: by collection, record and field."""
    maps: Mapping[str, SiteMap] = field(default_factory=dict, compare=False, repr=False)
    """The maps from which the site may be read, by the names that ``site.thorium_map`` has."""
    own_blocs: Mapping[str, Bloc] = field(default_factory=dict, compare=False, repr=False)
    """Blocs of a user's file, which stand for those of the library; empty: those of the library."""

    @property
    def blocs(self) -> Mapping[str, Bloc]:
        """The blocs of users of rare earths, that of all others last."""
        return self.own_blocs or shipped_blocs()

    @property
    def has_rival(self) -> bool:
        """Whether there is a second station."""
        return self.rival.lead != NOBODY

    @property
    def stations(self) -> dict[str, Station]:
        """The stations by their group: the main one and, where there is one, its rival."""
        return {"station": self.station} | ({"rival": self.rival} if self.has_rival else {})

    @property
    def partners(self) -> tuple[str, ...]:
        """The programs of the camp of the main station's lead that take part and lead no station themselves."""
        leads = {station.lead for station in self.stations.values()}
        camp = self.programs[self.station.lead].camp
        return tuple(
            name
            for name, program in self.programs.items()
            if program.active and program.camp == camp != "none" and name not in leads
        )

    def members(self, station: Station) -> set[str]:
        """Return the programs whose hardware can work for a station: its lead and, at the main one, partners."""
        partners = self.partners if station is self.station and self.cooperation.mode != "none" else ()
        return {station.lead, *partners}

    def asset_mass_position(self, program: str) -> float:
        """Return where the masses of a program's assets lie between the least and the most that is plausible [1]."""
        station = self.rival if self.has_rival and program == self.rival.lead else self.station
        return station.asset_mass_position

    def flies(self, mission: Mission) -> bool:
        """Return whether a mission can fly: it is not cancelled, its program takes part, its role and its goal fit."""
        return not mission.cancelled and self.plans(mission)

    def plans(self, mission: Mission) -> bool:
        """Return whether a mission stands in the plan, cancelled or not."""
        if not self.programs[mission.program].active:
            return False
        mars = self.plan.mars
        if (mission.kind == "mars" and mars == "none") or (mission.ambitious and mars != "ambitious"):
            return False
        if mission.role == "joint":
            return self.cooperation.mode != "none" and mission.program in self.partners
        return mission.role == "always" or mission.program in {station.lead for station in self.stations.values()}

    def value(self, key: str) -> Any:
        """Return the value of a parameter, such as ``plant.units`` or ``programs.china.slip_multiplier``."""
        here: Any = self
        for part in key.split("."):
            here = here[part] if isinstance(here, Mapping) else getattr(here, part)
        return here

    def declaration(self, key: str) -> tuple[Parameter, Any]:
        """Return the declaration and the type of a parameter.

        Raises
        ------
        InputError
            If the scenario has no such parameter, with the nearest one.
        """
        return declaration(key, self)


def declaration(key: str, scenario: Scenario | None = None) -> tuple[Parameter, Any]:
    """Return declaration and type of the parameter at ``key``, its name checked where a scenario is given.

    Raises
    ------
    InputError
        If there is no such parameter, with the nearest one.
    """
    group, _, rest = key.partition(".")
    if group in GROUPS:
        known = declarations(GROUPS[group])
        if rest in known:
            return known[rest]
        raise InputError([Fault(key, _unknown_in(group, rest))])
    if group in COLLECTIONS:
        name, _, last = rest.partition(".")
        known = declarations(COLLECTIONS[group])
        if scenario is not None and name not in getattr(scenario, group):
            raise InputError([Fault(key, unknown(name, getattr(scenario, group), group.rstrip("s")))])
        if last in known:
            return known[last]
        raise InputError([Fault(key, unknown(last, known, f"parameter of {group}"))])
    raise InputError([Fault(key, unknown(group, [*GROUPS, *COLLECTIONS], "key"))])


def _unknown_in(group: str, name: str) -> str:
    """Say that a group has no such parameter; that name in another group is meant rather than a like one in this."""
    other = next((other for other, cls in GROUPS.items() if name in declarations(cls)), None)
    if other is not None:
        return f"unknown parameter of {group} {name!r}; did you mean {f'{other}.{name}'!r}?"
    return unknown(name, declarations(GROUPS[group]), f"parameter of {group}")


def setter(keys: Sequence[str]) -> Callable[[Scenario, Sequence[Any]], Scenario]:
    """Return a fast function that puts values, given in the order of ``keys``, into a scenario.

    It checks no value, but raises an :class:`InputError` where the scenario, or the manifest among the values, lacks a
    record.
    """
    plain: dict[str, list[tuple[str, int]]] = {}
    named: dict[str, dict[str, list[tuple[str, int]]]] = {}
    for position, key in enumerate(keys):
        parts = key.split(".")
        if len(parts) == 2:
            plain.setdefault(parts[0], []).append((parts[1], position))
        else:
            named.setdefault(parts[0], {}).setdefault(parts[1], []).append((parts[2], position))

    reads_libraries = not DECIDES_LIBRARIES.isdisjoint(keys)
    reads_map = not set(MAPPED).isdisjoint(keys)

    def put(scenario: Scenario, values: Sequence[Any]) -> Scenario:
        replace = dataclasses.replace
        if reads_libraries:
            known = dict(zip(keys, values, strict=True))
            manifest = known.get("plan.manifest", scenario.plan.manifest)
            scenario = replace(
                scenario, **libraries(manifest, known.get("timeline.as_of", scenario.timeline.as_of), scenario.changes)
            )
        changes: dict[str, Any] = {
            group: _changed(getattr(scenario, group), {field: values[i] for field, i in fields})
            for group, fields in plain.items()
        }
        for group, names in named.items():
            records = dict(getattr(scenario, group))
            for name, fields in names.items():
                if name not in records:
                    key = f"{group}.{name}.{fields[0][0]}"
                    raise InputError([Fault(key, unknown(name, records, group.rstrip("s")))])
                given = {field: values[i] for field, i in fields}
                known = records[name]
                records[name] = _changed(known, with_band_along(known, given) if group == "missions" else given)
            changes[group] = Records(records)
        if reads_map:
            changes["site"] = on_map(changes["site"], scenario.maps)
        return _changed(scenario, changes) if changes else scenario

    return put


def _changed(record: Record, values: Mapping[str, Any]) -> Record:
    """Return a record with other values of some fields.

    Records check nothing when they are made. So their values are copied at once: to set field by field, as
    ``dataclasses.replace`` does, was a part of each run of a sweep.
    """
    made = object.__new__(type(record))
    vars(made).update(vars(record), **values)
    return made


def on_map(site: Site, maps: Mapping[str, SiteMap]) -> Site:
    """Return a site with what its map says of the place; as it is where it has no map."""
    found = maps.get(site.thorium_map)
    if found is None:
        return site
    return dataclasses.replace(site, **found.at(site.latitude_deg, site.longitude_deg, site.map_radius_km)._asdict())
