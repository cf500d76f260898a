"""Numbers of a report: quantized, packed and read again."""

import base64
import math
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.reading.report.payload.packing import pack, unpack
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
)

amounts = st.floats(-1e15, 1e15, allow_nan=False).filter(lambda value: value == 0 or abs(value) > 1e-12)


@given(st.lists(st.one_of(amounts, st.just(0.0), st.just(math.nan)), min_size=1, max_size=12), st.sampled_from([1, 64]))
def test_a_value_comes_back_within_half_a_step_of_its_scale(values, grain):
    scale = scale_of(values, grain)
    codes = encode(values, scale)
    back = decode(codes, scale)
    assert (np.isnan(back) == np.isnan(values)).all()
    known = ~np.isnan(values)
    low, high = scale.ends()
    half = (high - low) / STEPS * scale.grain / 2
    apart = np.abs(scale.forward(back[known]) - scale.forward(np.array(values)[known]))
    assert (apart <= half * (1 + 1e-6) + 1e-12 * max(1.0, abs(low), abs(high))).all()


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


@given(st.lists(st.lists(st.integers(0, 65_535), max_size=20), max_size=6))
def test_columns_come_back_from_their_text(columns):
    arrays = [np.array(column, dtype="<u2") for column in columns]
    back = list(unpack(pack(arrays), [array.size for array in arrays]))
    assert [array.tolist() for array in back] == columns


def test_the_bytes_stand_as_the_page_expects_them():
    """Raw deflate, and of each column the low bytes before the high ones: what the page's own code undoes."""
    raw = zlib.decompress(base64.b64decode(pack([np.array([0x0102, 0x0304], "<u2"), np.array([0x0506], "<u2")])), -15)
    assert raw.hex() == "020401030605"
