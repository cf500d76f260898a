"""Prices of the product."""

import numpy as np
import pytest

from lunarsim.physics.resource.patterns import REE_AXIS
from tests.study.bookkeeping import DELIVERED, books, stored

CALM = {"market__spikes": False}


def test_prices_belong_to_the_row_and_their_mean_is_the_table_s():
    arrays = stored(DELIVERED)
    baskets = [books(arrays, (sample, 0), **CALM)["basket_price_usd_per_kg"] for sample in range(150)]
    assert len(set(baskets)) == 150
    assert books(arrays, (7, 0), **CALM)["basket_price_usd_per_kg"] == baskets[7]
    assert np.mean(baskets) == pytest.approx(
        books(arrays, market__price_reversion=10.0, **CALM)["basket_price_usd_per_kg"], rel=0.15
    )


def test_spikes_only_raise_prices_and_not_in_all_runs():
    arrays = stored(DELIVERED)
    ratios = [
        books(arrays, row)["basket_price_usd_per_kg"] / books(arrays, row, **CALM)["basket_price_usd_per_kg"]
        for row in ((sample, 0) for sample in range(60))
    ]
    assert min(ratios) == pytest.approx(1.0)
    assert 0.2 < np.mean([ratio > 1.01 for ratio in ratios]) < 0.7
    assert max(ratios) > 1.3


def test_the_basket_follows_the_mix_of_what_is_made():
    dear, cheap = stored(DELIVERED), stored(DELIVERED)
    for arrays, name in ((dear, "Tb"), (cheap, "Ce")):
        arrays["ree_produced_by_element_kg"][:] = 0.0
        arrays["ree_produced_by_element_kg"][0, REE_AXIS.index(name)] = 1.0
    assert books(dear)["basket_price_usd_per_kg"] > 50 * books(cheap)["basket_price_usd_per_kg"]
