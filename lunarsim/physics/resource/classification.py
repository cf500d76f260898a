"""Class of a resource by the data that support it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lunarsim.words.arrays import Floats

GRID_HOLES = 4.0
"""Fewest holes that make a grid: the corners of one cell, for continuity is seen between holes and never in one."""

RESOURCE_CLASSES = ("exploration_target", "inferred", "indicated", "measured")
"""Classes of a resource by rising knowledge (CRIRSCO International Reporting Template 2019); no reserve among them."""


def resource_class(
    sample_distance_km: Floats,
    sample_spacing_km: Floats,
    unit_range_km: Floats,
    variogram_range_km: Floats,
    area_km2: Floats,
) -> NDArray[np.int8]:
    """Return the class that the data of a deposit allow; never a reserve, which needs proof of a viable mine.

    An Inferred resource needs a sample of the same geological unit, so the range of units decides; an Indicated or
    Measured one needs grades that are alike from hole to hole, so the range of grades decides.

    Source: classes of the CRIRSCO International Reporting Template 2019; the limits at two thirds and one third of the
    range of the variogram are a rule of thumb, for the code leaves them to the competent person.

    Parameters
    ----------
    sample_distance_km : float or array [km]
        Distance from the nearest sample to the far end of the deposit; infinite where there is none.
    sample_spacing_km : float or array [km]
        Spacing of a square grid of samples or drill holes all over the deposit; infinite where there is none.
    unit_range_km : float or array [km]
        Distance over which the surface is taken to be of one geological unit.
    variogram_range_km : float or array [km]
        Distance beyond which grades are no longer alike.
    area_km2 : float or array [km2]
        Area of the deposit; a spacing too wide for ``GRID_HOLES`` holes in it counts as none.

    Returns
    -------
    array [1]
        Indices of ``RESOURCE_CLASSES``.
    """
    # A grid wider than the area may leave it without a hole, however short its spacing is to the range.
    needed_km2 = GRID_HOLES * np.square(sample_spacing_km)
    gridded = np.asarray(area_km2) >= needed_km2 * (1.0 - 1e-9)
    spacing_km = np.where(gridded, sample_spacing_km, np.inf)
    # In a square grid no point lies farther from a hole than half the diagonal.
    distance_km = np.minimum(sample_distance_km, spacing_km * np.sqrt(0.5))
    measured = np.asarray(spacing_km <= variogram_range_km / 3.0)
    indicated = np.asarray(spacing_km <= variogram_range_km * 2.0 / 3.0)
    inferred = distance_km <= unit_range_km
    return np.select([measured, indicated, inferred], [3, 2, 1], 0).astype(np.int8)
