"""The stopping rule ``design.until``, read once: which outcome must be known how well."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lunarsim.study.request.design_kinds import random_designs
from lunarsim.study.request.settings import Design
from lunarsim.words.distributions import Z95
from lunarsim.words.errors import Fault, unknown
from lunarsim.world.outcomes.variable import Variable

_KEY = "design.until"
_RULE = re.compile(r"(mean|chance)\s+(\w+)\s+within\s+([0-9.eE+-]+)\s*(%?)")


@dataclass(frozen=True)
class StoppingRule:
    """When a lever combination is known well enough.

    Parameters
    ----------
    statistic : str
        ``mean`` of an outcome; or the ``chance`` that it has a value, as a date that is reached has.
    outcome : str
        Variable; all its entries count where it has further dimensions.
    width : float
        Width of the 90 % confidence interval.
    relative : bool
        Whether the width is a share of the mean.
    """

    statistic: str
    outcome: str
    width: float
    relative: bool

    def reached(self, values: NDArray[np.float64], finished: NDArray[np.bool_]) -> bool:
        """Return whether results, dims (sample, replicate, ...), are enough; only runs that are ``finished`` count.

        Replicates of a sample are not independent of each other: they are averaged first.
        """
        if self.statistic == "chance":
            values = np.isfinite(values).astype(float)
        if not np.isfinite(values[finished]).all():
            return False
        runs = finished.sum(axis=1)
        counted = finished.reshape(finished.shape + (1,) * (values.ndim - 2))
        totals = np.where(counted, values, 0.0).sum(axis=1)[runs > 0]
        runs = runs[runs > 0]
        samples = len(runs)
        if samples < 2:
            return False
        means = totals / runs.reshape(-1, *(1,) * (totals.ndim - 1))
        center = means.mean(axis=0)
        if self.statistic == "chance":
            # Agresti and Coull 1998: where no run or each run reaches it, the chance is not yet known to be 0 or 1.
            center = (samples * center + Z95**2 / 2) / (samples + Z95**2)
            widths = 2 * Z95 * np.sqrt(center * (1 - center) / (samples + Z95**2))
        else:
            widths = 2 * Z95 * means.std(axis=0, ddof=1) / math.sqrt(samples)
        return bool(np.all(widths <= self.width * (np.abs(center) if self.relative else 1.0)))


def stopping_rule(design: Design, variables: Sequence[Variable], faults: list[Fault]) -> StoppingRule | None:
    """Return the rule of a design, or None; its errors are added to ``faults``."""
    if not design.until:
        return None
    match = _RULE.fullmatch(design.until.strip())
    problem = ""
    if match is None:
        problem = "must read 'mean OUTCOME within 5%', 'mean OUTCOME within 0.5' or 'chance OUTCOME within 0.1'"
    elif match[2] not in (names := [variable.name for variable in variables]):
        problem = unknown(match[2], names, "outcome")
    elif design.kind.rows != "random":
        *others, last = random_designs()
        problem = f"stops sampling, but design={design.name} needs all its rows; take {', '.join(others)} or {last}"
    elif design.common_random_numbers == "all":
        problem = (
            "judges intervals over samples, which say nothing where all share their chance; take "
            "design.common_random_numbers=levers"
        )
    else:
        try:
            width = float(match[3])
        except ValueError:
            width = math.nan
        if 0 < width < math.inf:
            return StoppingRule(match[1], match[2], width / 100 if match[4] else width, bool(match[4]))
        problem = f"has the width {match[3]}, allowed above 0"
    faults.append(Fault(_KEY, f"is {design.until!r}, {problem}"))
    return None
