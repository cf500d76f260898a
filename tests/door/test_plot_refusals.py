"""``lunarsim plot``: what a sweep does not allow is refused, with a line that can be typed."""

import re
import shlex

import pytest

from lunarsim.door.cli import main
from lunarsim.door.verbs import plot
from lunarsim.reading.pictures import drawing
from lunarsim.reading.pictures.asked import Asked
from lunarsim.words.errors import AnalysisError, InputError
from tests.door.drawn import picture


def test_chosen_rows_are_no_probabilities(no_levers):
    with pytest.raises(AnalysisError, match=r"design=one_at_a_time chooses its rows.*lunarsim .*design=lhs"):
        picture(no_levers.assign_attrs(design="one_at_a_time"), "dates")


@pytest.mark.parametrize(
    ("kind", "asked", "message"),
    [
        ("dates", {}, r"levers cooperation, units; choose with: lunarsim plot dates --by cooperation --given units=1$"),
        ("launches", {}, r"choose with: lunarsim plot launches --given cooperation=active --given units=1$"),
        ("dates", {"by": ["cooperation", "units"]}, "compares by one lever, not by cooperation, units"),
        ("dates", {"by": ["cooperatio"]}, "did you mean cooperation"),
        (
            "amounts",
            {"by": ["program"], "outcomes": ["ree_produced_kg"], "given": ["cooperation=active", "units=1"]},
            "ree_produced_kg cannot be compared by program; such as: lunarsim plot amounts --outcomes mass_landed_kg",
        ),
        ("dates", {"outcomes": ["npv_musd"], "given": ["units=1"]}, "shows dates, which npv_musd are not"),
        (
            "dates",
            {"outcomes": ["npv_musd"], "given": ["cooperation=active", "units=1"], "store": "outputs/a"},
            "amounts: lunarsim show outputs/a --outcomes npv_musd --given cooperation=active --given units=1$",
        ),
        ("amounts", {"outcomes": ["station_basic_year"]}, "shows amounts, not dates such as station_basic_year"),
        ("fan", {"outcomes": ["npv_musd"]}, "shows a monthly series, which npv_musd is not"),
        ("fan", {"outcomes": ["month_power_k"]}, "did you mean month_power_kw"),
        (
            "heat_map",
            {"outcomes": ["station_basic_year", "npv_musd"]},
            "shows one outcome, not station_basic_year, npv_musd: lunarsim plot heat_map --outcomes station_b",
        ),
        (
            "heat_map",
            {"outcomes": ["mass_landed_kg"]},
            r"name one of: mass_landed_kg\[china\], mass_landed_kg\[russia\]",
        ),
        ("heat_map", {"outcomes": ["npv_mus"]}, "npv_musd"),
        (
            "amounts",
            {"outcomes": ["npv_program_musd", "missions_flown"], "given": ["units=1"]},
            "below zero in some runs",
        ),
        ("launches", {"outcomes": ["npv_musd"]}, "leave --outcomes out"),
        ("tornado", {}, "needs a sweep of design=one_at_a_time, and this one is of design=.*: lunarsim design=one_at"),
        (
            "heat_map",
            {"given": ["units=2"]},
            "needs two levers, and this sweep varies cooperation only: lunarsim -m site=",
        ),
        ("dates", {"given": ["units=3"]}, "unknown value of units '3'"),
        ("dates", {"given": ["change_7.launched=2026-08-27", "units=1"]}, "an exact date weighs runs"),
        ("dates", {"given": ["npv_musd>1e9", "units=1"]}, "no run agrees with all conditions"),
    ],
)
def test_what_a_sweep_does_not_allow_is_refused_with_what_to_type(kind, asked, message, two_levers):
    with pytest.raises((AnalysisError, InputError), match=message):
        picture(two_levers, kind, **asked)


