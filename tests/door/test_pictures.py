"""Every picture of a small sweep: words for people, units, what it is of at its foot, and no text over another."""

import itertools
import re

import numpy as np
import pytest

import lunarsim
from lunarsim.analysis import per_kilogram, timeline
from lunarsim.reading.subject import foot_line
from tests.reading.looking import everything_is_inside, legends, parts, texts

STATION = ("station_working_year", "station_basic_year", "station_extended_year")
RAW = re.compile(
    r"[A-Za-z0-9]_[A-Za-z0-9]|\w=|=\w|\bTrue\b|\bFalse\b|\bNone\b|\bnan\b|\b[a-z]+\.[a-z]+\b|\w [a-z]+-1\b"
)
"""A config key, an identifier, a value as Python has it, or units as UDUNITS has them."""

TOUCHING = 1.5
"""Pixels by which boxes of texts may reach into each other: they hold more than the letters."""


@pytest.fixture(scope="module")
def small():
    line = ["cooperation=active,lapsed", "cooperation.replacement_possible=true,false", "site=fra_mauro"]
    return lunarsim.sweep([*line, "plant.planned=2028-01-01", "design.samples=6", "output=none"]).load()


@pytest.fixture(scope="module")
def steps():
    named = ["deposit.depth_m=interval(1,3)", "deposit.access=interval(0.4,0.9)"]
    return lunarsim.sweep([*named, "design=one_at_a_time", "uncertainties=none", "output=none"]).load()


def one_run(folder):
    lunarsim.sweep(["cooperation=lapsed", "design.samples=1", f"output.dir={folder}"]).close()
    (store,) = folder.glob("*/*/sweep.zarr")
    run = lunarsim.replay({}, store)
    with lunarsim.open_sweep(store) as sweep:
        figure = lunarsim.plots.run_gantt(timeline(run.spans, run.start, sweep, run.labels), "sample 0", assets=True)
        return figure, foot_line(timeline(run.spans, run.start, sweep))


PICTURES = {
    "cumulative_dates": lambda small: lunarsim.plots.cumulative_dates(small.isel(cooperation=0), STATION, LEVER),
    "cumulative_dates of one": lambda small: lunarsim.plots.cumulative_dates(small.isel({"cooperation": 0, LEVER: 0})),
    "distribution_of_dates": lambda small: lunarsim.plots.distribution_of_dates(
        small.isel({LEVER: 0}), STATION, "cooperation"
    ),
    "monthly_fan": lambda small: lunarsim.plots.monthly_fan(small.isel({LEVER: 0}), "month_power_kw", "cooperation"),
    "power_and_load": lambda small: lunarsim.plots.power_and_load(small.isel({LEVER: 0}), "cooperation"),
    "fan of a label": lambda small: lunarsim.plots.monthly_fan(
        small.isel({"cooperation": 0, LEVER: 0}), "month_cost_musd(transport)"
    ),
    "delay_waterfall": lambda small: lunarsim.plots.delay_waterfall(
        small.isel({LEVER: 0}), "station_basic", "cooperation"
    ),
    "launch_gantt": lambda small: lunarsim.plots.launch_gantt(small.isel({"cooperation": 0, LEVER: 0})),
    "regret_of_options": lambda small: lunarsim.plots.regret_of_options(many(small), "npv_musd", "cooperation"),
    "promised_dates": lambda small: lunarsim.plots.promised_dates(small.isel({"cooperation": 0, LEVER: 0})),
    "heat_map": lambda small: lunarsim.plots.heat_map(small, "cost_musd(russia)", ("cooperation", LEVER), "mean"),
    "heat_map of dates": lambda small: lunarsim.plots.heat_map(small, "station_basic_year", (LEVER, "cooperation")),
    "amounts_by_lever": lambda small: lunarsim.plots.amounts_by_lever(
        small.isel({LEVER: 0}), "npv_musd", "cooperation", log=False
    ),
    "amounts_side_by_side": lambda small: lunarsim.plots.amounts_side_by_side(
        per_kilogram(small.isel({LEVER: 0}), ("energy_used_mwh", "reagent_used_kg")),
        ("ree_produced_kg", "energy_used_mwh_per_kilogram", "reagent_used_kg_per_kilogram"),
        "cooperation",
    ),
    "grade_tonnage": lambda small: lunarsim.plots.grade_tonnage(small.isel({LEVER: 0}), "cooperation"),
    "production": lambda small: lunarsim.plots.production(small.isel({LEVER: 0}), "cooperation"),
    "break_even_map": lambda small: lunarsim.plots.break_even_map(small.isel({LEVER: 0}), "cooperation"),
    "cash_flow_fan": lambda small: lunarsim.plots.cash_flow_fan(small.isel({LEVER: 0}), "cooperation"),
    "cost_build_up": lambda small: lunarsim.plots.cost_build_up(small.isel({LEVER: 0}), "cooperation"),
    "functions_by_year": lambda small: lunarsim.plots.functions_by_year(small.isel({"cooperation": 0, LEVER: 0})),
    "functions by a lever": lambda small: lunarsim.plots.functions_by_year(small.isel({LEVER: 0}), "cooperation"),
    "working_hours": lambda small: lunarsim.plots.working_hours(small.isel({LEVER: 0}), "cooperation"),
    "supplies_by_year": lambda small: lunarsim.plots.supplies_by_year(small.isel({LEVER: 0}), "cooperation"),
    "element_waterfall": lambda small: lunarsim.plots.element_waterfall(small.isel({"cooperation": 0, LEVER: 0})),
}
LEVER = "replacement_possible"


def many(small):
    """Return a sweep with samples enough for regret: its own, several times over."""
    one = small.isel({LEVER: 0})
    return one.isel(sample=list(range(one.sizes["sample"])) * 20)


