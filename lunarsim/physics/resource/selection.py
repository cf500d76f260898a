"""Selective mining: what lies above a cut-off grade where the grades of blocks are log-normal."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lunarsim.physics.resource.geochemistry import sum_ree_ppm
from lunarsim.words.arrays import FloatArray, Floats, Result


class AboveCutoff(NamedTuple):
    """What lies above a cut-off: its share of all soil, and its mean grade, NaN where there is none."""

    share: Result
    mean_ppm: Result


def above_cutoff(cutoff_ppm: Floats, mean_ppm: Floats, ln_sd: Floats) -> AboveCutoff:
    """Return the soil above a cut-off grade where grades are log-normal about a known mean.

    Source: partial expectations of the log-normal (Lasky 1950, Eng. Min. J. 151(4):81, in closed form). The grade
    of every block is taken to be known.

    Parameters
    ----------
    cutoff_ppm : float or array [ppm]
        Cut-off grade; all soil lies above 0, none above infinity.
    mean_ppm : float or array [ppm]
        Mean grade of all soil.
    ln_sd : float or array [1]
        Standard deviation of ln grade; with 0 all soil has the mean grade.

    Returns
    -------
    AboveCutoff [1, ppm]
        With a cut-off of 0 the share is exactly 1 and the mean that of all soil.
    """
    from scipy.special import log_ndtr, ndtr

    cutoff, mean, spread = np.broadcast_arrays(
        *(np.asarray(each, dtype=float) for each in (cutoff_ppm, mean_ppm, ln_sd))
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.where(cutoff > 0.0, np.log(mean) - np.log(cutoff), np.inf)
        # Without scatter either all soil lies above or none.
        scaled = np.where(spread > 0.0, distance / spread, np.where(distance >= 0.0, np.inf, -np.inf))
        soil, metal = scaled - 0.5 * spread, scaled + 0.5 * spread
        share = ndtr(soil)
        # Far out in the tail both are tiny and their ratio is not.
        grade = np.where(share > 0.0, mean * np.exp(log_ndtr(metal) - log_ndtr(soil)), np.nan)
    return AboveCutoff(share[()], grade[()])


def thorium_cutoff_ppm(
    cutoff_ree_ppm: Floats,
    feo_wt_pct: Floats,
    *,
    ree_per_thorium: Floats,
    mare_term_ppm: Floats,
    feldspathic_term_ppm: Floats,
    silicic_ree_per_thorium: Floats,
    silicic: bool | NDArray[np.bool_] = False,
) -> FloatArray:
    """Return the thorium of soil that just holds the cut-off in rare earths.

    Source: the two-component form of :func:`lunarsim.physics.resource.geochemistry.sum_ree_ppm`, solved for thorium;
    in silicic terrain that of :func:`lunarsim.physics.resource.geochemistry.silicic_sum_ree_ppm`.

    Parameters
    ----------
    cutoff_ree_ppm : float or array [ppm]
        Sum of the 14 lanthanides.
    feo_wt_pct : float or array [wt%]
        FeO.
    ree_per_thorium : float or array [1]
        Lanthanides per thorium in KREEP.
    mare_term_ppm : float or array [ppm]
        Lanthanides that pure mare soil holds beyond that.
    feldspathic_term_ppm : float or array [ppm]
        The same of pure feldspathic soil.
    silicic_ree_per_thorium : float or array [1]
        Lanthanides per thorium in silicic rock.
    silicic : bool or array [1]
        Whether the thorium is that of silicic rock.

    Returns
    -------
    array [ppm]
        0 where soil without thorium holds as many; infinite where thorium brings none.
    """
    without_thorium = sum_ree_ppm(
        0.0,
        feo_wt_pct,
        ree_per_thorium=ree_per_thorium,
        mare_term_ppm=mare_term_ppm,
        feldspathic_term_ppm=feldspathic_term_ppm,
    )
    lacking = np.asarray(cutoff_ree_ppm - np.where(silicic, 0.0, without_thorium))
    per_thorium = np.where(silicic, silicic_ree_per_thorium, ree_per_thorium)
    with np.errstate(divide="ignore", invalid="ignore"):
        thorium: FloatArray = np.where(lacking > 0.0, lacking / per_thorium, 0.0)
    return thorium
