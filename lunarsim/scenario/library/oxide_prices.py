"""The price to which an oxide's price returns, by the choices of the market."""

from __future__ import annotations

from typing import Any

import numpy as np

from lunarsim.scenario.library.files import read
from lunarsim.words.arrays import FloatArray


def mean_price(element: str, level: FloatArray, newest: Any, outside: Any) -> FloatArray:
    """Return the price to which an oxide's price returns, dims (run,) [USD/kg].

    Parameters
    ----------
    element : str
        The element.
    level : array [1], dims (run,)
        Multiplier on all prices.
    newest, outside : array of bool, dims (run,)
        Whether prices are the newest, and those outside China.
    """
    of_2024, newest_prices = read("elements")["prices"], read("market")["prices"]["newest_2025"]["usd_per_kg"]
    old = of_2024["elements"][element]["value"] * of_2024["to_currency_year_2025"]
    beyond = read("market")["prices"]["outside_over_inside"]["factor"].get(element, 1.0)
    price: FloatArray = level * np.where(newest, newest_prices.get(element, old), old)
    return price * np.where(outside, beyond, 1.0)
