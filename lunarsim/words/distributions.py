"""Distributions of uncertain factors, each given by its inverse CDF."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from lunarsim.words.arrays import FloatArray

Z95 = 1.6448536269514722
"""Standard normal quantile of 0.95."""


@dataclass(frozen=True)
class Distribution:
    """Base: ``quantile`` maps unit quantiles to values, ``support`` bounds them."""

    kind: ClassVar[str] = ""

    def quantile(self, unit: ArrayLike) -> FloatArray:
        """Return the values at unit quantiles in (0, 1), same shape."""
        raise TypeError(f"{type(self).__name__} has no quantile function")

    def support(self) -> tuple[float, float]:
        """Return the lowest and the highest value that can occur."""
        return -math.inf, math.inf


@dataclass(frozen=True)
class Uniform(Distribution):
    """Uniform from ``low`` to ``high``."""

    low: float
    high: float
    kind: ClassVar[str] = "uniform"

    def quantile(self, unit: ArrayLike) -> FloatArray:
        """Return values at unit quantiles."""
        return self.low + (self.high - self.low) * np.asarray(unit, dtype=float)

    def support(self) -> tuple[float, float]:
        """Return the ends of the interval."""
        return self.low, self.high


@dataclass(frozen=True)
class LogUniform(Distribution):
    """Log-uniform from ``low`` to ``high``, both above zero."""

    low: float
    high: float
    kind: ClassVar[str] = "log-uniform"

    def quantile(self, unit: ArrayLike) -> FloatArray:
        """Return values at unit quantiles, never beyond the ends."""
        values = np.exp(math.log(self.low) + math.log(self.high / self.low) * np.asarray(unit, dtype=float))
        return np.clip(values, self.low, self.high)

    def support(self) -> tuple[float, float]:
        """Return the ends of the interval."""
        return self.low, self.high


@dataclass(frozen=True)
class Normal(Distribution):
    """Normal, given by its 5 % and 95 % quantiles."""

    p5: float
    p95: float
    kind: ClassVar[str] = "normal"

    def quantile(self, unit: ArrayLike) -> FloatArray:
        """Return values at unit quantiles."""
        from scipy.special import ndtri

        values: FloatArray = (self.p5 + self.p95) / 2 + (self.p95 - self.p5) / (2 * Z95) * ndtri(unit)
        return values


@dataclass(frozen=True)
class LogNormal(Distribution):
    """Log-normal, given by its 5 % and 95 % quantiles, both above zero."""

    p5: float
    p95: float
    kind: ClassVar[str] = "log-normal"

    def quantile(self, unit: ArrayLike) -> FloatArray:
        """Return values at unit quantiles."""
        return np.exp(Normal(math.log(self.p5), math.log(self.p95)).quantile(unit))

    def support(self) -> tuple[float, float]:
        """Return zero and infinity."""
        return 0.0, math.inf


@dataclass(frozen=True)
class Triangular(Distribution):
    """Triangular from ``low`` over the ``mode`` to ``high``."""

    low: float
    mode: float
    high: float
    kind: ClassVar[str] = "triangular"

    def quantile(self, unit: ArrayLike) -> FloatArray:
        """Return values at unit quantiles."""
        u = np.asarray(unit, dtype=float)
        width, left, right = self.high - self.low, self.mode - self.low, self.high - self.mode
        rising = self.low + np.sqrt(u * width * left)
        falling = self.high - np.sqrt((1 - u) * width * right)
        return np.where(u * width < left, rising, falling)

    def support(self) -> tuple[float, float]:
        """Return the ends of the interval."""
        return self.low, self.high


@dataclass(frozen=True)
class Beta(Distribution):
    """Beta(a, b) on 0 to 1."""

    a: float
    b: float
    kind: ClassVar[str] = "beta"

    def quantile(self, unit: ArrayLike) -> FloatArray:
        """Return values at unit quantiles."""
        from scipy.special import betaincinv

        values: FloatArray = betaincinv(self.a, self.b, np.asarray(unit, dtype=float))
        return values

    def support(self) -> tuple[float, float]:
        """Return zero and one."""
        return 0.0, 1.0


def describe(distribution: Distribution) -> str:
    """Return a distribution as a reader would write it: ``log-normal(p5=0.5, p95=2)``."""
    fields = (
        f"{name}={describe(value) if isinstance(value, Distribution) else format(value, 'g')}"
        for name, value in vars(distribution).items()
    )
    return f"{distribution.kind}({', '.join(fields)})"
