"""Estimate of a resource: tonnage in place, what can be had of it, grade against tonnage, and its class."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lunarsim.physics.resource.regolith import areal_mass_kg_m2
from lunarsim.physics.resource.selection import above_cutoff
from lunarsim.words.arrays import Floats, Result

GRID_HOLES = 4.0
"""Fewest holes that make a grid: the corners of one cell, for continuity is seen between holes and never in one."""

RESOURCE_CLASSES = ("exploration_target", "inferred", "indicated", "measured")
"""Classes of a resource by rising knowledge (CRIRSCO International Reporting Template 2019); no reserve among them."""


def rock_in_place_t(area_km2: Floats, depth_m: Floats) -> Result:
    """Return the soil of an area down to a depth.

    Source: area times areal mass (Carrier, Olhoeft & Mendell 1991, Lunar Sourcebook, ch. 9).

    Parameters
    ----------
    area_km2 : float or array [km2]
        Area.
    depth_m : float or array [m]
        Depth.

    Returns
    -------
    float or array [t]
        Soil.
    """
    return area_km2 * areal_mass_kg_m2(depth_m) * 1e3


def ree_in_place_t(area_km2: Floats, depth_m: Floats, ree_ppm: Floats) -> Result:
    """Return the rare earths of an area down to a depth.

    Source: tonnage times grade (CRIRSCO International Reporting Template 2019).

    Parameters
    ----------
    area_km2 : float or array [km2]
        Area.
    depth_m : float or array [m]
        Depth.
    ree_ppm : float or array [ppm]
        Mean grade of the area.

    Returns
    -------
    float or array [t]
        Rare earths as element.
    """
    return rock_in_place_t(area_km2, depth_m) * ree_ppm * 1e-6


def recoverable_t(in_place_t: Floats, access: Floats, mining_recovery: Floats, process_recovery: Floats) -> Result:
    """Return what a mine can bring out of a tonnage in place.

    Source: modifying factors multiply (CRIRSCO International Reporting Template 2019).

    Parameters
    ----------
    in_place_t : float or array [t]
        Tonnage in place.
    access : float or array [1]
        Share of the ground that slopes, boulders and keep-out zones leave.
    mining_recovery : float or array [1]
        Share of that ground which reaches the plant.
    process_recovery : float or array [1]
        Share of the feed that becomes product.

    Returns
    -------
    float or array [t]
        Recoverable tonnage.
    """
    return in_place_t * access * mining_recovery * process_recovery


class GradeTonnage(NamedTuple):
    """What lies above a cut-off grade; each field has the shape of the broadcast arguments."""

    rock_t: Result
    ree_t: Result
    mean_grade_ppm: Result


def grade_tonnage(cutoff_ppm: Floats, median_ppm: Floats, ln_sd: Floats, rock_t: Floats) -> GradeTonnage:
    """Return tonnage, metal and mean grade above a cut-off where grades are lognormal.

    Source: Lasky 1950, Eng. Min. J. 151(4):81, in the closed form of a lognormal ore body.

    Parameters
    ----------
    cutoff_ppm : float or array [ppm]
        Cut-off grade.
    median_ppm : float or array [ppm]
        Median grade.
    ln_sd : float or array [1]
        Standard deviation of ln grade.
    rock_t : float or array [t]
        Soil of all grades.

    Returns
    -------
    GradeTonnage [t, t, ppm]
        The mean grade is NaN where nothing lies above the cut-off.
    """
    above = above_cutoff(cutoff_ppm, median_ppm * np.exp(0.5 * np.square(ln_sd)), ln_sd)
    above_t = rock_t * above.share
    return GradeTonnage(above_t, above_t * np.nan_to_num(above.mean_ppm) * 1e-6, above.mean_ppm)


def block_ln_sd(between_pixels_ln_sd: Floats, within_pixel_ln_sd: Floats) -> Result:
    """Return the scatter of ln grade of mine-sized blocks from that of map pixels: the change of support.

    Source: additivity of variances (Krige 1951, J. Chem. Metall. Min. Soc. S. Afr. 52:119).

    Parameters
    ----------
    between_pixels_ln_sd : float or array [1]
        Scatter between the means of pixels.
    within_pixel_ln_sd : float or array [1]
        Scatter of blocks within a pixel.

    Returns
    -------
    float or array [1]
        Scatter of blocks over the whole region.
    """
    return np.hypot(between_pixels_ln_sd, within_pixel_ln_sd)


def mean_of_cells_ln_sd(cell_ln_sd: Floats, cells: Floats) -> Result:
    """Return the scatter of ln of the mean grade of independent cells: local errors average out.

    Source: lognormal approximation of a mean by its first two moments (Fenton 1960, IRE Trans. Commun. Syst. 8:57).

    Parameters
    ----------
    cell_ln_sd : float or array [1]
        Scatter of ln grade of one cell.
    cells : float or array [1]
        Number of independent cells.

    Returns
    -------
    float or array [1]
        Scatter of ln of their mean.
    """
    return np.sqrt(np.log1p(np.expm1(np.square(cell_ln_sd)) / cells))


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
        Distance over which ground is taken to be of one geological unit.
    variogram_range_km : float or array [km]
        Distance beyond which grades are no longer alike.
    area_km2 : float or array [km2]
        Area of the deposit; a spacing too wide for ``GRID_HOLES`` holes in it counts as none.

    Returns
    -------
    array [1]
        Positions in ``RESOURCE_CLASSES``.
    """
    # A grid wider than the area may leave it without a hole, however short its spacing is to the range.
    needed_km2 = GRID_HOLES * np.square(sample_spacing_km)
    gridded = np.asarray(area_km2) >= needed_km2 * (1.0 - 1e-9)
    spacing_km = np.where(gridded, sample_spacing_km, np.inf)
    # In a square grid no ground lies farther from a hole than half the diagonal.
    distance_km = np.minimum(sample_distance_km, spacing_km * np.sqrt(0.5))
    measured = np.asarray(spacing_km <= variogram_range_km / 3.0)
    indicated = np.asarray(spacing_km <= variogram_range_km * 2.0 / 3.0)
    inferred = distance_km <= unit_range_km
    return np.select([measured, indicated, inferred], [3, 2, 1], 0).astype(np.int8)
