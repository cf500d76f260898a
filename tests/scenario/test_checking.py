"""Values against their declarations."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.scenario.declare.checking import checked
from lunarsim.scenario.declare.declaration import Parameter

NUMBER = Parameter("Number.", unit="kg", low=-1, high=10)
WORD = Parameter("Word.", choices=("active", "lapsed", "none"))
DATE = Parameter("Date.", date=True)


@given(st.floats(-1, 10))
def test_a_number_in_its_range_stays_as_it_is(value):
    assert checked(value, NUMBER, float) == value


@given(
    st.one_of(st.floats(max_value=-1, exclude_max=True), st.floats(min_value=10, exclude_min=True), st.just(math.nan))
)
def test_a_number_beyond_its_range_is_refused_with_value_and_range(value):
    with pytest.raises(ValueError, match=r"is .*allowed -1 to 10 kg"):
        checked(value, NUMBER, float)


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_a_number_without_limits_must_still_be_finite(value):
    with pytest.raises(ValueError, match="allowed any value"):
        checked(value, Parameter("Free."), float)


@pytest.mark.parametrize(("value", "kind"), [("maybe", bool), (None, bool), (3, str)])
def test_a_value_of_another_kind_is_not_answered_that_any_is_allowed(value, kind):
    with pytest.raises(ValueError, match=r"must be (true or false|a text)$"):
        checked(value, Parameter("Free."), kind)


def test_a_least_value_leaves_room_for_none():
    interval = Parameter("Time.", unit="day", low=0, high=100, low_if_any=29)
    assert [checked(value, interval, float) for value in (0, 29, 100)] == [0.0, 29.0, 100.0]
    for value in (1e-9, 28.9, 101, -1, math.nan):
        with pytest.raises(ValueError, match=r"allowed 0 \(none\) or 29 to 100 day"):
            checked(value, interval, float)


def test_both_ends_of_a_range_belong_to_it():
    assert checked(-1, NUMBER, float) == -1.0
    assert checked(10, NUMBER, int) == 10


def test_a_whole_number_becomes_a_float_and_a_whole_float_an_int():
    assert type(checked(3, NUMBER, float)) is float
    assert type(checked(3.0, NUMBER, int)) is int


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (True, int, "a whole number"),
        (True, float, "a number"),
        (1, bool, "true or false"),
        (0.0, bool, "true or false"),
        ("true", bool, "true or false"),
        (2.5, int, "a whole number"),
        ("2", int, "a whole number"),
        ("fast", float, "a number"),
        ([1.0], float, "a number"),
        (3, str, "a text"),
        (dt.date(2026, 7, 1), str, "a text"),
        ({"a": 1}, float, "a number"),
    ],
)
def test_a_value_of_another_type_is_refused(value, kind, expected):
    with pytest.raises(ValueError, match=f"must be {expected}"):
        checked(value, Parameter("Any."), kind)


def test_a_word_that_is_no_choice_is_refused_with_the_nearest_and_all():
    with pytest.raises(ValueError, match=r"did you mean 'lapsed'.*allowed: active, lapsed, none"):
        checked("laped", WORD, str)
    assert checked("none", WORD, str) == "none"


@pytest.mark.parametrize("text", ["2027-02-30", "next year", "2027"])
def test_a_text_that_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match="a date such as 2026-07-01"):
        checked(text, DATE, str)


def test_null_is_allowed_where_it_is_declared():
    assert checked(None, Parameter("May lack.", date=True, optional=True), str | None) is None
    with pytest.raises(ValueError, match="is null"):
        checked(None, DATE, str)


def test_a_list_becomes_a_tuple_and_each_item_is_checked():
    choice = Parameter("List.", choices=("relay", "command"))
    assert checked(["relay", "command"], choice, tuple[str, ...]) == ("relay", "command")
    with pytest.raises(ValueError, match="did you mean 'relay'"):
        checked(["command", "relai"], choice, tuple[str, ...])
    with pytest.raises(ValueError, match="must be a list"):
        checked("relay", choice, tuple[str, ...])


def test_a_long_value_is_cut_in_its_message():
    with pytest.raises(ValueError, match=r"is \[1, 1, .*\.\.\. \(3,000 characters\), must be a whole number") as caught:
        checked([1] * 1000, Parameter("Number."), int)
    assert len(str(caught.value)) < 300
