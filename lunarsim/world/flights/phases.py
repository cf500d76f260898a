"""The phases of a lander's way: what is survived, and what becomes of a lander that is not."""

from __future__ import annotations

from typing import NamedTuple


class Phases(NamedTuple):
    """Probability that each phase of the way of a lander is survived, and what becomes of those that are not.

    Parameters
    ----------
    cruise, descent, touchdown : float [1]
        Success of each phase, given that it was reached.
    descent_partial, touchdown_partial : float [1]
        Share of the failures in the phase that end alive on the surface.
    """

    cruise: float
    descent: float
    touchdown: float
    descent_partial: float
    touchdown_partial: float

    @property
    def success(self) -> float:
        """Probability of full success [1]."""
        return self.cruise * self.descent * self.touchdown

    @property
    def partial(self) -> float:
        """Probability of a partial landing [1]."""
        in_descent = (1.0 - self.descent) * self.descent_partial
        at_touchdown = self.descent * (1.0 - self.touchdown) * self.touchdown_partial
        return self.cruise * (in_descent + at_touchdown)


Limits = tuple[tuple[float, float], tuple[float, float]]
"""Normal numbers of descent and of touchdown below which all is well, and below which it ends alive on the surface."""


def limits(success: float, partial: float) -> tuple[float, float]:
    """Return the normal numbers below which a phase goes well, and below which it ends alive on the surface."""
    from scipy.special import ndtri

    return float(ndtri(success)), float(ndtri(success + (1.0 - success) * partial))
