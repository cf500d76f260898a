"""Rare earths of a soil from its thorium and iron, the two figures that orbiters map.

Three materials mix in a lunar soil: KREEP, which carries thorium and rare earths in fixed proportion; mare basalt,
which brings rare earths of its own with little thorium; and feldspathic crust, which has hardly any of either.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lunarsim.physics.resource.patterns import LANTHANIDES, REE_AXIS, Patterns
from lunarsim.words.arrays import FloatArray, Floats, Result

_COUNT = len(LANTHANIDES)
_EU, _SC = REE_AXIS.index("Eu"), REE_AXIS.index("Sc")


def mare_fraction(feo_wt_pct: Floats) -> Result:
    """Return the share of mare basalt in a soil, from its iron.

    Source: end members of lunar soils, 5 wt% FeO in the highlands and 18 wt% in the maria (McKay et al. 1991, Lunar
    Sourcebook, Table 7.15).

    Parameters
    ----------
    feo_wt_pct : float or array [wt%]
        FeO.

    Returns
    -------
    float or array [1]
        From 0 (highland) to 1 (mare).
    """
    return np.clip((feo_wt_pct - 5.0) / 13.0, 0.0, 1.0)


def sum_ree_ppm(
    thorium_ppm: Floats,
    feo_wt_pct: Floats,
    *,
    ree_per_thorium: Floats,
    mare_term_ppm: Floats,
    feldspathic_term_ppm: Floats,
) -> Result:
    """Return the sum of the 14 lanthanides; not for silicic spots.

    Source: KREEP ratio of Warren 1989, LPI Tech. Rpt 89-03:149, with a mare term fitted to what mare samples hold in
    excess of it. Valid for 0.3 to 25 ppm thorium.

    Parameters
    ----------
    thorium_ppm : float or array [ppm]
        Thorium.
    feo_wt_pct : float or array [wt%]
        FeO, which separates mare from highland.
    ree_per_thorium : float or array [1]
        Lanthanides per thorium in KREEP, about 40.
    mare_term_ppm : float or array [ppm]
        Lanthanides that pure mare soil holds beyond that.
    feldspathic_term_ppm : float or array [ppm]
        The same of pure feldspathic soil.

    Returns
    -------
    float or array [ppm]
        La to Lu, without Y and Sc.
    """
    mare = mare_fraction(feo_wt_pct)
    return ree_per_thorium * thorium_ppm + feldspathic_term_ppm * (1.0 - mare) + mare_term_ppm * mare


def silicic_sum_ree_ppm(thorium_ppm: Floats, *, silicic_ree_per_thorium: Floats) -> Result:
    """Return the sum of the 14 lanthanides in a silicic spot, where thorium does not mean KREEP.

    Source: granite clast 14321,1027, Warren et al. 1983, Earth Planet. Sci. Lett. 64:175.

    Parameters
    ----------
    thorium_ppm : float or array [ppm]
        Thorium.
    silicic_ree_per_thorium : float or array [1]
        Lanthanides per thorium, about 6, an order of magnitude below KREEP.

    Returns
    -------
    float or array [ppm]
        La to Lu, without Y and Sc.
    """
    return silicic_ree_per_thorium * thorium_ppm


def europium_ppm(thorium_ppm: Floats) -> Result:
    """Return europium, which follows plagioclase and hardly grows with thorium.

    Source: power law through eight non-mare materials of 0.37 to 22 ppm thorium (Warren 1989 to Korotev et al. 2003),
    scatter 0.09 in ln.

    Parameters
    ----------
    thorium_ppm : float or array [ppm]
        Thorium.

    Returns
    -------
    float or array [ppm]
        Europium.
    """
    return 1.00 * np.power(thorium_ppm, 0.354)


def element_ppm(
    thorium_ppm: Floats,
    feo_wt_pct: Floats,
    patterns: Patterns,
    *,
    ree_per_thorium: Floats,
    mare_term_ppm: Floats,
    feldspathic_term_ppm: Floats,
    silicic_ree_per_thorium: Floats,
    silicic: bool | NDArray[np.bool_] = False,
) -> FloatArray:
    """Return each rare earth of a soil; the 14 lanthanides add up to :func:`sum_ree_ppm`.

    Each of the three parts brings its own pattern. Europium is set by its own law (in silicic terrain to that of the
    granite clast) and the other 13 are scaled to the rest. Yttrium is each part's own. Scandium sits in pyroxene and
    goes with iron alone.

    Source: patterns of Warren 1989, Korotev et al. 2003 and mare basalts 12002, 10049, 70215; sum as in
    :func:`sum_ree_ppm`.

    Parameters
    ----------
    thorium_ppm : float or array [ppm], dims (...)
        Thorium.
    feo_wt_pct : float or array [wt%], dims (...)
        FeO.
    patterns : Patterns [ppm]
        The element tables.
    ree_per_thorium : float or array [1], dims (...)
        As in :func:`sum_ree_ppm`.
    mare_term_ppm : float or array [ppm], dims (...)
        As in :func:`sum_ree_ppm`.
    feldspathic_term_ppm : float or array [ppm], dims (...)
        As in :func:`sum_ree_ppm`.
    silicic_ree_per_thorium : float or array [1], dims (...)
        As in :func:`silicic_sum_ree_ppm`.
    silicic : bool or array [1], dims (...)
        Whether the thorium is that of silicic rock.

    Returns
    -------
    array [ppm], dims (..., ree)
        Abundances along ``REE_AXIS``.
    """
    mare = mare_fraction(feo_wt_pct)
    granite = silicic_sum_ree_ppm(thorium_ppm, silicic_ree_per_thorium=silicic_ree_per_thorium)
    parts = (
        (patterns.kreep_ppm, np.where(silicic, 0.0, ree_per_thorium * thorium_ppm)),
        (patterns.feldspathic_ppm, np.where(silicic, 0.0, feldspathic_term_ppm * (1.0 - mare))),
        (patterns.mare_ppm, np.where(silicic, 0.0, mare_term_ppm * mare)),
        (patterns.silicic_ppm, np.where(silicic, granite, 0.0)),
    )
    total = parts[0][1] + parts[1][1] + parts[2][1] + parts[3][1]
    elements: FloatArray = np.zeros((*total.shape, len(REE_AXIS)))
    for pattern_ppm, part_ppm in parts:
        elements += part_ppm[..., np.newaxis] * (pattern_ppm / pattern_ppm[:_COUNT].sum())

    europium = np.minimum(np.where(silicic, patterns.silicic_ppm[_EU], europium_ppm(thorium_ppm)), total)
    elements[..., _EU] = 0.0
    others = elements[..., :_COUNT].sum(axis=-1)
    scale = np.divide(total - europium, others, out=np.zeros_like(total), where=others > 0.0)
    elements[..., :_COUNT] *= scale[..., np.newaxis]
    elements[..., _EU] = europium
    elements[..., _SC] = patterns.feldspathic_ppm[_SC] * (1.0 - mare) + patterns.mare_ppm[_SC] * mare
    return elements


def phosphate_cap(phosphorus_ppm: Floats, merrillite_phosphorus_ppm: Floats) -> Result:
    """Return the most merrillite that the phosphorus of a soil allows.

    Source: mass balance of phosphorus; merrillite holds about 19.5 wt% (Jolliff et al. 1993, Geochim. Cosmochim. Acta
    57:4069).

    Parameters
    ----------
    phosphorus_ppm : float or array [ppm]
        Phosphorus of the soil.
    merrillite_phosphorus_ppm : float or array [ppm]
        Phosphorus of the mineral.

    Returns
    -------
    float or array [kg/kg]
        Merrillite per soil.
    """
    return phosphorus_ppm / merrillite_phosphorus_ppm


def phosphate_share(phosphate_kg_per_kg: Floats, merrillite_ppm: FloatArray, element_ppm: FloatArray) -> FloatArray:
    """Return the share of each rare earth of a soil that its phosphates can hold.

    Phosphates hold hardly any europium, and no more of any element than there is.

    Source: mass balance with merrillite of Jolliff et al. 1993, Geochim. Cosmochim. Acta 57:4069.

    Parameters
    ----------
    phosphate_kg_per_kg : float or array [kg/kg], dims (...)
        Merrillite per soil, as :func:`phosphate_cap` allows.
    merrillite_ppm : array [ppm], dims (ree,)
        Elements in merrillite.
    element_ppm : array [ppm], dims (..., ree)
        Elements in the soil.

    Returns
    -------
    array [1], dims (..., ree)
        From 0 to 1.
    """
    held_ppm = np.asarray(phosphate_kg_per_kg)[..., np.newaxis] * merrillite_ppm
    within = np.asarray(element_ppm) > held_ppm
    share: FloatArray = np.divide(held_ppm, element_ppm, out=np.ones(np.shape(held_ppm)), where=within)
    return np.where(held_ppm > 0.0, share, 0.0)
