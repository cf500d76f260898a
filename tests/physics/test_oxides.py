import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lunarsim.physics.resource.oxides import ree_sum_ppm, reo_fractions, reo_grade_kg_per_kg, reo_kg

abundances = arrays(np.float64, (16,), elements=st.floats(0.1, 1e4))


@given(ppm=abundances)
def test_shares_of_the_oxides_add_up_to_one_without_scandium(patterns, ppm):
    shares = reo_fractions(ppm, patterns.oxide_factor)
    assert shares.sum() == pytest.approx(1.0)
    assert shares[-1] == 0.0
    assert (shares[:-1] > 0.0).all()


@given(ppm=abundances)
def test_grade_shares_and_masses_are_of_the_same_oxides(patterns, ppm):
    grade = reo_grade_kg_per_kg(ppm, patterns.oxide_factor)
    oxides = ppm * 1e-6 * patterns.oxide_factor
    np.testing.assert_allclose(grade * reo_fractions(ppm, patterns.oxide_factor)[:-1], oxides[:-1], rtol=1e-12)
    assert grade == pytest.approx(reo_kg(ppm * 1e-6, patterns.oxide_factor))
    assert grade == pytest.approx(oxides[:-1].sum())


def test_scandium_is_in_no_total_and_yttrium_in_the_oxides_only(patterns):
    ppm = np.zeros(16)
    ppm[-1] = 50.0
    assert ree_sum_ppm(ppm) == reo_grade_kg_per_kg(ppm, patterns.oxide_factor) == 0.0
    ppm[-2] = 100.0
    assert ree_sum_ppm(ppm) == 0.0
    assert reo_grade_kg_per_kg(ppm, patterns.oxide_factor) == pytest.approx(1e-4 * patterns.oxide_factor[-2])


def test_the_argument_keeps_its_scandium(patterns):
    ppm = np.full(16, 10.0)
    reo_fractions(ppm, patterns.oxide_factor)
    assert ppm[-1] == 10.0