OFFERED = [
    ("dates", {}),
    ("fan", {"outcomes": ["month_power_k"]}),
    ("launches", {}),
    ("launches", {"outcomes": ["npv_musd"]}),
    ("dates", {"by": ["cooperation", "units"]}),
    ("dates", {"by": ["cooperatio"]}),
    ("dates", {"by": ["nothing_like_it"]}),
    ("amounts", {"by": ["program"], "outcomes": ["ree_produced_kg"], "given": ["cooperation=active", "units=1"]}),
    ("dates", {"outcomes": ["npv_musd"], "given": ["units=1"]}),
    ("dates", {"outcomes": ["npv_musd"]}),
    ("amounts", {"outcomes": ["station_basic_year"]}),
    ("fan", {"outcomes": ["npv_musd"]}),
    ("fan", {"outcomes": ["month_cost_musd", "month_power_kw"]}),
    ("fan", {"outcomes": ["month_cost_musd"]}),
    ("heat_map", {"outcomes": ["station_basic_year", "npv_musd"]}),
    ("heat_map", {"outcomes": ["mass_landed_kg"]}),
    ("amounts", {"outcomes": ["npv_program_musd", "missions_flown"], "given": ["units=1"]}),
    ("news", {}),
    ("regret", {"by": ["program"]}),
]


@pytest.mark.parametrize(
    ("kind", "asked"), [*OFFERED[:2], *(pytest.param(*each, marks=pytest.mark.slow) for each in OFFERED[2:])]
)
def test_the_line_that_a_refusal_of_outcomes_or_levers_ends_with_draws(
    kind, asked, sweeps_to_plot, two_levers, monkeypatch, capsys
):
    store = str(next(sweeps_to_plot.glob("two/*/sweep.zarr")))
    with pytest.raises((AnalysisError, InputError)) as refusal:
        drawing.picture(two_levers, Asked(kind, store=store, **asked))
    line = re.search(r"lunarsim plot .*$", str(refusal.value))
    assert line is not None, refusal.value
    monkeypatch.setattr(plot, "save_beside", lambda figure, store, name: name)
    code = main(shlex.split(line[0])[1:])
    if kind == "regret":
        # That sweep has one sample, which another line mends.
        assert "design.samples=200" in capsys.readouterr().err
    else:
        assert code == 0, (line[0], capsys.readouterr().err)


@pytest.mark.usefixtures("quick_forecast")
@pytest.mark.parametrize(
    ("kind", "asked"),
    [("tornado", {}), ("amounts", {"by": [], "outcomes": ["npv_musd"]}), ("heat_map", {}), ("regret", {})],
)
def test_the_line_for_another_sweep_that_a_refusal_ends_with_can_be_run(kind, asked, no_levers, capsys):
    with pytest.raises(AnalysisError) as refusal:
        picture(no_levers.drop_dims("program"), kind, **asked)
    line = re.search(r"lunarsim (-m |design).*$", str(refusal.value))
    assert line is not None, refusal.value
    assert main([*shlex.split(line[0])[1:], "--dry-run"]) == 0


@pytest.mark.usefixtures("quick_forecast")
def test_too_few_runs_for_signs_end_with_the_line_for_more(no_levers, capsys):
    with pytest.raises(
        AnalysisError, match=r"unseen in as many; run more samples: (lunarsim .*design.samples=1000)$"
    ) as few:
        picture(no_levers, "signposts")
    assert main([*shlex.split(str(few.value).rpartition("samples: lunarsim ")[2]), "--dry-run"]) == 0


def test_a_picture_of_sizes_is_refused_with_a_line_that_makes_some(no_levers):
    with pytest.raises(
        AnalysisError, match=r"scale needs a lever, and this sweep has none: lunarsim -m plant\.scale=0"
    ):
        picture(no_levers, "scale")
    with pytest.raises(AnalysisError, match=r"regret needs a lever, and this sweep has none: lunarsim -m site=peary"):
        picture(no_levers, "regret")
