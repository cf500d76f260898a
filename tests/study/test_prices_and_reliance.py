"""Prices of the product, and what it changes in a bloc's reliance on imports."""

import numpy as np
import pytest

from lunarsim.physics.resource.patterns import REE_AXIS
from tests.study.bookkeeping import DELIVERED, LABELS, SPAN, books, stored


def test_prices_belong_to_the_row_and_their_mean_is_the_table_s():
    arrays = stored(DELIVERED)
    baskets = [books(arrays, (sample, 0))["basket_price_usd_per_kg"] for sample in range(150)]
    assert len(set(baskets)) == 150
    assert books(arrays, (7, 0))["basket_price_usd_per_kg"] == baskets[7]
    assert np.mean(baskets) == pytest.approx(
        books(arrays, market__price_reversion=10.0)["basket_price_usd_per_kg"], rel=0.15
    )


def test_the_basket_follows_the_mix_of_what_is_made():
    dear, cheap = stored(DELIVERED), stored(DELIVERED)
    for arrays, name in ((dear, "Tb"), (cheap, "Ce")):
        arrays["ree_produced_by_element_kg"][:] = 0.0
        arrays["ree_produced_by_element_kg"][0, REE_AXIS.index(name)] = 1.0
    assert books(dear)["basket_price_usd_per_kg"] > 50 * books(cheap)["basket_price_usd_per_kg"]


def test_lunar_product_lowers_the_import_reliance_of_its_holder_in_its_years_only():
    none, russian, chinese = (
        books(stored({60: 5e5}, held=held) if held else stored())["import_reliance"]
        for held in (None, (0.0, 1.0), (1.0, 0.0))
    )
    russia = LABELS["bloc"].index("russia")
    year = SPAN.years.index(2031)
    fall = none - russian
    assert fall[russia, year] == pytest.approx(500 / (390_000 * 0.004 * 1.03**7), rel=1e-3)
    fall[russia, year] = 0.0
    assert not fall.any()
    assert np.array_equal(chinese, none)
    assert ((none >= 0) & (none <= 1)).all()


def test_shared_product_counts_for_each_holder_by_its_share():
    russia = LABELS["bloc"].index("russia")
    year = SPAN.years.index(2031)
    none, all_of_it, quarter = (
        books(stored({60: 1e5}, held=held) if held else stored())["import_reliance"][russia, year]
        for held in (None, (0.0, 1.0), (0.75, 0.25))
    )
    assert none - quarter == pytest.approx((none - all_of_it) / 4)


def test_after_a_lapse_a_partner_s_reliance_falls_no_more():
    """What Russia held in one year does not count in another, when all is the lead's."""
    arrays = stored({30: 1e5, 80: 1e5}, held=(0.5, 0.5))
    first, second = (SPAN.years.index(SPAN.months[month].year) for month in (30, 80))
    arrays["year_reo_delivered_kg"][0, :, second] = [1e5, 0.0]
    arrays["reo_delivered_kg"] = arrays["year_reo_delivered_kg"].sum(axis=-1)
    russia = LABELS["bloc"].index("russia")
    fall = (books(stored())["import_reliance"] - books(arrays)["import_reliance"])[russia]
    assert fall[first] == pytest.approx(50 / (390_000 * 0.004 * 1.03 ** (SPAN.years[first] - 2024)), rel=1e-3)
    assert fall[second] == 0.0


def test_the_united_states_import_most_of_their_rare_earths_and_china_none():
    reliance = books(stored())["import_reliance"]
    assert reliance[LABELS["bloc"].index("usa")] == pytest.approx(0.8)
    assert not reliance[LABELS["bloc"].index("china")].any()
