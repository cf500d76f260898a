"""Make the pictures of README and gallery: ``make pictures``; those of experiments come with their answers."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import lunarsim
from lunarsim.analysis import timeline
from lunarsim.plots import (
    before_after,
    break_even_map,
    cash_flow_fan,
    cost_build_up,
    cumulative_dates,
    delay_waterfall,
    distribution_of_dates,
    element_waterfall,
    found_box,
    functions_by_year,
    grade_tonnage,
    heat_map,
    import_reliance_by_bloc,
    launch_gantt,
    monthly_fan,
    moon_map,
    prices_over_time,
    production,
    promised_dates,
    regret_of_options,
    run_gantt,
    site_table,
    supplies_by_year,
    telling_signs,
    tornado,
    what_matters,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FOLDER = Path(__file__).parent / "pictures"
STATION = ("station_working_year", "station_basic_year", "station_extended_year")


def main() -> None:
    """Run the sweeps and save a picture of each."""
    with lunarsim.sweep(["design.samples=1000", "output=none"]) as base:
        save(cumulative_dates(base), "dates")
        save(functions_by_year(base), "gallery_functions")
        save(supplies_by_year(base), "gallery_supplies")
        save(what_matters(base, "station_basic_year"), "gallery_sensitivity")
        save(found_box(base, "station_extended<=2045"), "gallery_discover")
        save(telling_signs(base, "station_extended_year"), "gallery_signposts")
        said = "News: Chang'e-7, first flight: lost"
        save(before_after(base, ["change_7.outcome=lost"], said=said), "gallery_news")
    gallery()
    rare_earths()
    finance()


def gallery() -> None:
    """Make the pictures of ``docs/gallery.md``; the sweeps there are the same."""
    with lunarsim.sweep(["cooperation=active,lapsed", "design.samples=200", "output=none"]) as demo:
        active = demo.sel(cooperation="active")
        save(cumulative_dates(demo, STATION[1:], "cooperation"), "gallery_cumulative")
        save(distribution_of_dates(demo, STATION[1:], "cooperation"), "gallery_distribution")
        save(monthly_fan(demo, "month_power_kw", "cooperation"), "gallery_fan")
        save(delay_waterfall(demo, "station_basic", "cooperation"), "gallery_waterfall")
        save(launch_gantt(active), "gallery_launches")
    with lunarsim.sweep(["scenario=race", "design.samples=200", "output=none"]) as race:
        save(promised_dates(race), "gallery_promises")
    with lunarsim.sweep(["design=one_at_a_time", "design.replicates=30", "output=none"]) as steps:
        save(tornado(steps, "npv_musd", top=8), "gallery_tornado")
    line = ["site=shackleton,fra_mauro", "plant.units=1,2,4", "design.samples=50", "output=none"]
    with lunarsim.sweep([*line, "design.exclude=['plant.units>2 and site=shackleton']"]) as grid:
        save(heat_map(grid, "ree_produced_kg", ("site", "units"), "mean"), "gallery_heat_map")
    save(one_run(), "gallery_run")


def rare_earths() -> None:
    """Make the gallery's pictures of deposits and production."""
    save(moon_map(site_table()), "gallery_moon_map")
    with lunarsim.sweep(["site=fra_mauro,shackleton", "design.samples=200", "output=none"]) as mines:
        save(grade_tonnage(mines, "site"), "gallery_grade_tonnage")
        save(production(mines, "site"), "gallery_production")
        save(regret_of_options(mines, "npv_musd", "site"), "gallery_regret")
    with lunarsim.sweep(["site=fra_mauro", "flowsheet=phosphate_leach", "design.samples=200", "output=none"]) as one:
        save(element_waterfall(one), "gallery_elements")
    line = ["site=fra_mauro", "flowsheet=phosphate_leach", "market.held_by=eu", "design.samples=60", "output=none"]
    with lunarsim.sweep(line) as bought:
        save(import_reliance_by_bloc(bought), "gallery_reliance")
        save(prices_over_time(bought), "gallery_prices")


def finance() -> None:
    """Make the pictures of ``docs/finance.md``."""
    mine = ["site=fra_mauro", "flowsheet=soil_leach", "output=none"]
    with lunarsim.sweep([*mine, "plant.units=1,10", "design.samples=100"]) as scales:
        save(cash_flow_fan(scales, "units"), "gallery_cash_flow")
        save(cost_build_up(scales, "units"), "gallery_cost")
    paid = ["gates=none", "waits.readiness=false", "plant.readiness_musd_per_year=0", "finance.plant_musd_per_year=0"]
    with lunarsim.sweep([*mine, *paid, "plant.units=1,10", "design.samples=100"]) as free:
        save(break_even_map(free, "units"), "gallery_breakeven")
    with lunarsim.sweep([*mine, "design=one_at_a_time", "waits=none"]) as steps:
        save(tornado(steps, "unit_cost_usd_per_kg", top=8), "gallery_tornado_of_unit_cost")


def one_run() -> Figure:
    """Return the Gantt chart of one run of a stored sweep."""
    with tempfile.TemporaryDirectory() as folder:
        lunarsim.sweep(["cooperation=lapsed", "design.samples=3", f"output.dir={folder}"]).close()
        (store,) = Path(folder).glob("*/*/sweep.zarr")
        run = lunarsim.replay({"sample": 2}, store)
        with lunarsim.open_sweep(store) as sweep:
            spans = timeline(run.spans, run.start, sweep, run.labels)
    return run_gantt(spans, f"sample 2, replicate 0 (seed {run.seed})")


def save(figure: Figure, name: str) -> None:
    """Save a picture, as small as it can be without loss; a tall one with fewer points per inch."""
    tall = figure.get_figheight() > figure.get_figwidth()
    figure.savefig(
        FOLDER / f"{name}.png", dpi=90 if tall else "figure", pil_kwargs={"optimize": True}, metadata={"Software": None}
    )


if __name__ == "__main__":
    main()
