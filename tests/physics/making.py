"""A deposit on a square grid of cells, by the recipe of the documentation, for tests and benchmarks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from lunarsim.physics.resource.estimate import Estimate, cell_thorium_ppm, estimate_deposit
from lunarsim.physics.resource.geochemistry import element_ppm
from lunarsim.physics.resource.support import block_variance_ratio, local_field

SITE_KM, RANGE_KM = 1.0, 3.0


class Errors(NamedTuple):
    """Spreads of the recipe; ln standard deviations."""

    calibration: float = 0.1
    site: float = 0.33
    local_share: float = 0.5
    ratio: float = 0.15
    density: float = 0.05


USUAL = Errors()


def triangular(unit, low, mode, high):
    """Return the values of a triangular distribution at unit quantiles."""
    width, left, right = high - low, mode - low, high - mode
    return np.where(unit * width < left, low + np.sqrt(unit * width * left), high - np.sqrt((1 - unit) * width * right))


def grades(patterns, realizations, cells, side_km, thorium_ppm=10.19, feo=15.5, errors=USUAL, seed=1):
    """Return elements (realization, cell, ree) of a square deposit cut into ``cells`` by ``cells``."""
    rng = np.random.default_rng(seed)
    shared = rng.standard_normal((4, realizations))
    normals = rng.standard_normal((realizations, cells, cells))
    cell_km = side_km / cells
    local = local_field(normals, cell_km, RANGE_KM).reshape(realizations, -1)
    thorium = cell_thorium_ppm(
        thorium_ppm,
        calibration=shared[0],
        regional=shared[1],
        local=local,
        calibration_ln_sd=errors.calibration,
        site_ln_sd=errors.site,
        local_share=errors.local_share,
        cell_variance_ratio=block_variance_ratio(cell_km, RANGE_KM),
        site_variance_ratio=block_variance_ratio(SITE_KM, RANGE_KM),
    )
    # Rare earths per thorium: half of the variance is shared, half local.
    half = errors.ratio * np.sqrt(0.5)
    own = local_field(rng.standard_normal((realizations, cells, cells)), cell_km, RANGE_KM).reshape(realizations, -1)
    ratio = 40.4 * np.exp(half * (shared[2][:, None] + own))
    mare = 70.0 * np.exp(0.6 * shared[3])[:, None]
    return element_ppm(
        thorium,
        feo,
        patterns,
        ree_per_thorium=ratio,
        mare_term_ppm=mare,
        feldspathic_term_ppm=8.0,
        silicic_ree_per_thorium=6.0,
    )


def deposit(patterns, realizations, cells=1, side_km=1.0, errors=USUAL, seed=1, **more) -> Estimate:
    """Return the realizations of a square deposit that is dug to 3 m."""
    found = grades(patterns, realizations, cells, side_km, errors=errors, seed=seed, **more)
    unit = np.random.default_rng(seed + 1).random((5, realizations))
    return estimate_deposit(
        found,
        (side_km / cells) ** 2,
        np.minimum(3.0, 8.5 * np.exp(0.45 * ndtri(unit[4])))[:, None],
        density_multiplier=np.exp(errors.density * ndtri(unit[0])),
        access=triangular(unit[1], 0.3, 0.55, 0.8),
        mining_recovery=triangular(unit[2], 0.85, 0.92, 0.98),
        process_recovery=0.576,
        oxide_factor=patterns.oxide_factor,
    )
