"""Logarithmic axes: plain figures at round amounts, as many as have room, and the scale in the label."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

from lunarsim.reading.digits import LEAST_DECIMAL, times_power
from lunarsim.reading.plots.labels import folded
from lunarsim.reading.scales import scale_of

MULTIPLES = ((1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,))
"""What may be labeled of each power of ten, from the densest choice on."""

MOST = 9
"""Labels of an axis, beyond which it is crowded."""

SHORT = 2.5
"""Ratio of the ends below which an axis is nearly linear, so that equal steps are labeled."""

SIZE = 10.0
"""Letter size of the labels of an axis [pt]."""

FIGURE = 0.64
"""Width of a numeral of DejaVu Sans over its size."""

GAP = 1.5
"""Room between labels, in widths of a numeral."""

LONGEST = 52
"""Letters in a line of the label of the axis."""


def mark_logarithmic(axis: Any, label: str, inches: float) -> None:
    """Label a logarithmic horizontal axis, whose limits are final, with round amounts and the word for its scale.

    Parameters
    ----------
    axis : Axes
        The axes.
    label : str
        What is shown, with its units.
    inches : float
        Length of the axis, or somewhat less.
    """
    from matplotlib.ticker import FixedFormatter, FixedLocator, LogLocator, NullFormatter

    letters = inches / (FIGURE * SIZE / 72)
    low, high = axis.get_xlim()
    ticks = round_amounts(low, high, letters)
    axis.xaxis.set_major_locator(FixedLocator(ticks))
    axis.xaxis.set_major_formatter(FixedFormatter(plain_figures(ticks)))
    axis.xaxis.set_minor_locator(LogLocator(subs="all", numticks=100))
    axis.xaxis.set_minor_formatter(NullFormatter())
    scale = "(logarithmic scale)"
    between = " " if len(f"{label} {scale}") <= LONGEST else "\n"
    axis.set_xlabel(f"{folded(label, LONGEST)}{between}{scale}")


def round_amounts(low: float, high: float, letters: float) -> list[float]:
    """Return the amounts between the ends of a logarithmic axis that are labeled.

    Parameters
    ----------
    low, high : float
        Ends of the axis, above zero.
    letters : float
        How many numerals fit along the axis.
    """
    choices = [ticks for ticks in _choices(low, high) if len(ticks) > 1]
    # As of 11 to 28, in which of the multiples of powers there is 20 alone.
    choices = choices or list(_equal_steps(low, high))
    fitting = (ticks for ticks in choices if len(ticks) <= MOST and _have_room(ticks, math.log(high / low), letters))
    return next(fitting, choices[-1] if choices else [])


def _choices(low: float, high: float) -> Iterator[list[float]]:
    """Yield what may be labeled, from the densest choice on."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    if high / low < SHORT:
        yield from _equal_steps(low, high)
    for multiples in MULTIPLES:
        every = (float(f"{each}e{power}") for power, each in itertools.product(powers, multiples))
        yield [each for each in every if low <= each <= high]
    for step in range(2, len(powers)):
        yield [float(f"1e{power}") for power in powers if power % step == 0 and low <= float(f"1e{power}") <= high]


def _equal_steps(low: float, high: float) -> Iterator[list[float]]:
    """Yield amounts in equal steps, from the densest choice on."""
    from matplotlib.ticker import MaxNLocator

    for count in (6, 4, 3, 2):
        ticks = map(float, MaxNLocator(count, steps=[1, 2, 5, 10]).tick_values(low, high))
        yield [each for each in ticks if low <= each <= high]


def _have_room(ticks: Sequence[float], span: float, letters: float) -> bool:
    """Return whether no label lies over its neighbor."""
    widths = [len(each) for each in plain_figures(ticks)]
    return all(
        math.log(after / before) / span * letters >= (one + other) / 2 + GAP
        for (before, after), (one, other) in zip(itertools.pairwise(ticks), itertools.pairwise(widths), strict=True)
    )


def plain_figures(amounts: Sequence[float]) -> list[str]:
    """Return ascending round amounts with the digits that tell neighbors apart alone: "0.5", "2,000", "3 million"."""
    gaps = [after - before for before, after in itertools.pairwise(amounts)]
    nearest = [min(gaps[max(0, place - 1) : place + 1], default=math.inf) for place in range(len(amounts))]
    return list(map(_plain_figure, amounts, nearest))


def _plain_figure(amount: float, gap: float) -> str:
    """Return a round amount with as many digits as the gap to its neighbor asks for, but without zeros at the end."""
    # Steps are added up, so that an amount is round but for the last bits.
    amount = float(f"{amount:.12g}")
    digits = max(1, math.floor(math.log10(amount)) - math.floor(math.log10(gap)) + 1) if math.isfinite(gap) else 1
    if amount < LEAST_DECIMAL:
        part, _, power = f"{amount:.{digits - 1}e}".partition("e")
        return times_power(part.rstrip("0").rstrip(".") if "." in part else part, int(power))
    if amount < 1:
        return f"{amount:.{max(4, digits)}g}"
    scale = scale_of("", [amount])
    return f"{amount * scale.factor:,.{max(6, digits)}g} {scale.units}".rstrip()
