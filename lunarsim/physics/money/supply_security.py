"""How safe a supply is: concentration of producers, risk of imports, and demand covered in a restriction."""

from __future__ import annotations

import numpy as np

from lunarsim.words.arrays import FloatArray, Floats, Result


def concentration(squares_t: Floats, total_t: Floats) -> Result:
    """Return the Herfindahl-Hirschman index of producers, the sum of the squares of their shares.

    Source: Herfindahl-Hirschman index; 1 for a single producer, 1/n for n equal ones.

    Parameters
    ----------
    squares_t : float or array [1]
        Sum of the squares of what each produces, in squared tonnes.
    total_t : float or array [t]
        What all produce, above zero.

    Returns
    -------
    float or array [1]
        Above 0 and up to 1.
    """
    return squares_t / (total_t * total_t)


def supply_risk(concentration_index: Floats, import_share: Floats, instability: Floats) -> Result:
    """Return a score of the risk that imports fail: concentration of producers, share of imports, their instability.

    Source: GeoPolRisk, Gemechu et al. 2016, J. Industrial Ecology 20:154, with imports in proportion to production.

    Parameters
    ----------
    concentration_index : float or array [1]
        Herfindahl-Hirschman index of the producers.
    import_share : float or array [1]
        Share of a bloc's use that it imports.
    instability : float or array [1]
        Political instability of those it imports from, weighted by what they produce, from 0 to 1.

    Returns
    -------
    float or array [1]
        From 0 to 1.
    """
    return concentration_index * import_share * instability


def covered_share(need_t: Floats, at_home_t: Floats, imports_t: Floats, restricted_share: Floats) -> Result:
    """Return the share of a need that is covered where it is served first and part of the imports stays away.

    Source: balance of a bloc's supply, without substitution and without a change of trade.

    Parameters
    ----------
    need_t : float or array [t]
        What must be covered in a year, above zero.
    at_home_t : float or array [t]
        What the bloc makes and holds.
    imports_t : float or array [t]
        What it would import.
    restricted_share : float or array [1]
        Part of the imports that stays away.

    Returns
    -------
    float or array [1]
        From 0 to 1.
    """
    return np.clip((at_home_t + imports_t * (1.0 - restricted_share)) / need_t, 0.0, 1.0)


def with_stockpile(covered: FloatArray, stockpile_years: Floats) -> FloatArray:
    """Return the shares of a need covered in the years of a restriction, with a stock that fills gaps while it lasts.

    Source: balance of the stock; nothing is put back while the restriction lasts.

    Parameters
    ----------
    covered : array [1], dims (..., year)
        Shares covered without the stock.
    stockpile_years : float or array [yr], dims (...)
        Years of the need that the stock holds.

    Returns
    -------
    array [1], dims (..., year)
        From 0 to 1.
    """
    left = np.zeros(covered.shape[:-1]) + stockpile_years
    filled = np.empty(covered.shape)
    for year in range(covered.shape[-1]):
        drawn = np.minimum(left, 1.0 - covered[..., year])
        left = left - drawn
        filled[..., year] = np.minimum(covered[..., year] + drawn, 1.0)
    return filled
