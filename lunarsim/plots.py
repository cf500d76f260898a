"""Plots: each takes the dataset of a sweep and returns a matplotlib figure, as ``docs/gallery.md`` shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lunarsim.door.lazy import lazy

if TYPE_CHECKING:
    from lunarsim.reading.plots.amounts import amounts_by_lever, amounts_side_by_side
    from lunarsim.reading.plots.answers.before_after import before_after
    from lunarsim.reading.plots.answers.found_box import found_box
    from lunarsim.reading.plots.answers.regret_of_options import regret_of_options
    from lunarsim.reading.plots.answers.telling_signs import telling_signs
    from lunarsim.reading.plots.answers.what_matters import what_matters
    from lunarsim.reading.plots.dates import cumulative_dates, distribution_of_dates
    from lunarsim.reading.plots.element_waterfall import element_waterfall
    from lunarsim.reading.plots.fans import monthly_fan
    from lunarsim.reading.plots.grade_tonnage import grade_tonnage
    from lunarsim.reading.plots.heat_map import heat_map
    from lunarsim.reading.plots.missions.launch_gantt import launch_gantt
    from lunarsim.reading.plots.missions.promised_dates import promised_dates
    from lunarsim.reading.plots.missions.run_gantt import run_gantt
    from lunarsim.reading.plots.missions.waterfall import delay_waterfall
    from lunarsim.reading.plots.money.break_even_map import break_even_map
    from lunarsim.reading.plots.money.cash_flow import cash_flow_fan
    from lunarsim.reading.plots.money.cost_build_up import cost_build_up
    from lunarsim.reading.plots.moon_map import moon_map
    from lunarsim.reading.plots.production import production
    from lunarsim.reading.plots.scale import unit_cost_by_scale
    from lunarsim.reading.plots.stations.functions import functions_by_year
    from lunarsim.reading.plots.stations.hours import working_hours
    from lunarsim.reading.plots.stations.power import power_and_load
    from lunarsim.reading.plots.stations.supplies import supplies_by_year
    from lunarsim.reading.plots.supply import import_reliance_by_bloc, prices_over_time
    from lunarsim.reading.plots.tornado import tornado
    from lunarsim.reading.site_maps import map_pixels, site_table

__all__ = [
    "amounts_by_lever",
    "amounts_side_by_side",
    "before_after",
    "break_even_map",
    "cash_flow_fan",
    "cost_build_up",
    "cumulative_dates",
    "delay_waterfall",
    "distribution_of_dates",
    "element_waterfall",
    "found_box",
    "functions_by_year",
    "grade_tonnage",
    "heat_map",
    "import_reliance_by_bloc",
    "launch_gantt",
    "map_pixels",
    "monthly_fan",
    "moon_map",
    "power_and_load",
    "prices_over_time",
    "production",
    "promised_dates",
    "regret_of_options",
    "run_gantt",
    "site_table",
    "supplies_by_year",
    "telling_signs",
    "tornado",
    "unit_cost_by_scale",
    "what_matters",
    "working_hours",
]

__getattr__, __dir__ = lazy(
    __name__,
    {
        "lunarsim.reading.plots.amounts": ("amounts_by_lever", "amounts_side_by_side"),
        "lunarsim.reading.plots.answers.before_after": ("before_after",),
        "lunarsim.reading.plots.answers.found_box": ("found_box",),
        "lunarsim.reading.plots.answers.regret_of_options": ("regret_of_options",),
        "lunarsim.reading.plots.answers.telling_signs": ("telling_signs",),
        "lunarsim.reading.plots.answers.what_matters": ("what_matters",),
        "lunarsim.reading.plots.dates": ("cumulative_dates", "distribution_of_dates"),
        "lunarsim.reading.plots.element_waterfall": ("element_waterfall",),
        "lunarsim.reading.plots.fans": ("monthly_fan",),
        "lunarsim.reading.plots.missions.launch_gantt": ("launch_gantt",),
        "lunarsim.reading.plots.missions.run_gantt": ("run_gantt",),
        "lunarsim.reading.plots.grade_tonnage": ("grade_tonnage",),
        "lunarsim.reading.plots.heat_map": ("heat_map",),
        "lunarsim.reading.plots.money.break_even_map": ("break_even_map",),
        "lunarsim.reading.plots.money.cash_flow": ("cash_flow_fan",),
        "lunarsim.reading.plots.money.cost_build_up": ("cost_build_up",),
        "lunarsim.reading.plots.moon_map": ("moon_map",),
        "lunarsim.reading.plots.production": ("production",),
        "lunarsim.reading.plots.scale": ("unit_cost_by_scale",),
        "lunarsim.reading.plots.stations.power": ("power_and_load",),
        "lunarsim.reading.plots.stations.functions": ("functions_by_year",),
        "lunarsim.reading.plots.stations.hours": ("working_hours",),
        "lunarsim.reading.plots.stations.supplies": ("supplies_by_year",),
        "lunarsim.reading.plots.missions.promised_dates": ("promised_dates",),
        "lunarsim.reading.plots.supply": ("import_reliance_by_bloc", "prices_over_time"),
        "lunarsim.reading.plots.tornado": ("tornado",),
        "lunarsim.reading.plots.missions.waterfall": ("delay_waterfall",),
        "lunarsim.reading.site_maps": ("map_pixels", "site_table"),
    },
)
