"""``lunarsim plot``: which factors matter, boxes, signs, news and regret."""

import re

import numpy as np
import pytest

import lunarsim
from lunarsim.reading.analysis.decisions.regret import regret
from lunarsim.reading.analysis.discovery import chosen_box
from lunarsim.words.errors import AnalysisError, InputError
from tests.door.drawn import picture, said
from tests.reading.looking import texts


@pytest.fixture(scope="module")
def levered():
    """Return a sweep of a lever that moves the worth of the mine."""
    line = ["uncertainties=none", "deposit.access=interval(0.3,0.8)", "market.price_multiplier=1,100"]
    return lunarsim.sweep(
        [*line, "design.samples=40", "timeline.horizon_years=25", "flowsheet.purification_recovery=1", "output=none"]
    ).load()


@pytest.fixture
def few_resamples(monkeypatch):
    """Let the ends of a box come of few bootstraps: how good they are is tested elsewhere."""
    monkeypatch.setattr(chosen_box, "RESAMPLES", 20)


def test_what_matters_is_drawn_with_intervals_and_evidence(two_factors):
    figure, _ = picture(two_factors, "sensitivity", ["ree_recoverable_t"])
    (axis,) = figure.axes
    assert axis.get_yticklabels()[0].get_text() == "Accessible share of the area"
    # It decides nearly all, and its bar is drawn strong.
    assert axis.patches[0].get_width() > 80
    assert axis.patches[0].get_alpha() == 1.0
    shown = said(figure)
    assert "error of the estimate, its 90 % interval" in shown
    assert "evidence of the factor assumed" in shown
    assert "correction (Holm) for 2 tests, of 2 factors for this outcome alone" in shown
    with pytest.raises(AnalysisError):
        picture(two_factors, "sensitivity", ["mass_balance_residual_kg"])


def test_factors_are_not_ranked_where_none_stands_out_from_chance(two_factors):
    noise = np.random.default_rng(3).normal(100.0, 10.0, two_factors["ree_recoverable_t"].shape)
    made = two_factors.assign(ree_recoverable_t=two_factors["ree_recoverable_t"].copy(data=noise))
    figure, _ = picture(made, "sensitivity", ["ree_recoverable_t"])
    shown = said(figure)
    assert "No factor stands out from chance in 'Rare earths recoverable'" in shown
    assert "correction (Holm) for 2 tests" in shown
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["", "chance and what the fit misses"]
    assert "Strong" not in shown


@pytest.mark.usefixtures("few_resamples")
def test_the_box_of_a_target_is_drawn_over_the_distributions_of_its_factors(two_factors):
    median = float(two_factors["ree_recoverable_t"].median())
    figure, _ = picture(two_factors, "discover", [f"ree_recoverable_t>={median:.6g}"])
    (axis,) = figure.axes
    assert axis.get_yticklabels()[0].get_text() == "Accessible share of the area"
    whole, inside = axis.patches[:2]
    assert (whole.get_x(), whole.get_width()) == (0, 100)
    assert inside.get_x() == pytest.approx(50, abs=15)
    assert inside.get_x() + inside.get_width() == pytest.approx(100)
    first, last = axis.lines[0].get_xdata()
    assert 0 <= first <= inside.get_x() <= last <= 100
    shown = said(figure)
    assert "at least" in axis.get_title(loc="left")
    assert "90 % interval of its ends over resamples" in shown
    assert "The target is met in 50 % of 60 samples" in shown


def test_a_box_needs_a_target_and_no_condition_that_is_given(two_factors):
    with pytest.raises(
        AnalysisError,
        match=r"discover needs a target, such as: lunarsim plot discover --outcomes 'station_\w+<=20\d\d'",
    ):
        picture(two_factors, "discover")
    with pytest.raises(
        AnalysisError, match="takes values of levers as given, not npv_musd>0; as its target: lunarsim plot"
    ):
        picture(two_factors, "discover", ["npv_musd>0"], given=["npv_musd>0"])
    with pytest.raises(InputError, match="did you mean 'npv_musd'"):
        picture(two_factors, "discover", ["npv_muds>0"])


@pytest.mark.slow
def test_news_and_signs_are_drawn_in_words(two_factors):
    figure, _ = picture(two_factors, "news", given=["change_7.outcome=success"])
    shown = said(figure)
    assert "News: Chang'e-7, first flight: success" in shown
    assert "First launch, Chang'e-7" in shown
    assert "Station works the surface: a relay" in shown
    agreeing = re.search(r"are worth (\d+) of 60", shown)
    assert agreeing is not None
    signs, _ = picture(two_factors, "signposts", ["station_working"])
    assert "Chang'e-8 launched" in said(signs)
    assert "error of the estimate" in said(signs)
    assert re.search(r"Gray: may be chance, after correction for \d+ signs", said(signs))
    for one in (figure, signs):
        assert not [text for text in texts(one) if re.search(r"[a-z]_[a-z0-9]", text)]


def test_news_need_a_condition(two_factors):
    with pytest.raises(
        AnalysisError, match=r"news needs news, such as: lunarsim plot news --given change_7.outcome=lost"
    ):
        picture(two_factors, "news")


@pytest.mark.usefixtures("few_resamples")
def test_offers_of_analyses_are_made_in_options_of_plot(two_factors):
    with pytest.raises(AnalysisError) as refusal:
        picture(two_factors, "discover", ["ree_recoverable_t>=1e9"], store="a store")
    offer = re.search(
        r"half of the runs meet this: lunarsim plot discover 'a store' --outcomes '([^']*)'$", str(refusal.value)
    )
    assert offer is not None, refusal.value
    picture(two_factors, "discover", [offer[1]])


def test_regret_is_drawn_with_its_band_and_says_where_samples_decide_nothing(levered):
    figure, _ = picture(levered, "regret", ["npv_musd"])
    (axis,) = figure.axes
    # A regret of some 1,000 USD reads badly in millions.
    known = 1e6 * regret(levered, "price_multiplier", ["npv_musd"]).isel(outcome_name=0)
    for row in range(2):
        assert axis.patches[row].get_width() == pytest.approx(float(known["mean_regret"][row]))
        low, high = axis.lines[2 * row].get_xdata()
        assert (low, high) == pytest.approx(
            (float(known["mean_regret_low"][row]), float(known["mean_regret_high"][row]))
        )
    shown = said(figure)
    assert "error of the estimate, its 90 % interval" in shown
    assert "regret [USD of 2025]" in shown
    assert not re.search(r"[a-z]_[a-z0-9]", shown)
    same = levered.assign(
        npv_musd=levered["npv_musd"]
        .isel(price_multiplier=0, drop=True)
        .expand_dims(price_multiplier=levered["price_multiplier"])
        .transpose(*levered["npv_musd"].dims)
    )
    tied, _ = picture(
        same.assign(npv_musd=same["npv_musd"].assign_attrs(levered["npv_musd"].attrs)), "regret", ["npv_musd"]
    )
    assert "No difference in any sample" in said(tied)
    assert {patch.get_alpha() for patch in tied.axes[0].patches} == {1.0}
    assert "surely not the least" not in said(tied)


def test_an_outcome_of_which_more_may_be_better_or_worse_needs_a_word(levered):
    with pytest.raises(AnalysisError, match=r"Say so: lunarsim plot regret --outcomes missions_flown --better higher$"):
        picture(levered, "regret", ["missions_flown"])
    assert "regret" in said(picture(levered, "regret", ["missions_flown"], better="higher")[0])
