import math

import pytest

from lunarsim.reading import changes_in_words, digits, wording
from lunarsim.reading.analysis.intervals import bounds

NAN, NEVER = math.nan, math.inf


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (NAN, "-"),
        (0.0, "0"),
        (-0.0, "0"),
        (1234567.0, "1.23 million"),
        (999_600.0, "1.00 million"),
        (55_338.0, "55,300"),
        (12.345, "12.3"),
        (-0.5, "-0.500"),
        (1e7, "10.0 million"),
        (5.9e8, "590 million"),
        (2e-4, "0.000200"),
        (-2.5e-7, "-2.50 × 10⁻⁷"),
    ],
)
def test_a_number_has_three_digits(value, text):
    assert wording.format_number(value) == text


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (57276.0, NAN, "57,300"),
        (57276.0, 0.0, "57,300"),
        (57276.0, 1.0, "57,300"),
        (57276.0, 340.0, "57,300"),
        (57276.0, 3600.0, "57,000"),
        (57276.0, 360.0, "57,300"),
        (57276.0, 20_000.0, "57,000"),
        (57276.0, 40_000.0, "60,000"),
        (57276.0, 4e6, "0"),
        (0.0123456, 1e-5, "0.0123"),
        (0.0123456, 0.004, "0.012"),
        (1.234e7, 3e6, "12.3 million"),
        (1.234e7, 5e6, "12 million"),
        (1.234e7, 6e7, "10 million"),
    ],
)
def test_a_number_has_no_more_digits_than_its_error_supports(value, error, text):
    assert wording.format_number(value, error) == text


@pytest.mark.parametrize(
    ("error", "text"), [(NAN, "2037.1"), (0.2, "2037.1"), (3.5, "2037.1"), (3.6, "2037"), (60, "2037")]
)
def test_a_date_is_given_to_the_year_where_its_error_is_some_years(error, text):
    assert wording.format_date(2037.12, 2056.5, error) == text
    assert wording.format_date(NEVER, 2056.5, error) == "not by 2056.5"


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        ((0.12, 0.05, 0.2), "P +0.12 (+0.05 to +0.20)"),
        ((-0.12, -0.3, 0.02), "P -0.12 (-0.30 to +0.02) unclear"),
        ((0.001, 0.0, 0.004), "P +0.001 (0 to +0.004) unclear"),
        ((0.0005, -0.03, 0.04), "P 0 (-0.03 to +0.04) unclear"),
        ((0.5, NAN, NAN), "P +0.50"),
        ((0, 0, 0), ""),
        ((0, NAN, NAN), ""),
        ((NAN, NAN, NAN), ""),
    ],
)
def test_a_difference_of_probability_stands_with_its_interval(figures, text):
    assert changes_in_words.difference_of_probability(*figures) == text


@pytest.mark.parametrize(
    ("value", "probability", "percent"),
    [
        (0.0, "P = 0.00", "0 %"),
        (1e-9, "P < 0.01", "<1 %"),
        (0.0049, "P < 0.01", "<1 %"),
        (0.006, "P = 0.01", "1 %"),
        (0.25, "P = 0.25", "25 %"),
        (0.994, "P = 0.99", "99 %"),
        (0.996, "P > 0.99", ">99 %"),
        (1.0, "P = 1.00", "100 %"),
    ],
)
def test_what_is_not_quite_nothing_or_all_is_not_shown_as_such(value, probability, percent):
    assert wording.stated_probability(value) == probability
    assert wording.share(value) == percent


@pytest.mark.parametrize(
    ("probability", "bounds", "text"),
    [
        (1.0, (0.9737, 1.0), "P > 0.97"),
        (0.0, (0.0, 0.0263), "P < 0.03"),
        (1.0, (0.27, 1.0), "P > 0.27"),
        (1.0, (0.9999, 1.0), "P > 0.99"),
        (0.0, (0.0, 1e-5), "P < 0.01"),
        (0.5, (0.4, 0.6), "P = 0.50"),
        (0.998, (0.95, 0.9999), "P > 0.99"),
        (0.99, (0.989, 0.991), "P = 0.99"),
        (0.01, (0.0051, 0.0149), "P = 0.01"),
        (0.01, (0.0049, 0.0149), "P < 0.02"),
    ],
)
def test_where_all_or_none_of_some_runs_agree_the_end_of_the_interval_is_given(probability, bounds, text):
    assert wording.stated_probability(probability, bounds) == text


