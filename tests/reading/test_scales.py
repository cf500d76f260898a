"""The one rule of figures for people, as properties of all numbers and units."""

import math
import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lunarsim.reading import digits, wording
from lunarsim.reading.scales import DIGITS, KINDS, LEAST, MOST, in_readable_units, scale_of
from lunarsim.reading.titles.parameters import units_in_words
from lunarsim.world.outcomes.block_arrays import WORLD_VARIABLES
from tests.reading.made import of, sweep

SIZES = {name: size for kind in KINDS for name, size in kind.items()}
LARGE = {"": 1.0, "million ": 1e6, "billion ": 1e9, "trillion ": 1e12}
ALL_UNITS = sorted(
    {units_in_words(variable.units) for variable in WORLD_VARIABLES} | set(SIZES) | {"USD/kg", "kWh/kg", ""}
)
AMOUNTS = st.floats(1e-9, 1e15) | st.floats(-1e15, -1e-9)


def size_of(units, declared):
    """Return how many of the declared units one of these is, from a table of their sizes of its own."""
    over, _, under = units.partition("/")
    of_declared, _, of_under = declared.partition("/")
    assert under == of_under
    if of_declared in SIZES:
        # Beyond the largest units of a kind there are millions of these.
        word = "" if over in SIZES else f"{over.partition(' ')[0]} "
        return LARGE[word] * SIZES[over.removeprefix(word)] / SIZES[of_declared]
    return next(size for word, size in LARGE.items() if over == f"{word}{of_declared}".rstrip())


def read(text):
    """Return the number that a text begins with, and its digits before trailing zeros of whole numbers."""
    digits = re.match(r"[-+]?[\d,]*\.?\d+", text)[0].replace(",", "").lstrip("+")
    power = re.search(r"× 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text)
    exponent = int(power[1].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))) if power else 0
    return float(digits) * 10.0**exponent, digits


@given(AMOUNTS, st.sampled_from(ALL_UNITS))
def test_an_amount_is_read_back_to_three_digits_in_units_of_its_kind(value, units):
    text = wording.amount(value, units)
    number, digits = read(text)
    shown = re.sub(r"^[-+]?[\d,.]+( × 10[⁻⁰-⁹¹²³]+)?", "", text).strip()
    assert number * size_of(shown, units) == pytest.approx(value, rel=0.5 * 10.0 ** (1 - DIGITS))
    plain = digits.lstrip("-").replace(".", "").lstrip("0")
    assert len(plain.rstrip("0") if "." not in digits else plain) <= DIGITS
    assert "e" not in re.match(r"\S+", text)[0]


@given(AMOUNTS, st.sampled_from(ALL_UNITS))
def test_an_amount_needs_no_power_of_ten_but_at_the_ends_of_its_units(value, units):
    factor = scale_of(units, [value]).factor
    shown = float(f"{abs(value) * factor:.3g}")
    own = LEAST <= float(f"{abs(value):.3g}") < MOST
    ladder = next((kind for kind in KINDS if units.partition("/")[0] in kind), LARGE)
    assert (factor == 1) >= own
    if "×" in wording.amount(value, units) or shown >= MOST:
        smallest, largest = min(ladder.values()), max(ladder.values())
        assert size_of(scale_of(units, [value]).units, units) * SIZES.get(units.partition("/")[0], 1.0) in (
            pytest.approx(smallest),
            pytest.approx(largest),
        )


@given(st.lists(AMOUNTS, min_size=2, max_size=5), st.sampled_from(ALL_UNITS))
def test_a_range_has_one_prefix_that_of_its_largest_figure(values, units):
    assert scale_of(units, values) == scale_of(units, [max(values, key=abs)])
    text = wording.amounts(values[0], values[1], units)
    shown = scale_of(units, values[:2]).units
    assert text.endswith(shown)
    assert sum(text.count(word) for word in ("million", "billion", "trillion")) == any(
        word in shown for word in ("million", "billion", "trillion")
    )


@given(AMOUNTS, st.floats(1e-9, 1e15))
def test_no_digit_is_finer_than_a_tenth_of_the_error(value, error):
    number, _ = read(wording.format_number(value, error))
    for word, size in LARGE.items():
        if word and word.strip() in wording.format_number(value, error):
            number *= size
    step = 10.0 ** -digits.supported_places(error)
    assert abs(number - value) <= max(step, abs(value) * 10.0 ** (1 - DIGITS)) * 0.5001
    if number and step > abs(value) * 1e-2:
        assert number / step == pytest.approx(round(number / step), abs=1e-6)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_figures_of_a_range_stay_in_order(first, second, third):
    low, middle, high = sorted((first, second, third))
    assume(low < high)
    text = wording.in_one_scale(low, middle, high)
    numbers = [read(part)[0] for part in re.findall(r"[-+]?[\d,]*\.?\d+(?: × 10[⁻⁰-⁹¹²³]+)?", text)]
    numbers = numbers if len(numbers) == 3 else numbers * 3
    assert numbers[1] <= numbers[0] <= numbers[2]


@pytest.mark.parametrize(
    ("value", "units", "text"),
    [
        (6.55e-4, "million USD", "655 USD"),
        (5.9e8, "USD/kg", "590 million USD/kg"),
        (0.0, "million USD", "0 million USD"),
        (44_500.0, "million USD", "44,500 million USD"),
        (1_500_000.0, "kg", "1,500 t"),
        (0.0042, "kg", "4.20 g"),
        (0.02, "years", "7.30 days"),
        (2.5e7, "", "25.0 million"),
        (3e6, "days", "8,210 years"),
        (math.nan, "kg", "- kg"),
    ],
)
def test_amounts_as_examples(value, units, text):
    assert wording.amount(value, units) == text


def test_outcomes_of_a_result_have_one_scale_each_and_keep_their_values():
    from lunarsim.reading.analysis.summary import summarize

    costs = np.array([1e9, 5e9]).reshape(2, 1, 1)
    summary = summarize(sweep({"a": [1, 2]}, npv_musd=6.55e-4, unit_cost_usd_per_kg=costs, station_basic_year=2040.0))
    shown = in_readable_units(summary, ("quantile_value",), ("quantile_error",))
    assert shown["outcome_units"].values.tolist() == ["years", "USD", "billion USD/kg"]
    np.testing.assert_allclose(of(shown, "npv_musd")["quantile_value"], 655)
    np.testing.assert_allclose(of(shown, "unit_cost_usd_per_kg")["quantile_value"], [[1] * 3, [5] * 3])
    np.testing.assert_array_equal(of(shown, "station_basic_year")["quantile_value"], 2040)