def settled(figure):
    """Return a figure that has been laid out, once: what looks at it does not do it again."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    return figure


def words_only(figure):
    found = [text for text in texts(figure) if RAW.search(text) and "mathdefault" not in text]
    assert found == []


def apart(figure):
    """Assert that no text lies over another: labels, titles, legends, notes and the foot."""
    renderer = figure.canvas.get_renderer()
    shown = [text for part in parts(figure) for text in part.texts]
    shown += [text for part in parts(figure) for text in (part._suptitle, part._supxlabel, part._supylabel) if text]
    shown += [text for legend in legends(figure) for text in (legend.get_title(), *legend.get_texts())]
    for axis in figure.axes:
        shown += [axis.title, axis._left_title, axis._right_title, axis.xaxis.label, axis.yaxis.label, *axis.texts]
        for ticks in (axis.xaxis, axis.yaxis):
            low, high = sorted(ticks.get_view_interval())
            shown += [
                tick.label1
                for tick in ticks.get_major_ticks()
                if low <= tick.get_loc() <= high and tick.label1.get_visible()
            ]
    boxes = [
        (text.get_text(), text.get_window_extent(renderer))
        for text in {id(text): text for text in shown}.values()
        if text.get_visible() and text.get_text().strip()
    ]
    over = []
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        wide = min(first.x1, second.x1) - max(first.x0, second.x0)
        high = min(first.y1, second.y1) - max(first.y0, second.y0)
        if wide > TOUCHING and high > TOUCHING:
            over.append((one, other, round(wide, 1), round(high, 1)))
    assert over == []


SAYS = (
    *("spread of the runs", "error of the estimate", "Each cell:", "mean delay", "Color: median over the runs"),
    *("Bands: P10 to P90 of the runs", "Bars: shares of", "added up over all runs"),
)
"""What a picture says of what it shows: bands, cells, bars."""

FAST = ("cumulative_dates", "heat_map")
"""Pictures of the fast tests; the others take half a second each."""


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=() if kind in FAST else pytest.mark.slow) for kind in PICTURES]
)
def test_a_picture_says_in_words_what_it_shows_and_what_it_is_of(kind, small):
    figure = settled(PICTURES[kind](small))
    words_only(figure)
    apart(figure)
    assert everything_is_inside(figure)
    shown = " ".join(texts(figure)).replace("\n", " ")
    for part in (
        "Joint station (ILRS)",
        "latest plans, known up to 2026-07-01",
        f"Latin hypercube, {120 if kind == 'regret_of_options' else 6} samples",
        "lunarsim",
    ):
        assert part in shown
    assert "Planned start of the plant's flights: 2028-01-01" in shown
    assert any(part in shown for part in SAYS)


@pytest.mark.slow
def test_a_tornado_and_a_run_do_too(steps, tmp_path):
    figure = settled(lunarsim.plots.tornado(steps, "ree_recoverable_t"))
    shown = texts(figure)
    assert "Accessible share of the area\nassumed" in shown
    assert "Rare earths recoverable [t]" in shown
    words_only(figure)
    apart(figure)
    run, foot = one_run(tmp_path)
    settled(run)
    words_only(run)
    apart(run)
    assert "Five-year program not renewed" in foot
    assert foot[:60] in " ".join(texts(run)).replace("\n", " ")


@pytest.mark.slow
def test_the_map_of_the_moon_does_too():
    figure = settled(lunarsim.plots.moon_map(lunarsim.plots.site_table()))
    words_only(figure)
    assert everything_is_inside(figure)
    assert f"lunarsim {lunarsim.__version__}" in " ".join(texts(figure))


def test_axes_have_their_units(small):
    one = small.isel({LEVER: 0})
    fan = lunarsim.plots.monthly_fan(one, "month_power_kw", "cooperation")
    assert "Power of the station through the night [kW]" in " ".join(texts(fan)).replace("\n", " ")
    amounts = lunarsim.plots.amounts_by_lever(one, "npv_musd", "cooperation", log=False)
    assert amounts.axes[0].get_xlabel() == "Net present value of the mine [million USD of 2025]"


def test_the_foot_can_be_another_or_none(small):
    one = small.isel({"cooperation": 0, LEVER: 0})
    given = lunarsim.plots.cumulative_dates(one, STATION, subject="a sweep of mine\nin two lines")
    assert "a sweep of mine\\nin two lines" in texts(given)
    none = lunarsim.plots.promised_dates(one, subject="")
    assert "lunarsim" not in " ".join(texts(none))


def test_a_label_of_an_outcome_is_chosen_by_its_name(small):
    one = small.isel({"cooperation": 0, LEVER: 0})
    figure = lunarsim.plots.monthly_fan(one, "month_cost_musd(transport)")
    costs = one["month_cost_musd"].sel(cost_class="transport").squeeze("replicate").values
    assert figure.axes[0].lines[0].get_ydata() == pytest.approx(np.median(costs, axis=0))
    assert "Cost, transport [million USD of 2025]" in texts(figure)
    for name, said in {
        "month_cost_musd(transpor)": "did you mean transport",
        "month_costs_musd": "did you mean month_cost_musd",
        "npv_musd(china)": "has no labels",
    }.items():
        with pytest.raises(ValueError, match=said):
            lunarsim.plots.monthly_fan(one, name)


def test_what_is_compared_need_not_be_a_lever(small):
    one = small.isel({"cooperation": 0, LEVER: 0})
    figure = lunarsim.plots.amounts_by_lever(one, "mass_landed_kg", "program")
    assert {"China", "Russia", "Program"} <= set(texts(figure))
    with pytest.raises(ValueError, match="no dimension 'nobody'"):
        lunarsim.plots.amounts_by_lever(small, "npv_musd", "nobody")
