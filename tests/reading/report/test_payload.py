"""Numbers of a report: quantized, packed and read again."""

import base64
import math
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.reading.report.payload.packing import foretold, pack, unpack
from lunarsim.reading.report.payload.quantize import (
    MISSING,
    NEVER,
    STEPS,
    WHOLE,
    Scale,
    decode,
    encode,
    encode_dates,
    scale_of,
    unit_scale,
)

amounts = st.floats(-1e15, 1e15, allow_nan=False).filter(lambda value: value == 0 or abs(value) > 1e-12)


@given(
    st.lists(st.one_of(amounts, st.just(0.0), st.just(math.nan)), min_size=1, max_size=12),
    st.sampled_from([1_000, STEPS]),
)
def test_a_value_comes_back_within_half_a_step_of_its_scale(values, steps):
    scale = scale_of(values, steps)
    codes = encode(values, scale)
    back = decode(codes, scale)
    assert (np.isnan(back) == np.isnan(values)).all()
    known = ~np.isnan(values)
    low, high = scale.ends()
    half = (high - low) / steps / 2
    apart = np.abs(scale.forward(back[known]) - scale.forward(np.array(values)[known]))
    assert (apart <= half * (1 + 1e-6) + 1e-12 * max(1.0, abs(low), abs(high))).all()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.sampled_from([4_096, 65_472]), st.integers(1, 63))
def test_a_cut_at_a_64th_divides_unit_quantiles_exactly(units, steps, at):
    scale = unit_scale(steps)
    back = decode(encode(units, scale), scale)
    assert (np.abs(back - units) <= 0.5 / steps * (1 + 1e-6)).all()
    assert ((back > at / 64) == (np.array(units) >= at / 64)).all()


@given(st.lists(st.integers(0, STEPS), min_size=1, max_size=40))
def test_whole_numbers_come_back_exactly(numbers):
    assert decode(encode(numbers, WHOLE), WHOLE).tolist() == numbers


@pytest.mark.parametrize(
    ("values", "transform"),
    [
        ([2030.0, 2056.0], "linear"),
        ([0.0, 3.0, 5.0], "linear"),
        ([1.0, 1e3], "log"),
        ([0.0, 1.0, 1e3], "symlog"),
        ([-5e4, -1.0, 2.0, 1e3], "symlog"),
        ([-1.0, -1e3], "symlog"),
        ([math.nan], "linear"),
        ([], "linear"),
        ([7.0, math.inf], "linear"),
    ],
)
def test_the_scale_follows_signs_and_magnitudes(values, transform):
    assert scale_of(values).transform == transform


def test_small_values_keep_their_digits_beside_large_ones():
    values = np.array([0.0, 1e-3, 2e-3, 1e6])
    scale = scale_of(values)
    np.testing.assert_allclose(decode(encode(values, scale), scale), values, rtol=1e-3)


def test_a_date_that_is_never_reached_is_later_than_all_and_a_run_that_does_not_count_has_none():
    dates, counted = np.array([2031.5, math.nan, 2040.0, math.nan]), np.array([True, True, False, False])
    scale = scale_of([2031.5, 2040.0])
    codes = encode_dates(dates, counted, scale)
    assert codes.tolist() == [0, NEVER, MISSING, MISSING]
    back = decode(codes, scale)
    assert back[0] == 2031.5
    assert back[1] == math.inf
    assert np.isnan(back[2:]).all()


def test_one_value_stands_for_itself():
    scale = scale_of([3.25, 3.25])
    assert decode(encode([3.25, 3.25], scale), scale).tolist() == [3.25, 3.25]
    assert scale == Scale("linear", 3.25, 3.25)


@given(st.lists(st.lists(st.integers(0, 65_535), min_size=4, max_size=4), max_size=6), st.lists(st.sampled_from("ab")))
def test_columns_come_back_from_their_text(columns, kin):
    arrays = [np.array(column, dtype="<u2") for column in columns]
    bases = foretold(arrays, (kin + [""] * len(columns))[: len(columns)])
    text = pack(arrays, bases)
    assert not set(text) & set("<>&")
    back = list(unpack(text, [array.size for array in arrays], bases))
    assert [array.tolist() for array in back] == columns


def test_a_column_is_foretold_by_the_earlier_one_of_its_kind_that_is_most_like_it():
    rng = np.random.default_rng(1)
    launch, other = rng.integers(0, 9_000, (2, 500)).astype("<u2")
    landing = launch + rng.integers(4, 8, 500).astype("<u2")
    assert foretold([launch, other, landing, landing], ["days", "days", "days", "amount"]) == [None, None, 0, None]
    bases = [None, None, 0, None]
    assert len(pack([launch, other, landing], bases[:3])) < 0.8 * len(pack([launch, other, landing], [None] * 3))


def test_the_bytes_stand_as_the_page_expects_them():
    """Raw deflate, and of each column the low bytes before the high ones: what the page's own code undoes."""
    columns = [np.array(column, "<u2") for column in ([0x0102, 0x0304], [0x0506], [0x0101, 0x0306])]
    text = pack(columns, [None, None, 0]).translate(str.maketrans(".,/", "<>&"))
    raw = zlib.decompress(base64.b85decode(text), -15)
    assert raw.hex() == "0204" + "0103" + "06" + "05" + "0104" + "0000"
