"""What each figure is to reach, and whether a measured value does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reach:
    """The reach of a figure.

    Parameters
    ----------
    bounds : tuple of float
        What is to hold, in the order in which it is to be reached: the last one is the aim.
    at_least : bool
        Whether values above a bound are the good ones.
    unit : str
        Unit of value and bounds, in words.
    indicative : bool
        Whether the figure is an absolute time, which depends on the machine.
    """

    bounds: tuple[float, ...]
    at_least: bool = False
    unit: str = ""
    indicative: bool = False

    def __str__(self) -> str:
        side = "at least" if self.at_least else "at most"
        bounds = ", then ".join(f"{bound:,g}" for bound in self.bounds)
        text = f"{side} {bounds} {self.unit}".rstrip()
        return f"{text} (indicative)" if self.indicative else text

    def judge(self, value: float) -> str:
        """Return whether a value reaches each of the bounds: ``yes``, ``no``, or the last one that it reaches."""
        reached = [bound for bound in self.bounds if (value >= bound if self.at_least else value <= bound)]
        if len(reached) == len(self.bounds):
            return "yes"
        return f"{reached[-1]:,g}, not yet {self.bounds[-1]:,g}" if reached else "no"


def at_most(*bounds: float, unit: str = "", indicative: bool = False) -> Reach:
    """Return a reach that values below it hold."""
    return Reach(bounds, False, unit, indicative)


def at_least(*bounds: float, unit: str = "") -> Reach:
    """Return a reach that values above it hold."""
    return Reach(bounds, True, unit)


@dataclass(frozen=True)
class Row:
    """A line of the table.

    Parameters
    ----------
    figure : str
        What is measured.
    value : float or None
        The measured value; None if it was not measured.
    reach : Reach or None
        What it is to reach; None for a figure that only informs.
    text : str
        The value with what belongs to it; left out, the value alone.
    """

    figure: str
    value: float | None
    reach: Reach | None = None
    text: str = ""

    def __str__(self) -> str:
        measured = self.text or ("-" if self.value is None else f"{self.value:,.2f}")
        holds = "-" if self.value is None or self.reach is None else self.reach.judge(self.value)
        return f"| {self.figure} | {measured} | {self.reach or '-'} | {holds} |"


HEADING = "| figure | measured | reach | holds |\n|---|---|---|---|"
