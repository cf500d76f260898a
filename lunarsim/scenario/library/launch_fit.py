"""What the launch record says of failures: the fit of ``configs/library/launches.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lunarsim.scenario.library.files import read


@dataclass(frozen=True)
class LaunchFit:
    """How the hazard of launch vehicles falls with their flights, and by how much families differ.

    Parameters
    ----------
    first_hazard_experienced, first_hazard_new : float [1]
        Hazard of a family's first flight, the mean over families, by the class of its developer.
    hazard_decay : float [1]
        Exponent by which the hazard falls with the flight number.
    family_shape : float [1]
        Shape of the gamma distribution of the families' factors.
    """

    first_hazard_experienced: float
    first_hazard_new: float
    hazard_decay: float
    family_shape: float


@cache
def launch_fit() -> LaunchFit:
    """Return the fit that is shipped."""
    return LaunchFit(**read("launches")["fit"])
