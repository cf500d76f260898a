"""Make the pictures of README and experiments anew: ``make pictures``."""

from __future__ import annotations

from pathlib import Path

import lunarsim
from lunarsim.reading.plots.amounts import amounts_by_lever
from lunarsim.reading.plots.dates import cumulative_dates

FOLDER = Path(__file__).parent / "pictures"
STATION = ("station_working_year", "station_basic_year", "station_extended_year")


def main() -> None:
    """Run the sweeps and save a picture of each."""
    with lunarsim.sweep(["design.samples=1000", "output=none"]) as base:
        cumulative_dates(base).savefig(FOLDER / "dates.png")
    with lunarsim.sweep(["experiment=together_or_alone", "output=none"]) as together:
        cumulative_dates(together, STATION, "scenario").savefig(FOLDER / "together_or_alone.png")
    with lunarsim.sweep(["experiment=site_choice", "output=none"]) as sites:
        amounts_by_lever(sites, "ree_produced_kg", "site").savefig(FOLDER / "site_choice.png")


if __name__ == "__main__":
    main()
