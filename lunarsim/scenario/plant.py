"""Group ``plant``: machines that run the flowsheet, and their power."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.parameter import parameter
from lunarsim.words.distributions import LogNormal, Triangular


@dataclass(frozen=True, kw_only=True)
class Plant:
    """Excavators, electrolysis and leaching units with the power that they bring along."""

    units: int = parameter(1, "Number of equal units.", unit="1", low=0, high=10000, source="a lever, not a finding")
    planned: str = parameter(
        "2040-01-01",
        "Planned start of the flights that bring the plant.",
        date=True,
        source="assumed: after the pilot of ILRS-3 has been used for some years; no agency plans a rare-earth plant",
    )
    feed_t_per_year: float = parameter(
        100.0,
        "Soil that one unit can treat in a year of full work.",
        unit="t year-1",
        low=0.001,
        high=1e7,
        source="soil of a 10 to 20 t/year oxygen plant, Schreiner et al. 2016",
        evidence="published",
    )
    availability: float = parameter(
        0.7,
        "Share of the time that a unit works when it has soil, power and reagents.",
        unit="1",
        low=0,
        high=1,
        source="assumed: terrestrial plants reach 0.9, electrodes and remote work cost some of it",
        distribution=Triangular(0.4, 0.7, 0.9),
    )
    electrolysis_kg_per_kg_oxygen_year: float = parameter(
        0.143,
        "Mass of the electrolysis per yearly oxygen.",
        unit="year",
        low=0,
        high=100,
        source="7 kg of oxygen a year per kg of system, Schreiner et al. 2015",
        evidence="published",
        distribution=LogNormal(0.1, 0.6),
    )
    leach_kg_per_kg_slag_year: float = parameter(
        0.03,
        "Mass of the leaching and acid recovery per yearly slag.",
        unit="year",
        low=0,
        high=100,
        source=(
            "assumed: 10 kg of soil a day per kg of plant would be 0.0003, chemical plants in closed loop are far "
            "heavier"
        ),
        distribution=LogNormal(0.01, 0.1),
    )
    excavator_kg: float = parameter(
        66.0,
        "Mass of an excavator.",
        unit="kg",
        low=0,
        high=1e5,
        source="RASSOR 2.0, Mueller et al. 2016",
        evidence="published",
    )
    excavator_kg_per_day: float = parameter(
        900.0,
        "Soil that an excavator brings in a day of light or power.",
        unit="kg day-1",
        low=0,
        high=1e7,
        source="IPEx goal, 10 t in 11 days",
        evidence="published",
        distribution=LogNormal(400.0, 2700.0),
    )
    excavators: int = parameter(
        1, "Excavators of a unit.", unit="1", low=0, high=1000, source="assumed: one brings more than a unit can treat"
    )
    excavation_kwh_per_kg: float = parameter(
        0.00086,
        "Energy to dig, drive and dump a kilogram of soil.",
        unit="kW h kg-1",
        low=0,
        high=1,
        source="MoonBot batch cycle, Giel et al. 2025",
        evidence="measured",
    )
    power_source: str = parameter(
        "reactor",
        "Power that the plant brings along.",
        choices=("reactor", "solar"),
        source="nights of 354 h off the poles",
    )
    power_kw: float = parameter(
        60.0,
        "Power that a unit brings along, in light or from its reactor.",
        unit="kW",
        low=0,
        high=1e6,
        source="one and a half reactors of the 40 kW class: full work takes about 50 kW",
        evidence="analogue",
    )
    reactor_kg_per_kw: float = parameter(
        150.0,
        "Mass of a reactor per power.",
        unit="kg kW-1",
        low=1,
        high=10000,
        source="NASA goal of 40 kW within 6 t (2022)",
        evidence="published",
        distribution=LogNormal(120.0, 300.0),
    )
    solar_kg_per_kw: float = parameter(
        60.0,
        "Mass of a solar array without storage per power.",
        unit="kg kW-1",
        low=1,
        high=10000,
        source="vertical arrays of 10 kW (600 kg) and 50 kW (3 t), NASA awards of 2022",
        evidence="published",
    )
    spares_per_year: float = parameter(
        0.1,
        "Mass of spares per year over the mass of the plant; without them wear stops it.",
        unit="year-1",
        low=0,
        high=1,
        source="studies of in-situ resource use, 5 to 20 %, electrodes worst",
        evidence="analogue",
        distribution=Triangular(0.05, 0.1, 0.3),
    )
    reagent_stock_days: float = parameter(
        900.0,
        "Reagents brought along by the plant and kept in stock by resupply, in days of full work.",
        unit="day",
        low=0,
        high=10000,
        source="assumed: an interval of resupply and a quarter more",
    )
    commissioning_days: float = parameter(
        120.0,
        "Time from the last delivery of a unit to its first work.",
        unit="day",
        low=0,
        high=3650,
        source="30 to 120 days for each piece of a station, the longest taken; no data exist",
    )
    readiness_acceleration: float = parameter(
        1.0,
        "Speed at which technology matures against the present pace.",
        unit="1",
        low=0.1,
        high=10,
        source="exports before about 2045 need a speed above 1",
    )
