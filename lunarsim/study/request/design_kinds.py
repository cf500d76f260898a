"""The designs, declared as data: their names, the rows they make, and what an analysis may do with these rows.

Settings, plan, store and analyses take from here what they need to know of a design; how it draws its rows stands in
:mod:`lunarsim.study.designs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rows = Literal["random", "structured", "single"]


@dataclass(frozen=True)
class DesignKind:
    """What is known of a design, apart from how it draws.

    Parameters
    ----------
    name : str
        Its name, as in ``design.name`` and ``configs/design/``.
    about : str
        What it is, in a few words.
    rows : str
        ``random``: each row is a random sample of the factors by itself; ``structured``: the rows only mean something
        together and with factors, so that none may be left out; ``single``: one row, in which no factor moves.
    settings : tuple of str
        Settings of the group ``design`` that it reads beside those that all designs read.
    groups : str
        The setting that counts its groups of rows; empty for one group.
    rows_per_factor, rows_beside : int
        Rows of a group, for each factor and beside them.
    factor_by_factor : bool
        Whether the column of a factor is drawn by itself, so that one factor more or less moves no other.
    power_of_two : bool
        Whether only a power of two of samples is balanced.
    on_quantiles : str
        What a reader of quantiles over its rows must know; empty for a random sample.
    on_intervals : str
        Why its rows show no convergence, and which results have intervals instead; empty for a random sample.
    """

    name: str
    about: str
    rows: Rows = "random"
    settings: tuple[str, ...] = ("samples",)
    groups: str = "samples"
    rows_per_factor: int = 0
    rows_beside: int = 1
    factor_by_factor: bool = False
    power_of_two: bool = False
    on_quantiles: str = ""
    on_intervals: str = ""

    def group_rows(self, factors: int, second_order: bool = False) -> int:
        """Return the number of rows of a group; where the design knows a second order, it repeats those of factors."""
        repeats = 2 if second_order and "second_order" in self.settings else 1
        return self.rows_per_factor * repeats * factors + self.rows_beside


DESIGN_KINDS = {
    kind.name: kind
    for kind in (
        DesignKind(
            "nominal",
            "no sampling, factors at their values",
            rows="single",
            settings=(),
            groups="",
            on_quantiles=(
                "every factor stands at its own value: quantiles show chance alone, not the uncertainty of the factors"
            ),
            on_intervals="its one row is not a random sample of the factors; run again with design=lhs",
        ),
        DesignKind("monte_carlo", "independent samples", factor_by_factor=True),
        DesignKind("lhs", "Latin hypercube", factor_by_factor=True),
        DesignKind("sobol", "Sobol' sequence", power_of_two=True),
        DesignKind(
            "saltelli",
            "for Sobol' indices",
            rows="structured",
            settings=("samples", "second_order"),
            rows_per_factor=1,
            rows_beside=2,
            power_of_two=True,
            on_quantiles=(
                "rows of a base sample share values of factors, so that quantiles count as those of fewer samples"
            ),
            on_intervals=(
                "rows of a base sample share values, so they are not a random sample; sobol_indices have intervals"
            ),
        ),
        DesignKind(
            "morris",
            "for elementary effects",
            rows="structured",
            settings=("trajectories", "levels"),
            groups="trajectories",
            rows_per_factor=1,
            on_quantiles=(
                "the rows are a screening design, not a random sample: quantiles describe the design, "
                "not the uncertainty"
            ),
            on_intervals="its rows are a screening, not a random sample; elementary_effects have intervals",
        ),
        DesignKind(
            "one_at_a_time",
            "each factor low and high",
            rows="structured",
            settings=("tail",),
            groups="",
            rows_per_factor=2,
            on_quantiles=(
                "the rows put one factor after the other to its ends, not a random sample: quantiles describe the "
                "design, not the uncertainty"
            ),
            on_intervals=(
                "its rows are steps of one factor each, not a random sample; swings have intervals, from replicates"
            ),
        ),
    )
}
"""The designs by their names."""


def random_designs() -> tuple[str, ...]:
    """Return the names of the designs whose rows are a random sample of the factors, each row by itself."""
    return tuple(name for name, kind in DESIGN_KINDS.items() if kind.rows == "random")
