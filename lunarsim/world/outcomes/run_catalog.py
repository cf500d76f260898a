"""What the world keeps of a run: the declarations of its variables, one line of meaning each."""

from __future__ import annotations

from lunarsim.world.outcomes.monthly_catalog import MONTHLY_VARIABLES
from lunarsim.world.outcomes.resource_outcomes import RESOURCE_VARIABLES
from lunarsim.world.outcomes.variable import Variable
from lunarsim.world.trace import OUTCOMES

_MISSION_FLAGS = ((-1, "absent"), *enumerate(OUTCOMES))

WORLD_VARIABLES: tuple[Variable, ...] = (
    Variable(
        "missions_flown",
        "launch campaigns flown",
        "1",
        dtype="i4",
        about="Launch campaigns towards the Moon, re-flights and mine cargo included; returns are not.",
    ),
    Variable(
        "missions_lost",
        "launch campaigns lost",
        "1",
        dtype="i4",
        about="Campaigns that ended at launch, in cruise or at landing.",
    ),
    Variable("launch_failures", "launch failures", "1", dtype="i4"),
    Variable(
        "landing_failures",
        "landing failures",
        "1",
        dtype="i4",
        about="Losses in descent and at touchdown; partial landings and losses in cruise are not counted.",
    ),
    Variable(
        "mass_landed_kg",
        "mass landed",
        "kg",
        ("program",),
        about="Hardware and cargo put down in working order; a partial landing counts with its share.",
    ),
    Variable(
        "cargo_sent_kg",
        "hardware sent",
        "kg",
        ("program",),
        about="Hardware for orbit and surface that was launched; the basis of hardware cost.",
    ),
    Variable(
        "delivery_sent_kg",
        "cargo sent to the surface",
        "kg",
        ("program",),
        about="Part of cargo_sent_kg that pays the delivery price.",
    ),
    Variable(
        "launch_cost_musd",
        "price of launches without delivery price",
        "MUSD",
        ("program",),
        about="Orbiters, tests and crews.",
    ),
    *RESOURCE_VARIABLES,
    Variable("soil_mined_t", "soil mined", "t"),
    Variable(
        "area_mined_km2",
        "area mined",
        "km2",
        about=(
            "Ground dug to the mining depth: soil mined over all that can be dug, times the accessible area above the "
            "cut-off."
        ),
    ),
    Variable(
        "plant_limited_by",
        "what limits the plant",
        "1",
        ("limit",),
        about=(
            "Share of the time from its first work to the horizon in which a limit holds its rare earths down; "
            "of equal ones the first in the way of the soil. NaN where it never worked."
        ),
    ),
    Variable(
        "plant_unit_hardware_kg",
        "hardware of a plant unit",
        "kg",
        about="Machines, power and spares of one unit, without reagents; 0 where none was to fly.",
    ),
    Variable(
        "ree_produced_kg",
        "rare earths produced",
        "kg",
        about="14 lanthanides in the mixed oxide made on the Moon; Y and Sc are not counted.",
    ),
    Variable(
        "reo_produced_kg",
        "rare-earth oxide produced",
        "kg",
        about="Oxides of the lanthanides and yttrium in the mixed product.",
    ),
    Variable(
        "ree_produced_by_element_kg",
        "element produced",
        "kg",
        ("ree",),
        about="Each element in the mixed oxide, as element; Y and Sc stand beside the 14 lanthanides.",
    ),
    Variable(
        "ree_in_slag_kg",
        "rare earths left in slag",
        "kg",
        about="14 lanthanides of the mined soil that are no product.",
    ),
    Variable(
        "reo_delivered_kg",
        "rare-earth oxide delivered",
        "kg",
        ("program",),
        about="Oxide that reached the Earth, by the program that holds it.",
    ),
    Variable("reo_lost_kg", "rare-earth oxide lost", "kg", about="On the way home; it is paid for and reaches nobody."),
    Variable(
        "reo_on_moon_kg",
        "rare-earth oxide on the Moon",
        "kg",
        about="Made and not sent home by the end. With what is delivered, lost and under way it is all that was made.",
    ),
    Variable(
        "returns_flown",
        "return flights",
        "1",
        dtype="i4",
        about="Flights home with product, lost or under way as well.",
    ),
    Variable(
        "return_propellant_kg",
        "propellant of the way home",
        "kg",
        about="Used by the return flights, flown in or made on the Moon.",
    ),
    Variable("oxygen_produced_kg", "oxygen produced", "kg"),
    Variable(
        "oxygen_left_kg", "oxygen left", "kg", about="Made on the Moon and not used as propellant of the way home."
    ),
    Variable("energy_used_mwh", "energy of the plant", "MW h"),
    Variable("reagent_used_kg", "reagents lost", "kg", about="Acid and oxalic acid that the plant did not win back."),
    Variable(
        "mass_payback",
        "product per mass landed",
        "kg kg-1",
        about="Oxide produced by the end over the mass landed for the mine; NaN without a mine.",
    ),
    Variable(
        "mass_balance_residual_kg",
        "residual of the mass balance",
        "kg",
        about=(
            "Of melt, product, shipments, arrivals, reagents, spares, oxygen, craft, propellant and departures the "
            "largest difference of what went in and what came out or is left."
        ),
    ),
    Variable(
        "station_working_year",
        "station works the surface",
        "year",
        ("station",),
        about="Relay, command and a rover or robot together for the trial time; decimal year, NaN for never.",
    ),
    Variable(
        "station_basic_year",
        "basic station",
        "year",
        ("station",),
        about=(
            "Works the surface, has 10 kW through a night and a science or ISRU facility; decimal year, NaN for never."
        ),
    ),
    Variable(
        "station_extended_year",
        "extended station",
        "year",
        ("station",),
        about=(
            "Works the surface, has 100 kW through a night, ISRU at pilot scale and is crew-capable; decimal "
            "year, NaN for never."
        ),
    ),
    Variable("first_product_year", "first rare-earth product", "year", about="Decimal year, NaN for never."),
    Variable("first_return_year", "first product on Earth", "year", about="Decimal year, NaN for never."),
    Variable("crewed_landing_year", "first crewed landing", "year", ("program",), about="Decimal year, NaN for never."),
    Variable(
        "station_availability",
        "availability of the station",
        "1",
        ("station",),
        about=(
            "Share of the time from its first work to the horizon in which it works the surface; NaN where it "
            "never did."
        ),
    ),
    Variable(
        "horizon_year", "end of the simulation", "year", about="Decimal year; what has no date was not reached by then."
    ),
    Variable(
        "cooperation_end_year",
        "end of the cooperation",
        "year",
        about="Decimal year of the lapse, NaN where the agreement holds to the horizon or never was.",
    ),
    Variable(
        "replacement_ordered_year",
        "replacements ordered",
        "year",
        about=(
            "When the lead ordered its own instead of partners' contributions; decimal year, NaN where it did not. "
            "Without an agreement, in time for its plan."
        ),
    ),
    Variable(
        "program_pace",
        "mean pace of the program",
        "1",
        ("program",),
        about=("Mean over the simulation of (money available / needed) ** elasticity; NaN for one that takes no part."),
    ),
    Variable(
        "milestone_critical_program",
        "program that a milestone hung on",
        "1",
        ("milestone",),
        dtype="i4",
        about=(
            "Position on the axis program of the owner of what completed the milestone or, where it was not reached, "
            "of what the station lacked first; -1 where nothing planned would bring it."
        ),
    ),
    Variable(
        "milestone_critical_mission",
        "mission that a milestone hung on",
        "1",
        ("milestone",),
        dtype="i4",
        about=(
            "Position on the axis mission of what brought or would bring that; -1 for flights of the mine, hardware "
            "that was there from the start, and nothing."
        ),
    ),
    Variable(
        "delay_days",
        "delay against the plan",
        "day",
        ("milestone", "cause"),
        about=(
            "Date minus date of the same scenario with waits=none; never reached counts to the horizon; causes "
            "add up. NaN where the plan has no date."
        ),
    ),
    Variable(
        "mission_planned_year",
        "planned launch",
        "year",
        ("mission",),
        about="By the manifest, no earlier than the start; decimal year, NaN where the manifest lacks it.",
    ),
    Variable(
        "mission_launch_year",
        "launch",
        "year",
        ("mission",),
        about="Last launch of the mission; decimal year, NaN for never.",
    ),
    Variable(
        "mission_outcome",
        "outcome of the mission",
        "1",
        ("mission",),
        dtype="i1",
        about="Of its last flight.",
        flags=_MISSION_FLAGS,
    ),
    Variable(
        "asset_online_year", "asset at work", "year", ("asset",), about="First work; decimal year, NaN for never."
    ),
    *MONTHLY_VARIABLES,
)
"""All variables that come from the trace; the accounts add those of money."""
