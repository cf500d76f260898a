"""Lines to type where a sweep does not say what matters, or hardly."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from lunarsim.reading.analysis.sensitivity.design_check import line_to_run
from lunarsim.study.request.design_kinds import DESIGN_KINDS

SAMPLES_OF_A_SCREENING = 1000
"""What is offered where the number of factors is not known."""

HISTORIES_OF_SWINGS = 50

FACTORS_OF_INDICES, SAMPLES_OF_INDICES, HISTORIES_OF_INDICES = 12, 64, 16
"""Of so many histories the indices of a second seed name the same leading factors; of four they often do not."""


def line_of_samples(dataset: xr.Dataset, factor_count: int) -> str:
    """Return the line that makes a sweep with ten samples a factor."""
    design = str(dataset.attrs.get("design", ""))
    kind = DESIGN_KINDS.get(design)
    name = design if kind is not None and kind.rows == "random" else "lhs"
    samples = max(-(-10 * factor_count // 100) * 100, 100) if factor_count else SAMPLES_OF_A_SCREENING
    changes = [f"design.samples={samples}"]
    return line_to_run(dataset, f"design={name}", *changes) if name != design else line_to_run(dataset, *changes)


def line_of_histories(dataset: xr.Dataset) -> str:
    """Return the line that makes the same sweep with enough histories to tell swings from chance."""
    return line_to_run(dataset, f"design.replicates={HISTORIES_OF_SWINGS}")


def line_of_indices(dataset: xr.Dataset, keys: Sequence[str]) -> str:
    """Return the line that makes Sobol' indices of some factors, all others at their own values."""
    only = f"uncertainties.only=[{','.join(keys[:FACTORS_OF_INDICES])}]"
    design = ("design=saltelli", f"design.samples={SAMPLES_OF_INDICES}", f"design.replicates={HISTORIES_OF_INDICES}")
    return line_to_run(dataset, *design, only)
