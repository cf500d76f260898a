"""Group ``flowsheet``: figures of the steps from soil to mixed rare-earth oxide; the steps stand in a library."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import WITH_PLANT, parameter, when
from lunarsim.words.distributions import LogNormal, LogUniform, Triangular, Uniform

FLOWSHEETS = ("molten_electrolysis", "phosphate_leach", "soil_leach", "residue_leach")
"""Those of ``configs/library/flowsheets.yml``."""


@dataclass(frozen=True, kw_only=True)
class Flowsheet:
    """Which flowsheet is run, and the figures of its steps; each flowsheet reads those that it needs."""

    name: str = parameter(
        "molten_electrolysis",
        "Key of the flowsheet.",
        choices=FLOWSHEETS,
        source="the one that makes oxygen as well, for which most is published",
        evidence="analogue",
    )
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
        evidence="analogue",
        distribution=Triangular(0.5, 0.65, 0.9),
        acts_if=WITH_PLANT,
    )
    restart_hours: float = parameter(
        72.0,
        "Restart of a cell of the electrolysis whose melt has frozen: hours at full power to its first output.",
        unit="h",
        low=0,
        high=720,
        source="assumed: a day to melt its filling, two until it runs steadily; cells on Earth take days to weeks",
        acts_if=WITH_PLANT,
    )
    electrolysis_kwh_per_kg_oxygen: float = parameter(
        18.0,
        "Electricity per kilogram of oxygen, beyond the heat of melting.",
        unit="kW h kg-1",
        low=4.7,
        high=100,
        source="molten regolith electrolysis systems 15 to 35, less the 3 to 4 that their melting takes",
        evidence="analogue",
        distribution=Triangular(11.0, 18.0, 31.0),
        acts_if=WITH_PLANT,
    )
    leach_recovery: float = parameter(
        0.6,
        "Share of the rare earths that acid dissolves from slag, residue or soil, and of their mass with them; what it "
        "binds goes by that mass.",
        unit="1",
        low=0,
        high=1,
        source="hydrochloric acid on silicates, 0.3 to 0.9; never tried on lunar slag",
        distribution=Triangular(0.3, 0.6, 0.9),
    )
    purification_recovery: float = parameter(
        0.25,
        "Share of the dissolved rare earths that stays in the liquor of a silicate while silica gel, iron and aluminum "
        "are taken out of it.",
        unit="1",
        low=0,
        high=1,
        source="assumed: puts the chain within the prior of its recovery, 0.02 to 0.4; staged precipitation won 0.8 "
        "from a dilute leachate of coal refuse (Zhang & Honaker 2018), where there was no dissolved silicate",
        distribution=Triangular(0.05, 0.25, 0.6),
    )
    purification_exponent: float = parameter(
        2.0,
        "Exponent s of the grade-recovery curve of the purification: enrichment of the liquor's salts is recovery to "
        "the power -s, 20 at most.",
        unit="1",
        low=0,
        high=3,
        source="assumed: 16 times at a recovery of 0.25, 3 times at 0.6",
    )
    recovery_multiplier: float = parameter(
        1.0,
        "Recovery of the step that decides the chain (dry concentration, or purification of the liquor) over that of "
        "its figures: one error that all flowsheets share, which a pilot plant would narrow.",
        unit="1",
        low=0.01,
        high=10,
        source="assumed: standard deviation of the logarithm 0.2; no step has been tried with lunar rare earths",
        distribution=LogNormal(0.72, 1.39),
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
        "Hydrochloric acid that a kilogram of slag, residue or soil binds as it dissolves.",
        unit="kg kg-1",
        low=0,
        high=5,
        source="stoichiometry of anorthite with 8 HCl",
        evidence="published",
    )
    acid_loss: float = parameter(
        0.003,
        "Share of the acid lost in each cycle.",
        unit="1",
        low=0,
        high=1,
        source="assumed: only regeneration above 99.9 % makes sense, terrestrial closed loops reach 99 %",
        distribution=LogNormal(1e-3, 1e-2),
        acts_if=WITH_PLANT,
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
        "Energy to grind and leach a kilogram of slag, residue, soil or concentrate and to win its acid back.",
        unit="kW h kg-1",
        low=0,
        high=20,
        source="assumed: evaporation of about 1 kg of acid solution with heat recovery",
        distribution=Uniform(0.5, 3.0),
        acts_if=WITH_PLANT,
    )
    concentrate_recovery: float = parameter(
        0.2,
        "Share of the phosphates that dry separation brings into the concentrate.",
        unit="1",
        low=0,
        high=1,
        source="assumed: 0.05 to 0.5; grains of 5 to 50 um, intergrown, and glass that holds rare earths dissolved",
        distribution=LogUniform(0.05, 0.5),
    )
    separation_exponent: float = parameter(
        0.86,
        "Exponent s of the grade-recovery curve of the concentrator: enrichment is recovery to the power -s.",
        unit="1",
        low=0,
        high=3,
        source="assumed: enrichment 1.5 to 10 at recoveries of 0.5 to 0.05; ilmenite 3 at 0.32 (DLR 2024) gives 0.96",
        evidence="analogue",
        distribution=Triangular(0.6, 0.86, 1.0),
    )
    concentration_kwh_per_kg: float = parameter(
        0.02,
        "Energy to sieve, grind and separate a kilogram of soil dry.",
        unit="kW h kg-1",
        low=0,
        high=5,
        source="grinding and electrostatic separation on Earth, 10 to 30 kW h per tonne",
        evidence="analogue",
        distribution=Triangular(0.01, 0.02, 0.06),
        acts_if=WITH_PLANT,
    )
    concentrator_kg_per_kg_year: float = parameter(
        0.005,
        "Mass of the dry separators per yearly soil.",
        unit="year",
        low=0,
        high=100,
        source="assumed: half a tonne for 100 t a year, between an excavator (7e-5) and a leaching plant (0.03)",
        distribution=LogNormal(0.001, 0.02),
        acts_if=WITH_PLANT,
    )
    phosphate_leach_recovery: float = parameter(
        0.85,
        "Share of the rare earths of a phosphate concentrate that acid dissolves.",
        unit="1",
        low=0,
        high=1,
        source="hydrochloric acid on apatite on Earth, 0.7 to 0.97",
        evidence="analogue",
        distribution=Triangular(0.7, 0.85, 0.97),
    )
    concentrate_dissolved: float = parameter(
        0.15,
        "Share of the concentrate's mass that goes into solution.",
        unit="1",
        low=0.12,
        high=1,
        source="assumed: its phosphate (a few percent) and a tenth of the silicates",
    )
    acid_kg_per_kg_concentrate: float = parameter(
        0.15,
        "Hydrochloric acid that a kilogram of phosphate concentrate binds.",
        unit="kg kg-1",
        low=0,
        high=5,
        source="stoichiometry, 0.71 per phosphate and 1.05 per silicate, of 5 and 10 % of the concentrate",
        evidence="analogue",
        distribution=Triangular(0.05, 0.15, 0.5),
        acts_if=WITH_PLANT,
    )
    liquor_recycle: float = parameter(
        0.8,
        "Share of the mother liquor that goes round to the precipitation again; the rest is bled.",
        unit="1",
        low=0,
        high=0.99,
        source="assumed: closed loops on Earth bleed a tenth to a third",
    )
    evaporated_share: float = parameter(
        0.6,
        "Share of the soil that is evaporated.",
        unit="kg kg-1",
        low=0,
        high=0.8,
        source="rare earths stay in the residue until more than 80 % has evaporated; 0.3 to 0.8",
        evidence="analogue",
        distribution=Triangular(0.3, 0.6, 0.8),
    )
    evaporation_kwh_per_kg: float = parameter(
        2.5,
        "Heat to melt a kilogram of soil and to evaporate part of it.",
        unit="kW h kg-1",
        low=0,
        high=20,
        source="heat, fusion and evaporation of 30 to 80 % at 5 to 6 MJ/kg: 1.2 to 5",
        evidence="analogue",
        distribution=Triangular(1.2, 2.5, 5.0),
        acts_if=WITH_PLANT,
    )
    evaporator_kg_per_kg_year: float = parameter(
        0.03,
        "Mass of furnace, concentrator of light and cold trap per yearly soil.",
        unit="year",
        low=0,
        high=100,
        source="assumed: as a leaching plant; molten electrolysis takes 0.026 per yearly soil",
        distribution=LogNormal(0.01, 0.1),
        acts_if=WITH_PLANT,
    )
    readiness_years: float = parameter(
        17.0,
        "Years from the start until a step at level 2 of readiness can work on the Moon at the present pace; others in "
        "proportion to the levels that they lack.",
        unit="year",
        low=0,
        high=100,
        source="from level 3 to level 9 normally 15 to 20 years; leaching of lunar slag is at level 2",
        evidence="analogue",
        distribution=Triangular(13.0, 17.0, 25.0),
        acts_if=(
            *WITH_PLANT,
            when("waits.readiness"),
        ),
    )
