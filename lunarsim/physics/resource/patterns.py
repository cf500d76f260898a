"""Rare-earth patterns: how much of each element stands beside the others in a lunar material."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lunarsim.words.arrays import FloatArray

LANTHANIDES = ("La", "Ce", "Pr", "Nd", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu")
"""The 14 lanthanides that nature holds (no promethium); totals named ``ree`` are sums over these."""

REE_AXIS = (*LANTHANIDES, "Y", "Sc")
"""The axis ``ree`` of every array of elements: the lanthanides, then yttrium and scandium."""

_ATOMIC_NUMBERS = np.array([57, 58, 59, 60, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71], dtype=np.float64)

_EU, _HO, _Y, _SC = (REE_AXIS.index(name) for name in ("Eu", "Ho", "Y", "Sc"))


class Patterns(NamedTuple):
    """The element tables that geochemistry needs; every array has dims (ree,), the axis ``REE_AXIS``."""

    kreep_ppm: FloatArray
    feldspathic_ppm: FloatArray
    mare_ppm: FloatArray
    silicic_ppm: FloatArray
    ci_ppm: FloatArray
    oxide_factor: FloatArray
    kreep_thorium_ppm: float
    merrillite_ppm: FloatArray
    merrillite_phosphorus_ppm: float


def complete_pattern(measured_ppm: FloatArray, ci_ppm: FloatArray) -> FloatArray:
    """Fill the elements that were not measured from their neighbors.

    Missing lanthanides are interpolated linearly in ln of the CI-normalized abundance against atomic number; europium,
    which follows plagioclase, neither serves as a neighbor nor is filled. Missing yttrium goes with holmium.

    Source: the usual practice for lunar samples; the Y/Ho ratio is chondritic in silicate melts (Bau 1996, Contrib.
    Mineral. Petrol. 123:323).

    Parameters
    ----------
    measured_ppm : array [ppm], dims (..., ree)
        Measured abundances; NaN where there is none.
    ci_ppm : array [ppm], dims (ree,)
        CI chondrite.

    Returns
    -------
    array [ppm], dims (..., ree)
        The same with lanthanides and yttrium filled; europium and scandium stay as they are.
    """
    filled = np.array(measured_ppm, dtype=np.float64)
    count = len(LANTHANIDES)
    for row in filled.reshape(-1, len(REE_AXIS)):
        known = ~np.isnan(row[:count])
        known[_EU] = False
        missing = np.isnan(row[:count])
        missing[_EU] = False
        ln_normalized = np.log(row[:count][known] / ci_ppm[:count][known])
        between = np.interp(_ATOMIC_NUMBERS[missing], _ATOMIC_NUMBERS[known], ln_normalized)
        row[:count][missing] = ci_ppm[:count][missing] * np.exp(between)
        if np.isnan(row[_Y]):
            row[_Y] = row[_HO] * ci_ppm[_Y] / ci_ppm[_HO]
    return filled


def mean_pattern(samples_ppm: FloatArray) -> FloatArray:
    """Return the geometric mean of several patterns, so that a sample rich in all elements outweighs none.

    Source: patterns are compared as logarithms of ratios (Coryell, Chase & Winchester 1963, J. Geophys. Res. 68:559).

    Parameters
    ----------
    samples_ppm : array [ppm], dims (sample, ree)
        Completed patterns.

    Returns
    -------
    array [ppm], dims (ree,)
        Their mean; NaN where a sample has no value.
    """
    mean: FloatArray = np.exp(np.log(samples_ppm).mean(axis=0))
    return mean


def assemble_patterns(
    *,
    kreep_ppm: FloatArray,
    feldspathic_ppm: FloatArray,
    mare_samples_ppm: FloatArray,
    mare_scandium_ppm: float,
    silicic_ppm: FloatArray,
    ci_ppm: FloatArray,
    oxide_factor: FloatArray,
    kreep_thorium_ppm: float,
    merrillite_ppm: FloatArray,
    merrillite_phosphorus_ppm: float,
) -> Patterns:
    """Make the patterns of the four lunar materials from the tables as measured.

    Source: the samples are named in the element library; completion as in :func:`complete_pattern`.

    Parameters
    ----------
    kreep_ppm : array [ppm], dims (ree,)
        High-K KREEP; NaN where there is no value, here and below.
    feldspathic_ppm : array [ppm], dims (ree,)
        Feldspathic crust.
    mare_samples_ppm : array [ppm], dims (sample, ree)
        Mare basalts, of which the mean is taken.
    mare_scandium_ppm : float [ppm]
        Scandium of mare soil.
    silicic_ppm : array [ppm], dims (ree,)
        Lunar granite.
    ci_ppm : array [ppm], dims (ree,)
        CI chondrite.
    oxide_factor : array [kg/kg], dims (ree,)
        Oxide per element.
    kreep_thorium_ppm : float [ppm]
        Thorium of high-K KREEP.
    merrillite_ppm : array [ppm], dims (ree,)
        Merrillite, the phosphate that holds most rare earths.
    merrillite_phosphorus_ppm : float [ppm]
        Its phosphorus.

    Returns
    -------
    Patterns [ppm]
        The completed tables.
    """
    mare_ppm = mean_pattern(complete_pattern(mare_samples_ppm, ci_ppm))
    mare_ppm[_SC] = mare_scandium_ppm
    return Patterns(
        kreep_ppm=complete_pattern(kreep_ppm, ci_ppm),
        feldspathic_ppm=complete_pattern(feldspathic_ppm, ci_ppm),
        mare_ppm=mare_ppm,
        silicic_ppm=complete_pattern(silicic_ppm, ci_ppm),
        ci_ppm=ci_ppm,
        oxide_factor=oxide_factor,
        kreep_thorium_ppm=kreep_thorium_ppm,
        merrillite_ppm=merrillite_ppm,
        merrillite_phosphorus_ppm=merrillite_phosphorus_ppm,
    )
