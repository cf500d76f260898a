"""Group ``plant``: machines that run the flowsheet, and their power."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import WITH_PLANT, parameter, unless, when
from lunarsim.scenario.groups.extraction.own_growth import OwnGrowth
from lunarsim.words.distributions import LogNormal, Triangular


@dataclass(frozen=True, kw_only=True)
class Plant(OwnGrowth):
    """Machines that treat soil, with the power that they bring along, from their first to their last year."""

    units: int = parameter(1, "Number of equal units.", unit="1", low=0, high=10000, source="a lever, not a finding")
    planned: str = parameter(
        "2040-01-01",
        "Planned start of the flights that bring the plant.",
        date=True,
        source="assumed: after the pilot of ILRS-3 has been used for some years; no agency plans a rare-earth plant",
        acts_if=WITH_PLANT,
    )
    planned_early_years: float = parameter(
        4.0,
        "How much earlier than planned the flights may begin, one chance in ten being left for more.",
        unit="year",
        low=0,
        high=100,
        source="assumed: three years after the pilot of ILRS-3, planned for 2033",
        acts_if=WITH_PLANT,
    )
    planned_late_years: float = parameter(
        10.0,
        "How much later than planned the flights may begin, one chance in ten being left for more.",
        unit="year",
        low=0,
        high=100,
        source="assumed: with the extended station, which CNSA names for 2045 to 2050 (Wu Weiren, 24-25 April 2024)",
        acts_if=WITH_PLANT,
    )
    feed_t_per_year: float = parameter(
        100.0,
        "Soil that one unit can treat in a year of full work.",
        unit="t year-1",
        low=0.001,
        high=1e7,
        source="soil of a 10 to 20 t/year oxygen plant, Schreiner et al. 2016",
        evidence="analogue",
        acts_if=WITH_PLANT,
    )
    scale: float = parameter(
        1.0,
        "Size of a unit against the one that the other parameters describe; feed, digging and power are in proportion.",
        unit="1",
        low=1e-3,
        high=1e5,
        source="a lever, not a finding: 0.001 is a pilot of 100 kg of soil a year, 1,000 a plant of 100,000 t",
        acts_if=WITH_PLANT,
    )
    scale_exponent: float = parameter(
        0.9,
        "Exponent of the mass and of the operations of a unit's machines against plant.scale; excavators and arrays "
        "grow in proportion, reactors by a fixed part and one per power.",
        unit="1",
        low=0.5,
        high=1,
        source=(
            "a little below 1 for molten regolith electrolysis (Guerrero-Gonzalez and Zabel 2023); 0.6 for the cost of "
            "process equipment on Earth (six-tenths rule), 2/3 for shells"
        ),
        evidence="published",
        distribution=Triangular(0.67, 0.9, 1.0),
        acts_if=(*WITH_PLANT, unless("plant.scale", 1.0)),
    )
    beneficiation_margin: float = parameter(
        1.0,
        "Capacity of the machines that concentrate soil over feed_t_per_year; their mass grows with it.",
        unit="1",
        low=0.01,
        high=100,
        source="a lever, not a finding: 1 just fits, below 1 they are the bottleneck",
        acts_if=WITH_PLANT,
    )
    extraction_margin: float = parameter(
        1.0,
        "Capacity of the machines that melt, leach and precipitate over feed_t_per_year; their mass grows with it.",
        unit="1",
        low=0.01,
        high=100,
        source="a lever, not a finding: 1 just fits, below 1 they are the bottleneck",
        acts_if=WITH_PLANT,
    )
    start_up_days: float = parameter(
        730.0,
        "Time from a unit's first work until it does all that it was built for; it gets there in four equal steps.",
        unit="day",
        low=0,
        high=7300,
        source="assumed: one year where a process is known, three and more where it is new (McNulty 1998)",
        evidence="analogue",
        acts_if=WITH_PLANT,
    )
    start_up_share: float = parameter(
        0.4,
        "Share of the capacity of its machines that a unit has at its first work.",
        unit="1",
        low=0.01,
        high=1,
        source="assumed: between plants of a known and of a new process in their first months (McNulty 1998)",
        evidence="analogue",
        acts_if=WITH_PLANT,
    )
    availability: float = parameter(
        0.7,
        "Share of the time that a unit works when it has soil, power and reagents, in the first year of the plant.",
        unit="1",
        low=0,
        high=1,
        source="assumed: terrestrial plants reach 0.9, electrodes and remote work cost some of it",
        distribution=Triangular(0.4, 0.7, 0.9),
        acts_if=WITH_PLANT,
    )
    downtime_learning: float = parameter(
        0.1,
        "Share by which each doubling of the plant's years cuts the time lost, 1 - availability: after 1, 2, 4, 8, 16.",
        unit="1",
        low=0,
        high=0.9,
        source="assumed: learning by doing cuts cost by 5 to 20 % per doubling",
        acts_if=WITH_PLANT,
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
        acts_if=WITH_PLANT,
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
        acts_if=WITH_PLANT,
    )
    power_source: str = parameter(
        "reactor",
        "Power that the plant brings along.",
        choices=("reactor", "solar"),
        source="nights of 354 h off the poles",
        acts_if=WITH_PLANT,
    )
    power_kw: float = parameter(
        60.0,
        "Power that a unit brings along, in light or from its reactor.",
        unit="kW",
        low=0,
        high=1e6,
        source="one and a half reactors of the 40 kW class: full work takes about 50 kW",
        evidence="analogue",
        acts_if=WITH_PLANT,
    )
    reactor_kg_per_kw: float = parameter(
        150.0,
        "Mass of a reactor per power, at a plant.scale of 1.",
        unit="kg kW-1",
        low=1,
        high=10000,
        source="NASA goal of 40 kW within 6 t (2022)",
        evidence="published",
        distribution=LogNormal(120.0, 300.0),
        acts_if=(
            *WITH_PLANT,
            when("plant.power_source", "reactor"),
            when("plant.power_kw"),
        ),
    )
    solar_kg_per_kw: float = parameter(
        60.0,
        "Mass of a solar array without storage per power.",
        unit="kg kW-1",
        low=1,
        high=10000,
        source="vertical arrays of 10 kW (600 kg) and 50 kW (3 t), NASA awards of 2022",
        evidence="published",
        acts_if=WITH_PLANT,
    )
    spares_per_year: float = parameter(
        0.1,
        "Mass of spares per year of work over the mass of the machines, excavators apart; without spares wear stops "
        "the plant.",
        unit="year-1",
        low=0,
        high=1,
        source="studies of in-situ resource use, 5 to 20 %, electrodes worst",
        evidence="analogue",
        distribution=Triangular(0.05, 0.1, 0.3),
        acts_if=WITH_PLANT,
    )
    reagent_stock_days: float = parameter(
        900.0,
        "Reagents brought along by the plant and kept in stock by resupply, in days of full work.",
        unit="day",
        low=0,
        high=10000,
        source="assumed: an interval of resupply and a quarter more",
        acts_if=WITH_PLANT,
    )
    commissioning_days: float = parameter(
        120.0,
        "Time from the last delivery of a unit to its first work, at a plant.scale of 1.",
        unit="day",
        low=0,
        high=3650,
        source="30 to 120 days for each piece of a station, the longest taken; no data exist",
        acts_if=WITH_PLANT,
    )
    commissioning_exponent: float = parameter(
        0.1,
        "Exponent of the commissioning of a unit against plant.scale.",
        unit="1",
        low=0,
        high=1,
        source="assumed: builders grow with a unit; time to build on Earth has 0.3 against cost (Bromilow 1969)",
        evidence="assumed",
        acts_if=(*WITH_PLANT, unless("plant.scale", 1.0)),
    )
    readiness_usual_musd_per_year: float = parameter(
        100.0,
        "Money in a year at which technology matures in flowsheet.readiness_years; times these it is the sum needed.",
        unit="MUSD",
        low=0.1,
        high=1e5,
        source="assumed: 1.7 billion in all; NASA's fission surface power asks for 350 to 500 a year from level 4 on",
        distribution=LogNormal(60.0, 170.0),
        acts_if=(*WITH_PLANT, when("waits.readiness"), when("plant.readiness_money_weight")),
    )
    readiness_musd_per_year: float = parameter(
        100.0,
        "Money spent in a year on maturing the technology, from the start until it is ready or given up; 0 for never.",
        unit="MUSD",
        low=0,
        high=1e5,
        source="a lever, not a finding: the usual pace",
        acts_if=(*WITH_PLANT, when("waits.readiness")),
    )
    readiness_money_weight: float = parameter(
        0.5,
        "Weight of money against years in the time to readiness: 0 leaves the years alone, 1 the money.",
        unit="1",
        low=0,
        high=1,
        source="assumed: twice the money a year takes 29 % off the time and adds 41 % to the sum",
        acts_if=(*WITH_PLANT, when("waits.readiness")),
    )
    readiness_acceleration: float = parameter(
        1.0,
        "Speed at which technology matures against the present pace.",
        unit="1",
        low=0.1,
        high=10,
        source="exports before about 2045 need a speed above 1",
        acts_if=WITH_PLANT,
    )