@pytest.mark.parametrize(
    ("agreeing", "percent", "probability"),
    [(400, ">99 %", "P > 0.99"), (399, ">98 %", "P > 0.98"), (1, "<2 %", "P < 0.02"), (0, "<1 %", "P < 0.01")],
)
def test_a_near_certainty_is_less_sure_than_a_certainty_in_every_answer(agreeing, percent, probability):
    part = agreeing / 400
    ends = bounds(part, 400)
    assert wording.share(part, ends) == wording.share_with_interval(part, ends) == percent
    assert wording.stated_probability(part, ends) == probability
    assert probability.endswith(wording.format_probability(part, ends)[1:])
    assert wording.spread_of_dates(2040, 2045, 2050, part, 2056.5, bounds=ends).endswith(probability)
    amount = wording.spread(1, 2, 3, part, bounds=ends)
    assert amount.endswith(probability if agreeing == 399 else {400: "3.00)"}.get(agreeing, f"({probability})"))


@pytest.mark.parametrize(
    ("part", "bounds", "text"),
    [
        (0.998, (0.986, 0.9995), ">98 %"),
        (0.99, (0.989, 0.991), "99 %"),
        (0.998, (0.9905, 0.9999), ">99 %"),
        (0.004, (0.001, 0.0104), "<2 %"),
        (1.0, (0.9737, 1.0), ">97 %"),
        (0.998, (0.95, 0.9999), ">99 % (95 % to >99 %)"),
        (0.998, wording.UNBOUNDED, ">99 %"),
        (0.004, wording.UNBOUNDED, "<1 %"),
        (0.5, (0.4, 0.6), "50 % (40 % to 60 %)"),
    ],
)
def test_a_probability_near_an_end_stands_with_what_its_interval_rules_out(part, bounds, text):
    assert wording.share_with_interval(part, bounds) == text


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        ((0.0, 0.23, 0.45), "0.23 (0 to 0.45)"),
        ((0.002, 0.23, 0.45), "0.23 (0.002 to 0.45)"),
        ((-0.45, -0.23, -0.002), "-0.23 (-0.45 to -0.002)"),
        ((2.0, 2.0, 2.0), "2.00"),
    ],
)
def test_an_interval_shows_on_which_side_of_zero_it_lies_above_and_below(figures, text):
    assert wording.with_ends(*figures) == text


@pytest.mark.parametrize(("error", "text"), [(NAN, "1,470 kg"), (70.0, "1,470 kg"), (400.0, "1,500 kg")])
def test_an_amount_has_the_digits_that_its_error_supports(error, text):
    assert wording.amount(1470.0, "kg", error) == text


@pytest.mark.parametrize(("value", "text"), [(12.0, "12"), (1234.0, "1,234"), (0.0, "0"), (NAN, "-")])
def test_a_count_is_whole(value, text):
    assert wording.format_count(value) == text


@pytest.mark.parametrize(("year", "text"), [(2056.5, "2056.5"), (2056.0, "2056"), (NAN, "the horizon")])
def test_the_end_is_as_exact_as_the_dates_beside_it(year, text):
    assert wording.end_of(year) == text


@pytest.mark.parametrize(
    ("quantiles", "probability", "text"),
    [
        ((2040, 2045, 2050), 1, "2045.0 (2040.0 to 2050.0) P = 1.00"),
        ((2040, 2045, NEVER), 0.7, "2045.0 (2040.0 to >2056.5) P = 0.70"),
        ((2040, NEVER, NEVER), 0.18, "not by 2056.5 (P = 0.18)"),
        ((2040.0, 2040.0, 2040.0), 1, "2040.0 P = 1.00"),
        ((NAN, NAN, NAN), NAN, "-"),
    ],
)
def test_a_date_shows_its_probability(quantiles, probability, text):
    assert wording.spread_of_dates(*quantiles, probability, 2056.5) == text


