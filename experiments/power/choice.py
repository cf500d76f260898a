"""Sun with storage or a reactor: the tables and the picture of ``docs/power.md``.

``python -m experiments.power.choice`` prints the tables, with ``--write`` it puts them into the page and draws the
picture.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lunarsim.physics.power.aging import isotope_share_left, share_left
from lunarsim.reading.plots.style import COLORS, figure, house_style, whole
from lunarsim.scenario.groups.extraction.site import Site
from lunarsim.scenario.library.places.known_sites import site_named
from lunarsim.scenario.library.power.choice import (
    UNIT_KW,
    Storage,
    break_even_band,
    reactor_unit_kg,
    solar_kg_per_kw,
)
from lunarsim.scenario.library.power.technologies import Span, power_technologies
from lunarsim.version import __version__

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOCS = Path(__file__).parents[2] / "docs"
PAGE, PICTURE = DOCS / "power.md", DOCS / "pictures" / "power_choice.png"

SITES = ("shackleton", "malapert", "haworth", "fra_mauro")
STORAGES: tuple[tuple[Storage, str], ...] = (("battery", "batteries"), ("fuel_cell", "fuel cells"))
AGES_YEARS = (5.0, 10.0, 20.0)

TECHNOLOGIES = power_technologies()

NOTE = (
    "Bands: from the lightest to the heaviest that is plausible; lines: likely. Arrays weigh what it takes to fill the "
    "storage again. Dots: likely load from which on one reactor is lighter."
)
FOOT = "configs/library/power_technologies.yml of lunarsim {}; new hardware, without spares"


def band(values: Sequence[float], digits: int) -> str:
    """Return the likely value and its band as text; what is never reached is said so."""
    low, likely, high = (
        f"{round(each, digits):,.{max(digits, 0)}f}" if math.isfinite(each) else "never" for each in values
    )
    return f"{likely} ({low} to {high})"


def masses() -> Iterator[str]:
    """Yield the table of masses for each kilowatt of a load that lasts."""
    yield "| site | lit | longest darkness | arrays and batteries, kg/kW | arrays and fuel cells, kg/kW |"
    yield "|---|---|---|---|---|"
    for site in map(site_named, SITES):
        cells = (band(solar_kg_per_kw(storage, site, TECHNOLOGIES), -1) for storage, _ in STORAGES)
        yield f"| {site.title} | {site.lit_fraction:g} | {site.dark_spell_hours:g} h | {' | '.join(cells)} |"


def break_evens() -> Iterator[str]:
    """Yield the table of the loads from which on a reactor is lighter."""
    titles = [f"{kind}, {name}" for kind in ("one of 40 kW", "made for the load") for _, name in STORAGES]
    yield f"| site | {' | '.join(f'{title}, kW' for title in titles)} |"
    yield f"|---{'|---' * len(titles)}|"
    for site in map(site_named, SITES):
        cells = (
            band(break_even_band(storage, site, TECHNOLOGIES, made_for_load=made), 1)
            for made in (False, True)
            for storage, _ in STORAGES
        )
        yield f"| {site.title} | {' | '.join(cells)} |"


def aged() -> Iterator[str]:
    """Yield the table of what is left at some ages."""
    yield f"| what is left, % | {' | '.join(f'{age:g} years' for age in AGES_YEARS)} |"
    yield f"|---{'|---' * len(AGES_YEARS)}|"
    rows: tuple[tuple[str, Span, Any], ...] = (
        ("arrays", TECHNOLOGIES.array_loss_per_year, share_left),
        ("batteries", TECHNOLOGIES.battery_loss_per_year, share_left),
        ("fuel cells", TECHNOLOGIES.fuel_cell_loss_per_year, share_left),
        ("radioisotope generators", TECHNOLOGIES.thermocouple_loss_per_year, isotope_share_left),
    )
    for title, loss, left in rows:
        # A band of what is left: the least where most is lost.
        ends = (loss.high, loss.likely, loss.low)
        cells = (band([100.0 * left(age, each) for each in ends], 0) for age in AGES_YEARS)
        yield f"| {title} | {' | '.join(cells)} |"


def picture() -> Figure:
    """Return mass against load for an equatorial night and a polar ridge."""
    with house_style():
        drawn, axes = figure(8.6, 4.2, columns=2, sharey=True, notes=[NOTE], foot=FOOT.format(__version__))
        for axis, name in zip(axes, ("fra_mauro", "shackleton"), strict=True):
            site = site_named(name)
            _draw(axis, site)
            about = f"{site.dark_spell_hours:g} h of darkness, lit {100 * site.lit_fraction:g} %"
            axis.set_title(f"{site.title}: {about}", loc="left", fontsize=10)
            axis.set_xlabel("load, day and night [kW] (logarithmic)")
        axes[0].set_ylabel("mass of its power [t] (logarithmic)")
        axes[1].legend(fontsize=9, loc="lower right")
        return whole(drawn)


def _draw(axis: Any, site: Site) -> None:
    load_kw = np.array([0.5, UNIT_KW])
    reactor = np.array(reactor_unit_kg(TECHNOLOGIES)) / 1e3
    for (storage, title), color, line in zip(STORAGES, COLORS, ("-", "--"), strict=False):
        low, likely, high = np.array(solar_kg_per_kw(storage, site, TECHNOLOGIES))[:, None] / 1e3 * load_kw
        axis.fill_between(load_kw, low, high, color=color, alpha=0.2, linewidth=0)
        axis.plot(load_kw, likely, line, color=color, label=f"arrays and {title}")
        axis.plot(break_even_band(storage, site, TECHNOLOGIES).likely, reactor[1], "o", color=color)
    axis.fill_between(load_kw, reactor[0], reactor[2], color=COLORS[2], alpha=0.2, linewidth=0)
    axis.plot(load_kw, reactor[[1, 1]], "-.", color=COLORS[2], label=f"reactor of {UNIT_KW:g} kW with 1 km of cable")
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_xlim(*load_kw)
    axis.set_ylim(0.1, 200)
    axis.set_xticks([0.5, 1, 2, 5, 10, 20, 40], ["0.5", "1", "2", "5", "10", "20", "40"], minor=False)
    axis.set_xticks([], minor=True)
    axis.set_yticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])


def with_tables(page: str) -> str:
    """Return the text of the page with the tables as they are now."""
    for name, table in tables().items():
        page, count = re.subn(rf"(?<=<!-- {name} -->\n).*?(?=<!-- end -->)", f"{table}\n", page, flags=re.DOTALL)
        assert count == 1, name
    return page


def tables() -> dict[str, str]:
    """Return the tables by the name of their place in the page."""
    return {name: "\n".join(rows()) for name, rows in (("masses", masses), ("break-even", break_evens), ("aged", aged))}


if __name__ == "__main__":
    print("\n\n".join(tables().values()))
    if "--write" in sys.argv[1:]:
        PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        picture().savefig(PICTURE, pil_kwargs={"optimize": True}, metadata={"Software": None})
