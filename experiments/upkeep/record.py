"""Upkeep beside the record: the table of ``docs/upkeep.md``.

``python -m experiments.upkeep.record`` runs some sweeps, a few minutes, and prints it; with ``--write`` it puts it into
the page.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import lunarsim

if TYPE_CHECKING:
    import xarray as xr

PAGE = Path(__file__).parents[2] / "docs" / "upkeep.md"

RUNS, RUNS_OF_A_RANGE = 300, 100

STEADY = slice(2057, 2075)
"""Years after the build-out and its replacements, in a simulation of fifty."""

PART = re.compile(r"(<!-- table of the record -->\n).*?(<!-- end -->)", re.DOTALL)


def spread(values: xr.DataArray, digits: int, factor: float = 1.0) -> str:
    """Return P10, P50 and P90 of the runs as text."""
    found = np.nanquantile(values.values.astype(float), (0.1, 0.5, 0.9)) * factor
    return ", ".join(f"{each:,.{digits}f}" for each in found)


def base_rows(sweep: xr.Dataset) -> Iterator[tuple[str, str, str]]:
    """Yield figure, runs and record of a station over thirty years."""
    one = sweep.isel(station=0)
    years = 1.0 / float(one["year"].size - 1)
    events = one["station_upkeep_events"].where(one["station_upkeep_events"] >= 0)
    used = one["station_stock_used_kg"].sel(stock="crew_provisions")
    crews = used.where(one["station_person_days"] > 0) / one["station_person_days"]
    yield (
        "provisions for an astronaut a day [kg]",
        spread(crews, 1),
        "7 to 12 in open loops, 2.5 to 4 with recovery as on the ISS; SpaceNet 11.55",
    )
    yield (
        "spares a year, of the mass of equipment [%]",
        spread(one["station_spares_share"], 1, 100.0),
        "2 to 10; SpaceNet's outpost 5, all logistics of the ISS 5",
    )
    yield (
        "flown in a year, replacements and provisions included, of that mass [%]",
        spread(one["station_upkeep_share"], 0, 100.0),
        "13: SpaceNet's lunar hub, 58 t of upkeep in 7.5 years for 60 t",
    )
    yield "flown in a year to keep the station alive [t]", spread(one["station_upkeep_yearly_kg"], 1, 1e-3), ""
    yield "equipment in the last whole year [t]", spread(one["station_equipment_kg"].isel(year=-2), 0, 1e-3), ""
    flights = events.sel(upkeep_event="cargo_flights") * years
    yield "cargo flights a year", spread(flights, 1), ""
    for name, title in (
        ("failures", "failures of units"),
        ("mended", "units mended"),
        ("given_up", "units given up"),
        ("replacements", "replacements ordered"),
    ):
        yield title, spread(events.sel(upkeep_event=name), 0), ""
    hours = one["station_repair_hours"].sum("year")
    yield "hours of robots", spread(hours.sel(worker="robot"), 0), ""
    yield "hours of crews", spread(hours.sel(worker="crew"), 0), "SpaceNet: 0.2 hours a kilogram of spares"
    waits = one["station_repair_wait_days"].sum(("sample", "replicate")) / events.sel(upkeep_event="failures").sum()
    each = ", ".join(f"{float(waits.sel(repair_wait=name)):.0f} for {name}" for name in waits["repair_wait"].values)
    yield "days that a failure waits in the mean", each, "none known"


def steady_rows() -> Iterator[tuple[str, str, str]]:
    """Yield the availability at steady state over the range of what it hangs on."""
    for title, line in (
        ("equipment fails every 2 years", "upkeep.mtbf_years=2"),
        ("every 20 years", "upkeep.mtbf_years=20"),
        ("over the whole range", "upkeep.mtbf_ln_sd=0.5"),
    ):
        overrides = [line, "timeline.horizon_years=50", f"design.samples={RUNS_OF_A_RANGE}", "output=none"]
        with lunarsim.sweep(overrides) as sweep:
            shares = sweep["station_function_availability"].isel(station=0).sel(year=STEADY)
            means = {
                name: float(shares.sel(function=name).mean()) for name in ("contact", "command", "relay", "surface")
            }
        parts = ", ".join(f"{name} {means[name]:.2f}" for name in ("command", "relay", "surface"))
        yield f"availability at steady state, {title}", f"{means['contact']:.2f} ({parts})", "none known"


def table() -> str:
    """Return the table."""
    with lunarsim.sweep([f"design.samples={RUNS}", "output=none"]) as sweep:
        rows = [*base_rows(sweep.load())]
    rows = [*steady_rows(), *rows]
    lines = ["| figure | runs | record |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table, or write it."""
    made = table()
    if "--write" not in sys.argv[1:]:
        print(made, end="")
        return
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(PART.sub(lambda match: match[1] + made + match[2], text), encoding="utf-8")


if __name__ == "__main__":
    main()
