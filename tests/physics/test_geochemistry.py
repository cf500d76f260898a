import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.resource import geochemistry as geo
from lunarsim.physics.resource.oxides import ree_sum_ppm
from lunarsim.physics.resource.patterns import LANTHANIDES, REE_AXIS

KREEP_RATIO = {"ree_per_thorium": 40.4, "mare_term_ppm": 70.0, "feldspathic_term_ppm": 8.0}
COEFFICIENTS = {**KREEP_RATIO, "silicic_ree_per_thorium": 6.0}
EU, Y, SC = (REE_AXIS.index(name) for name in ("Eu", "Y", "Sc"))

thorium = st.floats(0.01, 60.0)
iron = st.floats(0.0, 30.0)


def test_the_axis_holds_the_lanthanides_then_yttrium_and_scandium():
    assert len(LANTHANIDES) == 14
    assert "Pm" not in LANTHANIDES
    assert (*LANTHANIDES, "Y", "Sc") == REE_AXIS


@given(feo=iron)
def test_mare_fraction_stays_between_highland_and_mare(feo):
    assert 0.0 <= geo.mare_fraction(feo) <= 1.0


def test_mare_fraction_is_zero_in_the_highlands_one_in_the_maria_and_linear_between():
    np.testing.assert_allclose(geo.mare_fraction(np.array([3.0, 5.0, 11.5, 18.0, 22.7])), [0.0, 0.0, 0.5, 1.0, 1.0])


@given(thorium_ppm=thorium, feo=iron, silicic=st.booleans())
def test_the_fourteen_lanthanides_add_up_to_their_sum(patterns, thorium_ppm, feo, silicic):
    elements = geo.element_ppm(thorium_ppm, feo, patterns, silicic=silicic, **COEFFICIENTS)
    expected = (
        geo.silicic_sum_ree_ppm(thorium_ppm, silicic_ree_per_thorium=6.0)
        if silicic
        else geo.sum_ree_ppm(thorium_ppm, feo, **KREEP_RATIO)
    )
    assert ree_sum_ppm(elements) == pytest.approx(expected, rel=1e-12)
    assert (elements >= 0.0).all()


@given(thorium_ppm=st.floats(0.1, 60.0), feo=iron)
def test_europium_keeps_its_own_law_whatever_the_iron(patterns, thorium_ppm, feo):
    elements = geo.element_ppm(thorium_ppm, feo, patterns, **COEFFICIENTS)
    assert elements[EU] == geo.europium_ppm(thorium_ppm)


def test_europium_grows_far_slower_than_thorium():
    assert geo.europium_ppm(20.0) / geo.europium_ppm(0.5) < 4.0


def test_elements_other_than_europium_keep_the_pattern_of_their_part(patterns):
    elements = geo.element_ppm(22.0, 0.0, patterns, **(COEFFICIENTS | {"feldspathic_term_ppm": 0.0}))
    ratio = elements[:14] / patterns.kreep_ppm[:14]
    np.testing.assert_allclose(np.delete(ratio, EU), ratio[0], rtol=1e-12)
    assert elements[Y] / patterns.kreep_ppm[Y] == pytest.approx(40.4 * 22.0 / patterns.kreep_ppm[:14].sum())


def test_scandium_goes_with_iron_and_is_highest_in_mare_soil(patterns):
    elements = geo.element_ppm(np.array([1.0, 10.0, 1.0]), np.array([4.0, 4.0, 20.0]), patterns, **COEFFICIENTS)
    assert elements[0, SC] == elements[1, SC] == 8.0
    assert elements[2, SC] == 45.0


def test_thorium_of_silicic_rock_means_few_rare_earths(patterns):
    at = {"thorium_ppm": 20.0, "feo_wt_pct": 5.0, "patterns": patterns}
    silicic = geo.element_ppm(**at, silicic=True, **COEFFICIENTS)
    kreep = geo.element_ppm(**at, silicic=False, **COEFFICIENTS)
    assert ree_sum_ppm(silicic) == pytest.approx(120.0)
    assert ree_sum_ppm(kreep) > 6.0 * ree_sum_ppm(silicic)
    assert silicic[EU] == patterns.silicic_ppm[EU]


def test_an_array_of_silicic_flags_picks_the_law_site_by_site(patterns):
    both = geo.element_ppm(20.0, 5.0, patterns, silicic=np.array([True, False]), **COEFFICIENTS)
    for row, flag in zip(both, (True, False), strict=True):
        np.testing.assert_array_equal(row, geo.element_ppm(20.0, 5.0, patterns, silicic=flag, **COEFFICIENTS))


def test_dimensions_broadcast_and_the_elements_come_last(patterns):
    coefficients = COEFFICIENTS | {"mare_term_ppm": np.full((4, 1), 70.0)}
    assert geo.element_ppm(np.ones(3), 10.0, patterns, **coefficients).shape == (4, 3, 16)


@given(thorium_ppm=thorium, feo=iron, step=st.floats(0.01, 5.0))
def test_more_thorium_or_more_mare_never_means_fewer_rare_earths(thorium_ppm, feo, step):
    here = geo.sum_ree_ppm(thorium_ppm, feo, **KREEP_RATIO)
    assert geo.sum_ree_ppm(thorium_ppm + step, feo, **KREEP_RATIO) > here
    assert geo.sum_ree_ppm(thorium_ppm, feo + step, **KREEP_RATIO) >= here


def test_phosphate_is_capped_by_phosphorus():
    np.testing.assert_allclose(geo.phosphate_cap(np.array([0.0, 1950.0, 195000.0]), 195000.0), [0.0, 0.01, 1.0])
