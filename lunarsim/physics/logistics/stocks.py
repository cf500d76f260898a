"""Stocks that fall at a constant rate between events: what is left, when they run out, and when to order.

All in closed form and for plain numbers, as the events of one run call them.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Drawn(NamedTuple):
    """What a time has used of a stock, what it has left, and what was asked for in vain [kg]."""

    used_kg: float
    left_kg: float
    short_kg: float


def drawn(stock_kg: float, use_kg_per_day: float, passed_days: float) -> Drawn:
    """Return what a time of constant use does to a stock; what is not there is not used.

    Source: conservation of mass.

    Parameters
    ----------
    stock_kg : float [kg]
        Stock before, at least 0.
    use_kg_per_day : float [kg/d]
        What is asked for, at least 0.
    passed_days : float [day]
        Time, at least 0.

    Returns
    -------
    Drawn [kg]
        Used and left add up to the stock, used and short to what was asked for.
    """
    asked_kg = use_kg_per_day * passed_days
    if asked_kg >= stock_kg:
        return Drawn(stock_kg, 0.0, asked_kg - stock_kg)
    return Drawn(asked_kg, stock_kg - asked_kg, 0.0)


def run_out_days(stock_kg: float, use_kg_per_day: float) -> float:
    """Return in how many days a stock runs out.

    Source: stock over use.

    Parameters
    ----------
    stock_kg : float [kg]
        Stock, at least 0.
    use_kg_per_day : float [kg/d]
        Use, at least 0.

    Returns
    -------
    float [day]
        Infinite where nothing is used.
    """
    return stock_kg / use_kg_per_day if use_kg_per_day > 0.0 else math.inf


def reorder_kg(use_kg_per_day: float, lead_days: float, safety_kg: float) -> float:
    """Return the stock, ordered supplies included, at which the next order is due.

    Source: reorder point of a stock under continuous review (Silver, Pyke and Thomas 2016, Inventory and Production
    Management in Supply Chains, ch. 6).

    Parameters
    ----------
    use_kg_per_day : float [kg/d]
        Use, at least 0.
    lead_days : float [day]
        From order to arrival.
    safety_kg : float [kg]
        Stock that is to be left when the order arrives.

    Returns
    -------
    float [kg]
        Stock and what is ordered together.
    """
    return safety_kg + use_kg_per_day * lead_days


def order_due_days(
    stock_kg: float, ordered_kg: float, use_kg_per_day: float, lead_days: float, safety_kg: float
) -> float:
    """Return in how many days an order is due, so that the safety level is left when it arrives.

    Source: reorder point of a stock under continuous review (Silver, Pyke and Thomas 2016, ch. 6), solved for time.

    Parameters
    ----------
    stock_kg : float [kg]
        Stock now.
    ordered_kg : float [kg]
        What is ordered and has not come.
    use_kg_per_day : float [kg/d]
        Use, at least 0.
    lead_days : float [day]
        From order to arrival.
    safety_kg : float [kg]
        Stock that is to be left when the order arrives.

    Returns
    -------
    float [day]
        0 where it is due now or was due before; infinite where nothing is used and the stock is above its safety level.
    """
    spare_kg = stock_kg + ordered_kg - reorder_kg(use_kg_per_day, lead_days, safety_kg)
    if spare_kg <= 0.0:
        return 0.0
    return run_out_days(spare_kg, use_kg_per_day)
