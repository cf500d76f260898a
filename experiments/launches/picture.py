"""Draw failure rates by flight number, of the record and of the fit: ``python -m experiments.launches.picture``."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from experiments.launches.record import families
from experiments.launches.score import rates
from lunarsim.reading.plots.style import COLORS, figure, house_style, whole
from lunarsim.scenario.library.launch_fit import launch_fit
from lunarsim.version import __version__

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FILE = Path(__file__).parents[2] / "docs" / "pictures" / "launches.png"

EDGES = (1, 2, 4, 7, 11, 21, 31, 51, 101, 201)
"""First flight of each bin, and the one after the last."""

NOTE = (
    "Bars: error of the estimate, the 90 % interval of the share that failed (Wilson); a point stands at the middle of "
    "its flights. Lines: the fit that is simulated."
)
FOOT = (
    "{} families of launchers since 1980 · launch log of 8 December 2024 (J. McDowell, CC-BY 4.0) · fit of lunarsim {}"
)

Z90 = 1.6448536269514722
"""Normal quantile of the ends of a 90 % interval."""


def seen(new: bool) -> list[tuple[float, float, float, float]]:
    """Return of each bin of ten flights or more its middle flight, its rate of failure and the ends of its interval.

    The interval is that of Wilson (1927), of 90 %.
    """
    record = [family.failures for family in families() if family.is_new == new]
    rows = []
    for begin, end in pairwise(EDGES):
        failed = np.concatenate([flights[begin - 1 : end - 1] for flights in record])
        if (number := len(failed)) >= 10:
            rate, weight = failed.mean(), Z90**2 / number
            middle = (rate + weight / 2) / (1 + weight)
            half = np.sqrt(weight * (rate * (1 - rate) + weight / 4)) / (1 + weight)
            rows.append((np.sqrt(begin * (end - 1)), rate, max(middle - half, 0.0), middle + half))
    return rows


def picture() -> Figure:
    """Return the figure."""
    count = len(families())
    with house_style():
        drawn, (axes,) = figure(7.2, 4.0, notes=[NOTE], foot=FOOT.format(count, __version__))
        flights = np.arange(1, EDGES[-1])
        for new, label, color in ((False, "experienced developers", COLORS[0]), (True, "new developers", COLORS[1])):
            axes.plot(flights, 100 * rates(launch_fit(), new)[: len(flights)], color=color, label=f"{label}, fit")
            at, rate, low, high = np.array(seen(new)).T
            axes.errorbar(
                at * (1.03 if new else 0.97),
                100 * rate,
                100 * np.array([rate - low, high - rate]).clip(0.0),
                fmt="s" if new else "o",
                color=color,
                capsize=2,
                label=f"{label}, record",
            )
        axes.set_xscale("log")
        axes.set_xticks([1, 2, 5, 10, 20, 50, 100, 200], ["1", "2", "5", "10", "20", "50", "100", "200"])
        axes.set_ylim(-2, 80)
        axes.set_xlabel("number of the vehicle's flight (logarithmic)")
        axes.set_ylabel("flights that fail [%]")
        axes.set_title("Failures of launches by number of the flight", loc="left", fontsize=10)
        axes.legend(fontsize=9)
        return whole(drawn)


if __name__ == "__main__":
    picture().savefig(FILE, pil_kwargs={"optimize": True}, metadata={"Software": None})
