"""Concentration of producers, risk of imports, and what stays covered in a restriction."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.money import supply_security

SHARE = st.floats(0, 1)


@given(st.lists(st.floats(1, 1e6), min_size=1, max_size=20))
def test_concentration_lies_between_that_of_equal_producers_and_of_one(tonnes):
    made = np.array(tonnes)
    index = supply_security.concentration((made * made).sum(), made.sum())
    assert 1 / len(tonnes) - 1e-9 <= index <= 1 + 1e-9
    assert supply_security.concentration(4 * 25.0, 20.0) == pytest.approx(0.25)


@given(SHARE, SHARE, SHARE)
def test_a_risk_is_a_share_and_no_imports_have_none(concentrated, imported, unstable):
    assert 0.0 <= supply_security.supply_risk(concentrated, imported, unstable) <= 1.0
    assert supply_security.supply_risk(concentrated, 0.0, unstable) == 0.0


@given(st.floats(0.1, 1e5), st.floats(0, 1e5), st.floats(0, 1e5), SHARE, SHARE, st.floats(0, 1e5))
def test_more_at_home_covers_no_less_and_more_restriction_no_more(need, home, imports, less, more, lunar):
    less, more = sorted((less, more))
    covered = supply_security.covered_share(need, home, imports, less)
    assert 0.0 <= covered <= 1.0
    assert supply_security.covered_share(need, home, imports, more) <= covered
    assert supply_security.covered_share(need, home + lunar, imports, less) >= covered


def test_a_stockpile_fills_gaps_until_it_is_used_up():
    covered = np.array([[1.0, 0.4, 0.4, 0.4]])
    np.testing.assert_allclose(supply_security.with_stockpile(covered, 0.8), [[1.0, 1.0, 0.6, 0.4]])
    np.testing.assert_array_equal(supply_security.with_stockpile(covered, 0.0), covered)
    assert (supply_security.with_stockpile(covered, 9.0) == 1.0).all()
