"""Group ``flowsheet``: from soil to mixed rare-earth oxide by molten electrolysis and leaching of its slag."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.parameter import parameter
from lunarsim.words.distributions import LogNormal, Triangular, Uniform


@dataclass(frozen=True, kw_only=True)
class Flowsheet:
    """Soil is melted, electrolysis takes oxygen and metal, rare earths stay in the slag, which is leached."""

    name: str = parameter("molten_electrolysis", "Key of the flowsheet.")
    oxygen_yield: float = parameter(
        0.18,
        "Oxygen won per soil fed.",
        unit="kg kg-1",
        low=0,
        high=0.44,
        source="soil holds about 0.44; iron and part of the silicon oxides are reduced (Schreiner et al. 2015, 2016)",
        evidence="analogue",
        distribution=Triangular(0.1, 0.18, 0.26),
    )
    metal_per_oxygen: float = parameter(
        1.05,
        "Ferrosilicon won per oxygen.",
        unit="kg kg-1",
        low=0,
        high=4,
        source="25.0 t of ferrosilicon with 23.9 t of oxygen, Guerrero-Gonzalez & Zabel 2023",
        evidence="published",
    )
    melt_kwh_per_kg: float = parameter(
        0.65,
        "Heat to melt a kilogram of soil.",
        unit="kW h kg-1",
        low=0,
        high=5,
        source="heat capacity and fusion of basalt, losses 0 to 40 %",
        evidence="published",
        distribution=Triangular(0.5, 0.65, 0.9),
    )
    electrolysis_kwh_per_kg_oxygen: float = parameter(
        18.0,
        "Electricity per kilogram of oxygen, beyond the heat of melting.",
        unit="kW h kg-1",
        low=4.7,
        high=100,
        source="molten regolith electrolysis systems 15 to 35, less the 3 to 4 that their melting takes",
        evidence="published",
        distribution=Triangular(11.0, 18.0, 31.0),
    )
    leach_recovery: float = parameter(
        0.6,
        "Share of the slag's rare earths that acid dissolves.",
        unit="1",
        low=0,
        high=1,
        source="hydrochloric acid on silicates, 0.3 to 0.9; never tried on lunar slag",
        distribution=Triangular(0.3, 0.6, 0.9),
    )
    precipitation_recovery: float = parameter(
        0.96,
        "Share of the dissolved rare earths that ends in the mixed oxide.",
        unit="1",
        low=0,
        high=1,
        source="oxalate precipitation and calcining on Earth",
        evidence="analogue",
        distribution=Triangular(0.9, 0.96, 0.99),
    )
    acid_kg_per_kg_slag: float = parameter(
        1.05,
        "Hydrochloric acid that dissolves a kilogram of slag.",
        unit="kg kg-1",
        low=0,
        high=5,
        source="stoichiometry of anorthite with 8 HCl",
        evidence="published",
    )
    acid_loss: float = parameter(
        0.001,
        "Share of the acid lost in each cycle.",
        unit="1",
        low=0,
        high=1,
        source="only regeneration above 99.9 % makes sense; terrestrial closed loops reach 99 %",
        distribution=LogNormal(2e-4, 1e-2),
    )
    oxalic_kg_per_kg_reo: float = parameter(
        0.9,
        "Oxalic acid per kilogram of oxide.",
        unit="kg kg-1",
        low=0,
        high=10,
        source="stoichiometry, 1.5 oxalic acid per rare earth",
        evidence="published",
    )
    oxalic_loss: float = parameter(
        1.0,
        "Share of the oxalic acid that is not recovered.",
        unit="1",
        low=0,
        high=1,
        source="calcining destroys the oxalate",
        evidence="published",
    )
    reo_purity: float = parameter(
        0.95,
        "Rare-earth oxides in the mixed product; the rest is slag that came along.",
        unit="kg kg-1",
        low=0.9,
        high=1,
        source="a product holds at least 90 % oxides by definition",
    )
    leach_kwh_per_kg_slag: float = parameter(
        1.0,
        "Energy to grind and leach a kilogram of slag and to win its acid back.",
        unit="kW h kg-1",
        low=0,
        high=20,
        source="assumed: evaporation of about 1 kg of acid solution with heat recovery",
        distribution=Uniform(0.5, 3.0),
    )
    readiness_years: float = parameter(
        17.0,
        "Years from the start until the least ready step can work on the Moon at the present pace.",
        unit="year",
        low=0,
        high=100,
        source="from level 3 to level 9 normally 15 to 20 years; leaching of lunar slag is at level 2",
        evidence="analogue",
        distribution=Triangular(13.0, 17.0, 25.0),
    )
