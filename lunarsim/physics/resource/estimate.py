"""Estimate of a deposit over thousands of realizations and many cells at once, as arrays.

Errors that all cells share (calibration of the map, rare earths per thorium, density, recovery) are drawn once for a
realization and never average out; local ones belong to a cell and do.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lunarsim.physics.resource.oxides import ree_sum_ppm, reo_kg
from lunarsim.physics.resource.regolith import areal_mass_kg_m2
from lunarsim.words.arrays import FloatArray, Floats, Result


class Estimate(NamedTuple):
    """What a deposit holds in each realization, of the ground above the cut-off.

    ``recoverable_t`` and ``recoverable_reo_t`` are what reaches the product; none of it is a reserve.
    """

    rock_t: FloatArray
    element_t: FloatArray
    ree_t: FloatArray
    grade_ppm: FloatArray
    recoverable_t: FloatArray
    recoverable_reo_t: FloatArray


class Reported(NamedTuple):
    """A quantity as resources are reported: ``p90`` is the low case, with 90 % probability of at least that much."""

    p90: Result
    p50: Result
    p10: Result
    mean: Result


def cell_thorium_ppm(
    pixel_thorium_ppm: Floats,
    *,
    calibration: FloatArray,
    regional: FloatArray,
    local: FloatArray,
    calibration_ln_sd: Floats,
    site_ln_sd: Floats,
    local_share: Floats,
    cell_variance_ratio: Floats,
    site_variance_ratio: Floats,
) -> FloatArray:
    """Return the thorium of the cells of a deposit from that of the map.

    What a pixel hides is partly alike over tens of kilometers, which a deposit shares, and partly local.

    Source: soils at eleven landing sites against pixels of Lunar Prospector (ln-sd 0.33); mean by permanence of
    lognormality.

    Parameters
    ----------
    pixel_thorium_ppm : float or array [ppm], dims (cell,)
        Thorium of the map; the median of the ground at the scale of a landing site.
    calibration : array [1], dims (realization,)
        Standard normals that all pixels share.
    regional : array [1], dims (realization,)
        Standard normals that all cells share.
    local : array [1], dims (realization, cell)
        Local field in standard deviations of a point, of variance ``cell_variance_ratio``.
    calibration_ln_sd : float or array [1]
        Error of the map's calibration.
    site_ln_sd : float or array [1]
        Scatter of landing sites within a pixel.
    local_share : float or array [1]
        Share of its variance that is local.
    cell_variance_ratio : float or array [1]
        Variance of a cell's local field over that of a point.
    site_variance_ratio : float or array [1]
        The same of a landing site, 1 km.

    Returns
    -------
    array [ppm], dims (realization, cell)
        Thorium.
    """
    # The local part at a point is what makes landing sites scatter as they do.
    point_variance = np.square(site_ln_sd) * local_share / site_variance_ratio
    regional_sd = np.asarray(site_ln_sd) * np.sqrt(1.0 - np.asarray(local_share))
    shared = np.asarray(calibration_ln_sd) * calibration + regional_sd * regional
    kept = 0.5 * point_variance * (site_variance_ratio - np.asarray(cell_variance_ratio))
    thorium: FloatArray = pixel_thorium_ppm * np.exp(shared[:, np.newaxis] + np.sqrt(point_variance) * local + kept)
    return thorium


def estimate_deposit(
    element_ppm: FloatArray,
    cell_area_km2: Floats,
    depth_m: Floats,
    *,
    density_multiplier: Floats,
    access: Floats,
    mining_recovery: Floats,
    process_recovery: Floats,
    oxide_factor: FloatArray,
    cutoff_ppm: float = 0.0,
) -> Estimate:
    """Return what a deposit holds in each realization.

    Source: volumes times integrated density times grade, modifying factors multiply (CRIRSCO International Reporting
    Template 2019).

    Parameters
    ----------
    element_ppm : array [ppm], dims (realization, cell, ree)
        Elements in each cell.
    cell_area_km2 : float or array [km2], dims (cell,)
        Area of each cell.
    depth_m : float or array [m], dims (realization, cell)
        Depth of mining, no deeper than the soil.
    density_multiplier : float or array [1], dims (realization,)
        Mass of soil over that of the density profile.
    access : float or array [1], dims (realization,)
        Share of the ground that slopes, boulders and keep-out zones leave.
    mining_recovery : float or array [1], dims (realization,)
        Share of that which is dug.
    process_recovery : float or array [1], dims (realization,) or (realization, ree)
        Share of the feed that becomes product.
    oxide_factor : array [kg/kg], dims (ree,)
        Oxide per element.
    cutoff_ppm : float [ppm]
        Lanthanides that a cell must hold to be counted.

    Returns
    -------
    Estimate [t, ppm]
        In place and recoverable; the grade is NaN where no cell reaches the cut-off.
    """
    realizations = element_ppm.shape[0]
    cell_t = np.broadcast_to(areal_mass_kg_m2(depth_m) * cell_area_km2 * 1e3, element_ppm.shape[:-1])
    counted_t = np.where(ree_sum_ppm(element_ppm) >= cutoff_ppm, cell_t, 0.0)
    density = np.broadcast_to(density_multiplier, realizations)
    rock_t = counted_t.sum(axis=-1) * density
    # Cell by cell: sums of one realization never depend on the others.
    element_t = np.zeros((realizations, element_ppm.shape[-1]))
    for cell in range(element_ppm.shape[1]):
        element_t += counted_t[:, cell, np.newaxis] * element_ppm[:, cell]
    element_t *= (density * 1e-6)[:, np.newaxis]
    ree_t = ree_sum_ppm(element_t)
    won = np.asarray(access) * mining_recovery
    process = np.asarray(process_recovery)
    product_t = element_t * np.broadcast_to(won, realizations)[:, np.newaxis]
    product_t = product_t * (process if process.ndim == 2 else np.broadcast_to(process, realizations)[:, np.newaxis])
    grade = np.divide(ree_t * 1e6, rock_t, out=np.full(realizations, np.nan), where=rock_t > 0.0)
    return Estimate(rock_t, element_t, ree_t, grade, ree_sum_ppm(product_t), reo_kg(product_t, oxide_factor))


def grade_tonnage_curve(
    element_ppm: FloatArray, cell_t: FloatArray, cutoff_ppm: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the soil and the mean grade above each cut-off in each realization.

    Source: grade-tonnage curve of a block model (Lasky 1950, Eng. Min. J. 151(4):81).

    Parameters
    ----------
    element_ppm : array [ppm], dims (realization, cell, ree)
        Elements in each cell.
    cell_t : array [t], dims (realization, cell)
        Soil in each cell.
    cutoff_ppm : array [ppm], dims (cut-off,)
        Cut-offs of the lanthanides.

    Returns
    -------
    tuple of array [t, ppm], dims (realization, cut-off)
        The grade is NaN where nothing reaches the cut-off.
    """
    grade = ree_sum_ppm(element_ppm)
    order = np.argsort(-grade, axis=-1, kind="stable")
    sorted_grade, sorted_t = np.take_along_axis(grade, order, -1), np.take_along_axis(cell_t, order, -1)
    nothing = np.zeros((len(grade), 1))
    soil_t = np.concatenate([nothing, np.cumsum(sorted_t, axis=-1)], axis=-1)
    metal = np.concatenate([nothing, np.cumsum(sorted_t * sorted_grade, axis=-1)], axis=-1)
    reached = (sorted_grade[:, :, np.newaxis] >= np.asarray(cutoff_ppm)).sum(axis=1)
    above_t = np.take_along_axis(soil_t, reached, -1)
    above_metal = np.take_along_axis(metal, reached, -1)
    return above_t, np.divide(above_metal, above_t, out=np.full(above_t.shape, np.nan), where=above_t > 0.0)


def report_quantiles(realizations: FloatArray) -> Reported:
    """Return a quantity as resources are reported; P90 is the low case.

    Source: Petroleum Resources Management System 2018, P90 as the 90 % probability of at least that much.

    Parameters
    ----------
    realizations : array [1], dims (realization, ...)
        Values.

    Returns
    -------
    Reported [1]
        P90, P50, P10 and mean, in the unit of the values.
    """
    low, middle, high = np.quantile(realizations, [0.1, 0.5, 0.9], axis=0)
    return Reported(low, middle, high, np.mean(realizations, axis=0))


def log_band(realizations: FloatArray) -> Result:
    """Return the width of a distribution, ln of P10 over P90.

    Source: definition; 2.563 standard deviations of a lognormal.

    Parameters
    ----------
    realizations : array [1], dims (realization, ...)
        Values above zero.

    Returns
    -------
    float or array [1]
        Width.
    """
    found = report_quantiles(realizations)
    return np.log(found.p10 / found.p90)
