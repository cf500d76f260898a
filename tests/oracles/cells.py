"""A deposit cut into square cells with grades of their own, drawn one by one.

The simulator has one thorium for the whole deposit and closed forms for the scatter of the blocks in it. Here the
logarithm of thorium is a field whose points correlate by exp(-3 |dx| / range) exp(-3 |dy| / range); the cells are drawn
from the covariance of their means and counted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

RANGE_KM = 3.0
"""Distance beyond which grades are no longer alike."""

SITE_KM, SITE_LN_SD = 1.0, 0.33
"""Scatter of landing sites within a pixel of the map: soils at eleven sites against Lunar Prospector."""


class Counted(NamedTuple):
    """Soil above each cut-off as a share of all soil, and its mean grade [ppm]; dims (realization, cut-off)."""

    share: np.ndarray
    grade_ppm: np.ndarray


def covariance_along(count: int, cell_km: float, range_km: float) -> np.ndarray:
    """Return the covariance of the means of equal intervals in a row, over the variance of a point."""
    reduced = 3.0 * cell_km / range_km
    apart = np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
    between = np.exp(-reduced * np.maximum(apart - 1, 0)) * np.square(-np.expm1(-reduced) / reduced)
    own = 2.0 * (reduced + np.expm1(-reduced)) / reduced**2
    return np.where(apart == 0, own, between)


def local_field(normals: np.ndarray, cell_km: float, range_km: float = RANGE_KM) -> np.ndarray:
    """Return correlated means of the cells of a grid, in standard deviations of a point.

    The Cholesky factor of the covariance (Davis 1987, Math. Geol. 19:91) is a product of two here.

    Parameters
    ----------
    normals : array [1], dims (realization, row, column)
        Independent standard normals.
    cell_km, range_km : float [km]
        Side of a cell, and range of the variogram.
    """
    rows, columns = (np.linalg.cholesky(covariance_along(n, cell_km, range_km)) for n in normals.shape[-2:])
    return np.einsum("ri,cj,nij->nrc", rows, columns, normals)


def thorium_ppm(
    pixel_ppm: float,
    realizations: int,
    cells: int,
    side_km: float,
    *,
    local_share: float,
    calibration_ln_sd: float = 0.0,
    seed: int = 1,
) -> np.ndarray:
    """Return the thorium of the cells of a square deposit, dims (realization, cell) [ppm].

    Parameters
    ----------
    pixel_ppm : float [ppm]
        Thorium of the map's pixel: the mean over all ground, whatever the size of its cells.
    realizations, cells : int
        Number of deposits, and of cells along a side.
    side_km : float [km]
        Side of the deposit.
    local_share : float [1]
        Share of the variance of landing sites that is local; the rest, less the calibration, is common to all cells.
    calibration_ln_sd : float [1]
        Common part of the map's calibration.
    """
    random = np.random.default_rng(seed)
    cell_km = side_km / cells
    site_ratio, cell_ratio = (covariance_along(1, km, RANGE_KM).item() ** 2 for km in (SITE_KM, cell_km))
    point_variance = SITE_LN_SD**2 * local_share / site_ratio
    common_sd = np.sqrt(max(SITE_LN_SD**2 * (1.0 - local_share) - calibration_ln_sd**2, 0.0))
    common = np.array([calibration_ln_sd, common_sd]) @ random.standard_normal((2, realizations))
    local = local_field(random.standard_normal((realizations, cells, cells)), cell_km).reshape(realizations, -1)
    spread = np.hypot(calibration_ln_sd, common_sd) ** 2 + point_variance * cell_ratio
    return pixel_ppm * np.exp(common[:, np.newaxis] + np.sqrt(point_variance) * local - 0.5 * spread)


def count_above(grade_ppm: np.ndarray, cutoff_ppm: np.ndarray) -> Counted:
    """Return what lies above each cut-off, cell by cell.

    Parameters
    ----------
    grade_ppm : array [ppm], dims (realization, cell)
        Grade of each cell; all hold the same soil.
    cutoff_ppm : array [ppm], dims (cut-off,)
        Cut-offs.
    """
    above = grade_ppm[:, :, np.newaxis] >= cutoff_ppm
    count = above.sum(axis=1)
    metal = (above * grade_ppm[:, :, np.newaxis]).sum(axis=1)
    return Counted(
        count / grade_ppm.shape[1], np.divide(metal, count, out=np.full(count.shape, np.nan), where=count > 0)
    )
