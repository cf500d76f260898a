"""From elements to oxides and their totals: the geologist counts elements, the market oxides."""

from __future__ import annotations

import numpy as np

from lunarsim.physics.resource.patterns import LANTHANIDES, REE_AXIS
from lunarsim.words.arrays import FloatArray, Result

_COUNT = len(LANTHANIDES)
_SC = REE_AXIS.index("Sc")


def ree_sum_ppm(element_ppm: FloatArray) -> Result:
    """Return the sum of the 14 lanthanides of a pattern.

    Source: definition; yttrium and scandium are left out.

    Parameters
    ----------
    element_ppm : array [ppm], dims (..., ree)
        Abundances.

    Returns
    -------
    float or array [ppm], dims (...)
        La to Lu.
    """
    return np.asarray(element_ppm)[..., :_COUNT].sum(axis=-1)


def _oxides_ppm(element_ppm: FloatArray, oxide_factor: FloatArray) -> FloatArray:
    # REO is the lanthanides and yttrium; scandium is sold apart.
    oxides = np.asarray(element_ppm) * oxide_factor
    oxides[..., _SC] = 0.0
    return oxides


def reo_kg(ree_kg: FloatArray, oxide_factor: FloatArray) -> Result:
    """Return the mass of the rare-earth oxides, with Y2O3 and without Sc2O3.

    Source: stoichiometry; total rare-earth oxide as the market counts it (USGS Mineral Commodity Summaries).

    Parameters
    ----------
    ree_kg : array [kg], dims (..., ree)
        Mass as element.
    oxide_factor : array [kg/kg], dims (ree,)
        Oxide per element.

    Returns
    -------
    float or array [kg], dims (...)
        Oxide.
    """
    return _oxides_ppm(ree_kg, oxide_factor).sum(axis=-1)


def reo_grade_kg_per_kg(element_ppm: FloatArray, oxide_factor: FloatArray) -> Result:
    """Return the rare-earth oxides, with Y2O3 and without Sc2O3, per kg of soil.

    Source: stoichiometry; total rare-earth oxide as the market counts it (USGS Mineral Commodity Summaries).

    Parameters
    ----------
    element_ppm : array [ppm], dims (..., ree)
        Abundances.
    oxide_factor : array [kg/kg], dims (ree,)
        Oxide per element.

    Returns
    -------
    float or array [kg/kg], dims (...)
        Oxide per soil.
    """
    return _oxides_ppm(element_ppm, oxide_factor).sum(axis=-1) * 1e-6


def reo_fractions(element_ppm: FloatArray, oxide_factor: FloatArray) -> FloatArray:
    """Return the shares of the oxides in a mixed product; that of scandium is zero.

    Source: stoichiometry.

    Parameters
    ----------
    element_ppm : array [ppm], dims (..., ree)
        Abundances.
    oxide_factor : array [kg/kg], dims (ree,)
        Oxide per element.

    Returns
    -------
    array [kg/kg], dims (..., ree)
        Shares that add up to 1.
    """
    oxides = _oxides_ppm(element_ppm, oxide_factor)
    shares: FloatArray = oxides / oxides.sum(axis=-1, keepdims=True)
    return shares