@pytest.mark.parametrize(
    ("quantiles", "probability", "text"),
    [
        ((1, 2, 3), 1, "2.00 (1.00 to 3.00)"),
        ((1, 2, 3), 0.5, "2.00 (1.00 to 3.00) P = 0.50"),
        ((2, 2, 2), 1, "2.00"),
        ((1, 2, 3), 0.499, "few have any (P = 0.50)"),
        ((1, 1, 1), 0.004, "few have any (P < 0.01)"),
        ((1, 2, 3), 0.998, "2.00 (1.00 to 3.00) P > 0.99"),
        ((NAN, NAN, NAN), 0, "-"),
        ((NAN, NAN, NAN), NAN, "-"),
    ],
)
def test_an_amount_that_not_all_runs_have_shows_its_probability(quantiles, probability, text):
    assert wording.spread(*quantiles, probability) == text


@pytest.mark.parametrize(
    ("figures", "is_date", "text"),
    [
        ((2, 1, 3), False, "+2.0 (+1.0 to +3.0) more"),
        ((-2, -3, -1), False, "-2.0 (-3.0 to -1.0) less"),
        ((2, 1, 3), True, "+2.0 (+1.0 to +3.0) later"),
        ((-2, -3, -1), True, "-2.0 (-3.0 to -1.0) earlier"),
        ((1, -1, 3), False, "+1.0 (-1.0 to +3.0) unclear"),
        ((0, -1, 1), False, "0 (-1.0 to +1.0) unclear"),
        ((-50, -150, -0.3), False, "-50 (-150 to -0.3) less"),
        ((50, -0.2, 150), False, "+50 (-0.2 to +150) unclear"),
        ((3.3, 1.3, NEVER), True, "+3.30 (at least 1.30) later"),
        ((-3.3, -NEVER, -1.3), False, "-3.30 (at least 1.30) less"),
        ((-1.7, -NEVER, 3), True, "unclear (at most 3.00 later)"),
        ((1.7, -3, NEVER), False, "unclear (at most 3.00 less)"),
        ((1.7, -NEVER, NEVER), False, "unclear"),
        ((0, 0, 0), False, "none"),
        ((0, NAN, NAN), True, "none"),
        ((2, NAN, NAN), True, "+2.00"),
        ((NAN, NAN, NAN), False, "-"),
    ],
)
def test_a_difference_has_a_direction_where_its_interval_excludes_zero(figures, is_date, text):
    assert changes_in_words.difference(*figures, is_date) == text


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        ((3.3, 1.3, 5), "3.3 years later (1.3 to 5.0)"),
        ((3.3, 1.3, NEVER), "3.3 years later (at least 1.3)"),
        ((-3.3, -NEVER, -1.3), "3.3 years earlier (at least 1.3)"),
        ((3.3, 0.02, 5), "3.3 years later (0.02 to 5.0)"),
        ((-1.7, -2, 3), "-1.7 years (-2.0 to +3.0) unclear"),
        ((-1.7, -NEVER, 3), "unclear (at most 3.0 years later)"),
        ((1.7, -3, NEVER), "unclear (at most 3.0 years earlier)"),
        ((-1.7, -NEVER, 0), "unclear"),
        ((1.7, -NEVER, NEVER), "unclear"),
    ],
)
def test_a_change_of_a_date_has_no_infinite_end(figures, text):
    assert changes_in_words.change_of_date(*figures) == text


@pytest.mark.parametrize(
    ("value", "error", "largest", "text"),
    [
        (0.568, 0.002, 0.04, "0.57"),
        (0.568, NAN, 0.04, "0.57"),
        (0.568, 0.002, NAN, "0.568"),
        (0.568, 0.002, 30.0, "0.57"),
        (5678.0, 400.0, 2.0, "5,700"),
    ],
)
def test_figures_of_a_row_have_the_digits_of_the_least_sure_one_but_two_at_least(value, error, largest, text):
    assert wording.format_number(value, digits.error_in_row(value, error, largest)) == text


def test_each_status_of_a_run_has_its_word():
    from lunarsim.study.model.interface import OK, STATUS_FLAGS

    words = {code: word.replace("_", " ") for code, word in STATUS_FLAGS if code != OK}
    assert words == wording.STATES
