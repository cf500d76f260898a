"""Colors of values of a mine: of both signs around zero, or of losses alone, whose range they then show."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import xarray as xr

from lunarsim.reading.plots.logarithmic import plain_figures, round_amounts
from lunarsim.reading.scales import MOST, Scale, scale_of
from lunarsim.reading.titles.outcomes import with_money_year
from lunarsim.reading.wording import amounts

NARROW = 1.05
"""Ratio of the largest to the least amount below which all cells have one color."""

WIDEST = 1e6
"""Ratio beyond which smaller amounts have the color of the least one."""

LETTERS = 40.0
"""Numerals that fit along the bar."""

_VALUE, _LOSS = "net present value of the mine", "loss of the mine"

_BELOW_ZERO = "Loss: net present value below zero, at every cost and price."


class Colors(NamedTuple):
    """How values become colors, and what the bar beside the map says.

    Parameters
    ----------
    norm, palette : object
        Of matplotlib, for values times ``factor``.
    factor : float
        Below zero where losses are shown as amounts.
    label : str
        What is shown, with its units.
    ends : pair of float
        Part of the bar that values reach.
    ticks : list of float
        What is labeled.
    note : str
        What must be said of the colors, if anything.
    """

    norm: Any
    palette: Any
    factor: float
    label: str
    ends: tuple[float, float]
    ticks: list[float]
    note: str = ""

    @property
    def tick_labels(self) -> list[str]:
        """Labels of the ticks."""
        return plain_figures(self.ticks) if min(self.ticks) > 0 else [f"{tick:,.10g}" for tick in self.ticks]


def colors_of(values: xr.DataArray) -> Colors:
    """Return the colors of values of a mine [MUSD].

    Values on both sides of zero have red and blue around white, by their logarithm but near zero. Losses alone, or
    gains alone, have shades from the least to the largest, by their logarithm; where these hardly differ, one color.
    """
    from matplotlib.colors import AsinhNorm, LogNorm, Normalize

    finite = values.values[np.isfinite(values.values)]
    scale = _scale(float(np.abs(finite).max()))
    low, high = (float(end) * scale.factor for end in (finite.min(), finite.max()))
    most = max(abs(low), abs(high), 1e-12)
    if low < 0.0 < high:
        norm = AsinhNorm(linear_width=most / 1e3, vmin=-most, vmax=most)
        return Colors(norm, "RdBu", scale.factor, _label(_VALUE, values, scale), (low, high), _both_sides(low, high))
    loses = low < 0.0
    least = min(abs(low), abs(high))
    label, sign, palette = (_LOSS, -1.0, _shades("Reds")) if loses else (_VALUE, 1.0, _shades("Blues"))
    label = _label(label, values, scale)
    if most < NARROW * least or low == high:
        span = amounts(least, most, scale.units) if least < most else f"{most:,.3g} {scale.units}"
        note = f"One color, as all of the map {'loses' if loses else 'is worth'} nearly the same: {span}."
        ends = (0.0, most)
        return Colors(Normalize(*ends), palette, sign * scale.factor, label, ends, _steps(most), note)
    ends = (max(least, most / WIDEST), most)
    ticks = round_amounts(*ends, LETTERS)
    return Colors(
        LogNorm(*ends, clip=True), palette, sign * scale.factor, label, ends, ticks, _BELOW_ZERO if loses else ""
    )


def _scale(most_musd: float) -> Scale:
    """Return units in which amounts read well that reach down to thousandths of the largest [MUSD]."""
    if most_musd < MOST:
        return scale_of("million USD", [most_musd])
    of_billions = scale_of("billion USD", [most_musd * 1e-3])
    return of_billions._replace(factor=of_billions.factor * 1e-3)


def _label(label: str, values: xr.DataArray, scale: Scale) -> str:
    return f"{label}\n[{with_money_year(values, scale.units)}]"


def _shades(name: str) -> Any:
    """Return a palette without its palest part, which would read as nothing."""
    import matplotlib as mpl
    from matplotlib.colors import ListedColormap

    return ListedColormap(mpl.colormaps[name](np.linspace(0.15, 1.0, 256)))


def _both_sides(low: float, high: float) -> list[float]:
    """Return powers of ten on both sides of zero, two decades apart from the largest down, as far as values reach."""
    top = float(np.floor(np.log10(max(-low, high))))
    ends = [float(10.0**power) for power in (top - 2.0, top)]
    return [tick for tick in (*(-end for end in reversed(ends)), 0.0, *ends) if low <= tick <= high]


def _steps(most: float) -> list[float]:
    from matplotlib.ticker import MaxNLocator

    return [tick for tick in map(float, MaxNLocator(4).tick_values(0.0, most)) if 0.0 <= tick <= most]
