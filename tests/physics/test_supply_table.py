"""The table by ten classes: all that has landed stands in it, once."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lunarsim.physics.logistics.supplies import STOWAGES, Supply
from lunarsim.physics.logistics.supply_table import STOCKS, class_shares, supply_table

MASS = st.floats(1e-3, 1e5)
MIX = st.dictionaries(
    st.builds(Supply, st.sampled_from([101, 201, 203, 401, 403, 501, 10]), st.sampled_from(STOWAGES)), MASS, min_size=1
)
FACTORS = {"liquid": 0.5, "gas": 1.0, "pressurized": 0.2, "unpressurized": 0.6}


@given(MIX)
def test_the_shares_of_a_stock_add_up_to_one(mix):
    shares = class_shares(mix, FACTORS)
    assert math.fsum(shares.values()) == pytest.approx(1.0, rel=1e-12)
    assert all(1 <= number <= 10 and share >= 0.0 for number, share in shares.items())


@settings(max_examples=40)
@given(
    st.fixed_dictionaries({stock: st.tuples(MASS, MIX) for stock in STOCKS}),
    st.dictionaries(st.sampled_from([5, 6, 601, 801, 803, 902, 10]), MASS),
)
def test_the_table_holds_all_that_has_landed(stocks, hardware):
    masses = {stock: mass for stock, (mass, _) in stocks.items()}
    shares = {stock: class_shares(mix, FACTORS) for stock, (_, mix) in stocks.items()}
    table = supply_table(masses, hardware, shares)
    assert list(table) == list(range(1, 11))
    landed = math.fsum(masses.values()) + math.fsum(hardware.values())
    assert math.fsum(table.values()) == pytest.approx(landed, rel=1e-9)


def test_contents_containers_and_hardware_stand_in_their_classes():
    shares = {
        "crew_provisions": class_shares({Supply(201, "liquid"): 4.0, Supply(203, "gas"): 2.0}, FACTORS),
        "spares": class_shares({Supply(401, "unpressurized"): 1.0}, FACTORS),
        "propellant": class_shares({Supply(101, "bulk"): 7.0}, FACTORS),
    }
    stocks = {"crew_provisions": 100.0, "spares": np.array([16.0, 32.0]), "propellant": 50.0}
    table = supply_table(stocks, {801: 900.0, 8: 100.0, 601: 30.0}, shares)
    assert table[1] == 50.0
    assert table[2] == pytest.approx(60.0)
    np.testing.assert_allclose(table[4], [10.0, 20.0])
    np.testing.assert_allclose(table[5], [46.0, 52.0])
    assert table[6] == 30.0
    assert table[8] == 1000.0
    assert [table[number] for number in (3, 7, 9, 10)] == [0.0] * 4
