"""Hardware of the station."""

from __future__ import annotations

from dataclasses import MISSING, dataclass

from lunarsim.scenario.declare.declaration import parameter

FUNCTIONS = (
    "relay",
    "command",
    "rover",
    "robot",
    "science",
    "isru",
    "isru_pilot",
    "crew",
    "power",
    "storage",
    "nuclear",
)


KINDS = ("equipment", "satellite", "rover", "craft")

STEADY_SOURCES = ("reactor", "radioisotope")
MENDED_BY = ("any", "robot", "crew", "nobody")


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One piece of hardware. Values and sources stand in ``assets.yml`` and ``station_elements.yml`` of the library."""

    title: str = parameter(MISSING, "Name of the asset.")
    program: str = parameter(MISSING, "Program that owns it.", refers_to="programs")
    functions: tuple[str, ...] = parameter(MISSING, "What it does for the station.", choices=FUNCTIONS)
    mass_kg: float = parameter(MISSING, "Mass on the surface or in orbit.", unit="kg", low=0, high=1e6)
    mass_low_kg: float = parameter(
        0.0, "Lowest plausible mass; 0: as mass_kg, as where that lies below.", unit="kg", low=0, high=1e6
    )
    mass_high_kg: float = parameter(
        0.0, "Highest plausible mass; 0: as mass_kg, as where that lies above.", unit="kg", low=0, high=1e6
    )
    power_kw: float = parameter(0.0, "Power that its sources give in light.", unit="kW", low=0, high=1e6)
    night_power_kw: float = parameter(0.0, "Power that it gives without the Sun.", unit="kW", low=0, high=1e6)
    steady_source: str = parameter(
        "reactor",
        "What gives the power without the Sun: a reactor keeps its rating, a radioisotope decays.",
        choices=STEADY_SOURCES,
    )
    load_kw: float = parameter(0.0, "Power that it takes, continuously.", unit="kW", low=0, high=1e6)
    storage_kwh: float = parameter(0.0, "Capacity of its batteries.", unit="kW h", low=0, high=1e9)
    fuel_cell_kwh: float = parameter(
        0.0, "Energy that its fuel cells give when their tanks are full.", unit="kW h", low=0, high=1e9
    )
    commissioning_days: float = parameter(MISSING, "Time from landing to work.", unit="day", low=0, high=3650)
    commissioning_hours: float = parameter(
        0.0,
        "Working hours of a pair of hands that its commissioning takes; 0: it deploys by itself.",
        unit="h",
        low=0,
        high=10_000,
    )
    life_years: float = parameter(
        MISSING, "Design life; one lunar day at least, as of a robotic lander.", unit="year", low=0.03, high=100
    )
    kind: str = parameter(
        "equipment",
        "How it fails and ends: equipment is mended, satellites, rovers and other craft are not.",
        choices=KINDS,
    )
    design: str = parameter(
        "", "What it shares its design with, and so its weaknesses: any name; empty: nothing but its own units."
    )
    mtbf_years: float = parameter(
        0.0,
        "Mean time between failures of a unit of equipment; 0: that of upkeep.mtbf_years.",
        unit="year",
        low=0,
        low_if_any=0.1,
        high=1000,
    )
    failure_shape: float = parameter(
        1.0,
        "Shape of the Weibull law of its failures: 1 is a constant rate, above 1 it wears from repair to repair.",
        unit="1",
        low=0.2,
        high=10,
    )
    mended_by: str = parameter(
        "any",
        "Who mends a failure of equipment. any: a robot or a crew, by upkeep.robot_repairable_share; robot: a robot "
        "can mend all of them; crew: each takes a crew; nobody: it is given up once its fault is known.",
        choices=MENDED_BY,
    )
    spares_share: float = parameter(
        0.0,
        "Spares that a repair of it takes, as a share of the mass of what is mended; 0: that of "
        "upkeep.spares_per_repair.",
        unit="1",
        low=0,
        low_if_any=0.0001,
        high=1,
    )
    units: int = parameter(
        1, "Units alike, which fail one by one; power, storage and load are those of all.", unit="1", low=1, high=100
    )
    units_needed: int = parameter(1, "Units that must work for it to do what it is for.", unit="1", low=1, high=100)
    group: str = parameter(
        "",
        "What it is redundant with: pieces of one group, whatever they are, do what they are for while "
        "assets.NAME.group_needed of them work; any name; empty: it works by itself.",
    )
    group_needed: int = parameter(
        1, "Pieces of its group that must work, the same for all of them.", unit="1", low=1, high=100
    )
    hands: int = parameter(
        0, "Pairs of robotic hands that mend other hardware while it works.", unit="1", low=0, high=100
    )
    priority: int = parameter(
        3, "Order in which loads are kept when power is short; 1 is kept longest.", unit="1", low=1, high=9
    )
    needs: tuple[str, ...] = parameter((), "Functions that must work before it can be commissioned.", choices=FUNCTIONS)
    present: bool = parameter(False, "Whether it works at the start.")
    online_since: str | None = parameter(None, "Since when it works, where it is present.", date=True, optional=True)
    landed: bool = parameter(True, "Whether it stands on the surface.")
    contributed: bool = parameter(
        False, "Whether somebody else than the programs provides it, so that it costs them nothing but its flight."
    )
    source: str = parameter("changed by the user", "Where this stands.")
    evidence: str = parameter(
        "assumed", "How well it is known.", choices=("measured", "published", "analogue", "assumed")
    )
    note: str = parameter("", "What else to know.")

    @property
    def least_kg(self) -> float:
        """Return the lowest plausible mass [kg]."""
        return min(self.mass_low_kg or self.mass_kg, self.mass_kg)

    @property
    def most_kg(self) -> float:
        """Return the highest plausible mass [kg]."""
        return max(self.mass_high_kg, self.mass_kg)

    @property
    def takes_spares(self) -> bool:
        """Whether first spares come with it."""
        return self.landed and self.kind == "equipment"

    def mass_at_kg(self, position: float) -> float:
        """Return the mass at a position: 0 as listed, -1 the least, 1 the most [kg]."""
        end_kg = self.most_kg if position > 0 else self.least_kg
        return self.mass_kg + abs(position) * (end_kg - self.mass_kg)
