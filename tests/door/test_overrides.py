"""The grammar: what each form of an override is."""

import pytest

from lunarsim.door.line.overrides import MOST_VALUES, from_experiment, parse
from lunarsim.study.request.request import Interval
from lunarsim.words.errors import InputError


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("plant.units=1,2,4", (1, 2, 4)),
        ("plant.units=choice(3,1)", (3, 1)),
        ("plant.units=sort(3,1,2)", (1, 2, 3)),
        ("plant.units=sort(choice(3,1,2),reverse=true)", (3, 2, 1)),
        ("plant.units=sort(range(1,4),reverse=true)", (3, 2, 1)),
        ("plant.units=int(1.0,2.0)", (1, 2)),
        ("plant.units=choice(3)", (3,)),
        ("plant.units=range(1,4)", (1, 2, 3)),
        ("plant.units=range(3)", (0, 1, 2)),
        ("plant.availability=float(range(0,2))", (0.0, 1.0)),
        ("deposit.depth_m=range(1,2,0.25)", (1.0, 1.25, 1.5, 1.75)),
        ("deposit.depth_m=range(3,0,-1)", (3, 2, 1)),
        ("site=fra_mauro,'shackleton'", ("fra_mauro", "shackleton")),
        ("waits.slip=true,false", (True, False)),
        ("timeline.start=2027-01-01,2028-01-01", ("2027-01-01", "2028-01-01")),
    ],
)
def test_discrete_sweeps_are_levers(text, values):
    typed = parse(text)
    assert typed.form == "lever"
    assert typed.values == values


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("a.b=interval(1,2)", Interval("a.b", 1.0, 2.0, "uniform")),
        ("a.b=tag(log,interval(1e3,1e6))", Interval("a.b", 1e3, 1e6, "log")),
        ("a.b=tag(normal,interval(-1,1))", Interval("a.b", -1.0, 1.0, "normal")),
        ("a.b=tag(lognormal,interval(0.5,2))", Interval("a.b", 0.5, 2.0, "lognormal")),
        ("a.b=tag(triangular,interval(0,9))", Interval("a.b", 0.0, 9.0, "triangular")),
        ("a.b=tag(cut,interval(0,9))", Interval("a.b", 0.0, 9.0, "cut")),
    ],
)
def test_intervals_are_factors(text, interval):
    typed = parse(text)
    assert typed.form == "factor"
    assert typed.interval == interval


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("a=1", "", 1),
        ("+a=1", "+", 1),
        ("++a=1", "++", 1),
        ("~a", "~", None),
        ("a='1,2'", "", "1,2"),
        ("a=null", "", None),
    ],
)
def test_single_values_are_fixed(text, sign, value):
    typed = parse(text)
    assert (typed.form, typed.key, typed.sign, typed.values) == ("fixed", "a", sign, (value,))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a=shuffle(1,2,3)", "shuffle"),
        ("a=shuffle([1,2,3])", "shuffle"),
        ("a=shuffle(range(1,9))", "shuffle"),
        ("a=[1,2", "cannot be read"),
        ("a=interval(2,1)", "first end"),
        ("a=interval(1,1)", "first end"),
        ("a=interval(0,inf)", "first end"),
        ("a=interval(nan,1)", "first end"),
        ("a=tag(log,interval(0,1))", "above 0"),
        ("a=tag(lognormal,interval(-1,1))", "above 0"),
        ("a=tag(log,normal,interval(1,2))", "one of"),
        ("a=tag(gamma,interval(1,2))", "one of"),
        ("a=tag(log,choice(1,2))", "interval"),
        ("a=sort(shuffle(1,2))", "shuffle"),
        ("a=sort(interval(1,2))", "cannot be read"),
        ("a=sort(glob(*))", "cannot be read"),
        ("a=choice()", "cannot be read"),
        ("a=range(1,5,0)", "never ends"),
        ("a=range(5,1)", "0 values"),
        ("a=range(0,1000000000)", str(MOST_VALUES)),
        ("a=${b}", "interpolation"),
        ("a=${oc.env:HOME}", "interpolation"),
        ("programs.*.budget_multiplier=0.5", "for each name"),
        ("si?e=shackleton", "for each name"),
        ("word", "key=value"),
    ],
)
def test_what_is_refused_says_why(text, part):
    with pytest.raises(InputError) as caught:
        parse(text)
    assert part in str(caught.value)


def test_an_experiment_gives_lists_or_texts_in_the_grammar():
    assert from_experiment("plant.units", [1, 2], "f").values == (1, 2)
    assert from_experiment("plant.units", "range(1,3)", "f").values == (1, 2)
    assert from_experiment("a.b", "tag(log,interval(1,9))", "f").interval == Interval("a.b", 1.0, 9.0, "log")


@pytest.mark.parametrize("value", [[], 3, "3", None, {"a": 1}, "interval(2,1)", "shuffle(1,2)", "1,2]"])
def test_an_experiment_that_sweeps_over_nothing_is_refused_with_its_place(value):
    with pytest.raises(InputError) as caught:
        from_experiment("a.b", value, "experiment=mine")
    assert caught.value.faults[0].path == "experiment=mine: sweep.a.b"
