"""What a mission's waits leave to its slip and to being given up: ``configs/library/slip_calibration.yml``, by plan."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from lunarsim.scenario.library.files import read


class Calibration(NamedTuple):
    """An offset from the fit of slips, such that own slip and waits of the base scenario together have its spread.

    As an offset it also holds for another planned date, and it depends on no switch, lever or outcome.

    Parameters
    ----------
    ln_shift : float [1]
        Added to the mean of the logarithm of the ratio.
    below, above : float [1]
        Factors on its spread below and above the median.
    lost : float [1]
        Share of cases in which something that the mission depends on is lost for good and not flown again.
    """

    ln_shift: float = 0.0
    below: float = 1.0
    above: float = 1.0
    lost: float = 0.0


AS_FIT = Calibration()
"""Of what waits for nothing, or was calibrated by nobody: the fit itself."""


@cache
def slip_calibrations(manifest: str) -> Mapping[str, Calibration]:
    """Return the calibration of the missions of a manifest, by key, as of the manifest's date of knowledge.

    A manifest of the user's own has those of all plans, the newest first: its missions may be like any of them.
    """
    plans = read("slip_calibration")["plans"]
    chosen = [plans[manifest]] if manifest in plans else list(plans.values())
    return {key: Calibration(*figures) for plan in chosen for key, figures in plan["missions"].items()}
