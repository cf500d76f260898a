"""Named parameters that alone have their declared distributions."""

import pytest

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.words.errors import InputError
from tests.study.conftest import asked

MODEL = "lunarsim.study.model.campaigns:CAMPAIGNS"
NAMED = ("finance.discount_rate", "plant.availability")


def plan(**settings):
    return make_plan(asked(use="default", samples=4, **settings), CAMPAIGNS, MODEL)


def keys(made):
    return {factor.key for factor in made.factors}


def test_only_what_is_named_is_uncertain_with_its_declared_distribution():
    every = {factor.key: factor.describe() for factor in plan().factors}
    found = {factor.key: factor.describe() for factor in plan(only=NAMED).factors}
    assert set(found) == set(NAMED)
    assert found == {key: every[key] for key in NAMED}


def test_columns_of_a_sample_stay_those_of_the_whole():
    whole, part = plan(design="monte_carlo"), plan(design="monte_carlo", only=NAMED)
    assert keys(part) < keys(whole)
    assert part.hash != whole.hash


def test_intervals_count_beside_those_that_are_named():
    found = plan(only=NAMED[:1], intervals=[("plant.availability", 0.5, 0.6)])
    assert keys(found) == set(NAMED)
    assert next(f for f in found.factors if f.key == "plant.availability").describe() == "uniform(low=0.5, high=0.6)"


def test_what_cannot_be_uncertain_is_refused_all_at_once_with_the_nearest_name():
    with pytest.raises(InputError) as caught:
        plan(only=("finance.discount_rat", "plant.units", *NAMED))
    assert len(caught.value.faults) == 2
    assert "did you mean 'finance.discount_rate'" in str(caught.value)
    assert "plant.units, which has no declared distribution" in str(caught.value)


def test_names_beside_uncertainties_none_are_refused():
    with pytest.raises(InputError, match="uncertainties=none"):
        make_plan(asked(use="none", only=NAMED, samples=4), CAMPAIGNS, MODEL)
