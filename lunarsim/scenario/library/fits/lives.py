"""What the record says of the lives of satellites and rovers: the fits of ``configs/library/lives.yml``."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from lunarsim.scenario.library.files import read


class RandomLosses(NamedTuple):
    """Law of the age at which satellites are lost at random: Weibull, with its shape and its scale [yr]."""

    shape: float
    scale_years: float


class RoverLives(NamedTuple):
    """How long rovers have lasted: median life over design life, spread of its logarithm, longest design life [yr]."""

    ratio: float
    ln_sd: float
    longest_designed_years: float


@cache
def random_losses() -> RandomLosses:
    """Return the fit to satellites."""
    fit = read("lives")["satellites"]
    return RandomLosses(fit["shape"], fit["scale_years"])


@cache
def rover_lives() -> RoverLives:
    """Return the fit to rovers."""
    fit = read("lives")["rovers"]
    return RoverLives(fit["ratio"], fit["ln_sd"], fit["longest_designed_years"])
