"""What the world keeps of a run month by month or year by year: the declarations of these variables."""

from __future__ import annotations

from lunarsim.world.outcomes.variable import Variable

MONTHLY_VARIABLES: tuple[Variable, ...] = (
    Variable("month_mass_landed_kg", "mass landed", "kg", ("month",), "f4"),
    Variable("month_mass_launched_kg", "mass sent towards the Moon", "kg", ("month",), "f4"),
    Variable(
        "month_delivery_sent_kg",
        "cargo sent to the surface",
        "kg",
        ("purpose", "month"),
        "f4",
        about="Basis of transport cost.",
    ),
    Variable("month_cargo_sent_kg", "hardware sent", "kg", ("purpose", "month"), "f4", about="Basis of hardware cost."),
    Variable("month_launch_cost_musd", "price of launches without delivery price", "MUSD", ("month",), "f4"),
    Variable(
        "month_power_kw", "power of the station through the night", "kW", ("month",), "f4", about="Mean of the month."
    ),
    Variable(
        "month_load_kw",
        "load of the station",
        "kW",
        ("month",),
        "f4",
        about="Mean of the month; shed loads are not counted.",
    ),
    Variable("month_plant_units", "plant units at work", "1", ("month",), "f4", about="Mean of the month."),
    Variable(
        "month_plant_units_sent",
        "plant units sent",
        "1",
        ("month",),
        "f4",
        about="Launched for the plant, in parts as flights took them; what was lost and sent again counts.",
    ),
    Variable("month_ree_produced_kg", "rare earths produced", "kg", ("month",), "f4", about="14 lanthanides."),
    Variable(
        "month_reo_shipped_kg",
        "rare-earth oxide shipped",
        "kg",
        ("month",),
        "f4",
        about="Product that left the Moon, lost or not, as oxide.",
    ),
    Variable("month_reo_delivered_kg", "rare-earth oxide delivered", "kg", ("month",), "f4"),
    Variable(
        "year_reo_delivered_kg",
        "rare-earth oxide delivered",
        "kg",
        ("program", "year"),
        "f4",
        about="By the program that holds it.",
    ),
    Variable(
        "month_reo_on_moon_kg", "rare-earth oxide on the Moon", "kg", ("month",), "f4", about="At the month's end."
    ),
    Variable("month_oxygen_produced_kg", "oxygen produced", "kg", ("month",), "f4"),
    Variable("month_cooperation_active", "cooperation in force", "1", ("month",), "f4", about="Share of the month."),
)
"""The series of the catalog."""
