"""Group ``station``: where the station stands, who leads it and how it is put to work."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import HardwareCondition, parameter, when
from lunarsim.words.distributions import LogNormal, Uniform

POWER_IS_UNPUBLISHED = HardwareCondition(
    "power", ("power_kw", "night_power_kw", "storage_kwh", "fuel_cell_kwh"), ("analogue", "assumed")
)
"""Condition of what acts on ratings that nobody has published."""


@dataclass(frozen=True, kw_only=True)
class Station:
    """The station and the rules of its build-out."""

    name: str = parameter("ilrs", "Name of the station on the dataset's axis.")
    lead: str = parameter(
        "china",
        "Program that leads the station and flies the fallbacks; that of the main station also pays for the mine. "
        "none: there is no such station, which only a rival may be.",
        refers_to="programs",
    )
    site: str = parameter(
        "shackleton",
        "Site of the station: an option of the group site.",
        refers_to="sites",
        source="ILRS plans name the rim of Shackleton",
        evidence="published",
    )
    cargo_vehicle: str = parameter(
        "long_march_10",
        "Vehicle whose landers bring spares, supplies, replacements and station.parts: a name of the vehicle library.",
        refers_to="vehicles",
        source="the cargo lander that China builds for its vehicle of 27 t to the Moon; its 5 t are an estimate",
    )
    parts: tuple[str, ...] = parameter(
        (),
        "Assets that no mission brings and that are packed onto cargo flights: by their priority, heavy before light, "
        "none before what it needs, beside spares and replacements.",
        refers_to="assets",
        source="a lever, not a finding",
    )
    parts_from: str = parameter(
        "2035-01-01",
        "Date from which on station.parts can fly.",
        date=True,
        source="assumed: the year in which the basic station is to be complete",
    )
    commissioning_multiplier: float = parameter(
        1.0,
        "Multiplier on the commissioning time of every asset.",
        unit="1",
        low=0,
        high=10,
        source="no agency publishes commissioning times; factor 0.5 to 2",
        distribution=LogNormal(0.5, 2.0),
        acts_if=(when("waits.commissioning"),),
    )
    commissioning_ln_sd: float = parameter(
        0.4,
        "Standard deviation of the logarithm of an asset's own commissioning time.",
        unit="1",
        low=0,
        high=2,
        source="assumed: two of three within a factor of 1.5",
        acts_if=(when("waits.commissioning"),),
    )
    power_multiplier: float = parameter(
        1.0,
        "Multiplier on power and storage whose ratings nobody has published: of assets with evidence assumed or "
        "analogue. It leaves out ratings that are published or measured, and what works at the start.",
        unit="1",
        low=0.05,
        high=20,
        source="ratings are not published; 10 kW of a Russian unit (I. Barmin, RTVI, 30 January 2026) is 0.3 of it",
        distribution=LogNormal(0.3, 2.0),
        acts_if=(POWER_IS_UNPUBLISHED,),
    )
    asset_mass_position: float = parameter(
        0.0,
        "Mass of the assets: 0 as listed, -1 the least and 1 the most that is plausible.",
        unit="1",
        low=-1,
        high=1,
        source="masses of the station's modules are not published",
        distribution=Uniform(-1.0, 1.0),
    )
    power_margin: float = parameter(
        0.2,
        "Power margin over the load that a new consumer needs before it starts.",
        unit="1",
        low=0,
        high=2,
        source="engineering practice for power-limited stations",
        evidence="analogue",
        acts_if=(when("waits.power"),),
    )
    trial_days: float = parameter(
        180.0,
        "Days that relay, command and a rover or robot must have worked together before the station counts as working.",
        unit="day",
        low=0,
        high=3650,
        source="definition of the milestone",
    )
    basic_power_kw: float = parameter(
        10.0, "Power through a night that a basic station has.", unit="kW", low=0, source="definition of the milestone"
    )
    extended_power_kw: float = parameter(
        100.0,
        "Power through a night that an extended station has.",
        unit="kW",
        low=0,
        source="definition of the milestone",
    )
