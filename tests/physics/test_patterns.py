import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.resource.patterns import REE_AXIS, assemble_patterns, complete_pattern, mean_pattern

EU, HO, Y, SC = (REE_AXIS.index(name) for name in ("Eu", "Ho", "Y", "Sc"))


def with_gaps(ppm, *names):
    gaps = ppm.copy()
    gaps[[REE_AXIS.index(name) for name in names]] = np.nan
    return gaps


@given(slope=st.floats(-0.3, 0.3), level=st.floats(0.1, 500.0))
def test_a_pattern_straight_in_ln_is_found_again_from_a_few_elements(patterns, slope, level):
    numbers = np.array([57, 58, 59, 60, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71])
    ppm = patterns.ci_ppm * level
    ppm[:14] *= np.exp(slope * (numbers - 57))
    ppm[Y] = ppm[HO] * patterns.ci_ppm[Y] / patterns.ci_ppm[HO]
    filled = complete_pattern(with_gaps(ppm, "Ce", "Pr", "Gd", "Tb", "Ho", "Er", "Tm", "Yb", "Y"), patterns.ci_ppm)
    np.testing.assert_allclose(filled, ppm, rtol=1e-12)


def test_what_was_measured_stays_as_it_is(patterns):
    measured = with_gaps(patterns.kreep_ppm, "Pr", "Tm", "Y")
    filled = complete_pattern(measured, patterns.ci_ppm)
    known = ~np.isnan(measured)
    np.testing.assert_array_equal(filled[known], measured[known])
    assert np.isnan(measured).sum() == 3, "the argument must not be changed"


def test_an_anomaly_of_europium_does_not_bend_its_neighbors(patterns):
    plain = with_gaps(patterns.ci_ppm * 100.0, "Gd")
    depleted = plain.copy()
    depleted[EU] /= 10.0
    gd = REE_AXIS.index("Gd")
    assert complete_pattern(depleted, patterns.ci_ppm)[gd] == complete_pattern(plain, patterns.ci_ppm)[gd]


def test_europium_is_never_filled(patterns):
    assert np.isnan(complete_pattern(with_gaps(patterns.kreep_ppm, "Eu"), patterns.ci_ppm)[EU])


def test_many_patterns_are_completed_as_one_by_one(patterns):
    rows = np.stack([with_gaps(patterns.kreep_ppm, "Pr", "Y"), with_gaps(patterns.mare_ppm, "Dy", "Ho")])
    block = complete_pattern(rows, patterns.ci_ppm)
    for row, filled in zip(rows, block, strict=True):
        np.testing.assert_array_equal(filled, complete_pattern(row, patterns.ci_ppm))


def test_the_mean_keeps_a_pattern_that_all_samples_share(patterns):
    mean = mean_pattern(np.stack([patterns.kreep_ppm, 9.0 * patterns.kreep_ppm]))
    np.testing.assert_allclose(mean, 3.0 * patterns.kreep_ppm)


def test_assembled_patterns_have_no_gap_but_silicic_scandium(patterns):
    made = assemble_patterns(
        kreep_ppm=with_gaps(patterns.kreep_ppm, "Pr", "Y"),
        feldspathic_ppm=with_gaps(patterns.feldspathic_ppm, "Dy", "Tm"),
        mare_samples_ppm=np.stack([with_gaps(patterns.mare_ppm, "Lu", "Sc"), with_gaps(patterns.mare_ppm, "Sc")]),
        mare_scandium_ppm=45.0,
        silicic_ppm=patterns.silicic_ppm,
        ci_ppm=patterns.ci_ppm,
        oxide_factor=patterns.oxide_factor,
        kreep_thorium_ppm=22.0,
        merrillite_ppm=patterns.merrillite_ppm,
        merrillite_phosphorus_ppm=195_000.0,
    )
    for table in (made.kreep_ppm, made.feldspathic_ppm, made.mare_ppm, made.silicic_ppm[:SC]):
        assert np.isfinite(table).all()
    assert made.mare_ppm[SC] == 45.0
