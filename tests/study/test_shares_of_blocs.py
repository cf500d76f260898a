"""Shares of countries and blocs: they move to what is announced, and are known to some digits only."""

import numpy as np
import pytest

from lunarsim.scenario.library.files import read
from lunarsim.study.accounts.ledger import accounts
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.accounts.supply.producers import stages
from lunarsim.study.accounts.supply.shares import country_shares, makers, use_shares
from tests.scenario.building import scenario_of
from tests.study.bookkeeping import FREE, LABELS, SPAN, books, stored

BLOCS, STAGES = LABELS["bloc"], LABELS["supply_stage"]
EU, CHINA = BLOCS.index("eu"), BLOCS.index("china")
MINE, LIGHT, HEAVY, MAGNET = range(4)
FIRST, LAST = SPAN.years.index(2026), SPAN.years.index(2035)


def runs_of(count=400, first=0, **changes):
    changes = {"market.share_spread": 1.0} | {key.replace("__", "."): value for key, value in changes.items()}
    scenario = scenario_of(FREE | changes)
    arrays = {name: np.repeat(values, count, axis=0) for name, values in stored().items()}
    rows = [(sample, 0) for sample in range(first, first + count)]
    return StoredRuns([scenario] * count, SPAN, LABELS, arrays, rows, 1)


def moved(**changes):
    return books(stored(), **changes)


def test_shares_move_evenly_to_those_of_the_outlook_and_stay_there():
    runs = runs_of(1, market__share_spread=0.0, market__diversification=1.0)
    years = np.array(SPAN.years)
    china = makers(runs)["separation_light"].shares["china"][0]
    now, later = 0.9194, 0.76
    assert china[LAST:] == pytest.approx(later)
    assert china[FIRST] == pytest.approx(now + (later - now) * (2026 - 2024) / 11, abs=1e-3)
    assert (np.diff(china[years <= 2035]) < 0).all()


def test_what_is_built_elsewhere_lowers_concentration_and_the_reliance_of_those_who_build():
    none, half, full = (moved(market__diversification=part) for part in (0.0, 0.5, 1.0))
    for stage in range(4):
        index = [each["supply_concentration"][stage, LAST] for each in (none, half, full)]
        assert index[0] > index[1] > index[2]
    name = "import_reliance_without_lunar"
    assert (none[name] == none[name][..., :1]).all()
    assert full[name][EU, LIGHT, LAST] < half[name][EU, LIGHT, LAST] < none[name][EU, LIGHT, LAST]
    # Its mines then give less than it uses, as they do today of some elements.
    assert full[name][CHINA, LIGHT:].max() == 0.0 < full[name][CHINA, MINE].max()


def test_a_restriction_hurts_less_where_others_have_built():
    restricted = {"restricted_by": "china", "restriction_year": 2034.0, "restriction_years": 2.0}
    restricted = {f"market__{key}": value for key, value in restricted.items()}
    none, full = (moved(market__diversification=part, **restricted) for part in (0.0, 1.0))
    name = "strategic_demand_covered"
    assert (full[name] >= none[name]).all()
    assert (full[name][EU, HEAVY:] > none[name][EU, HEAVY:]).all()


def test_uncertain_shares_add_up_to_one_and_lie_about_those_of_the_library():
    runs = runs_of()
    used = use_shares(runs)
    assert sum(used.values()) == pytest.approx(np.ones(runs.count))
    known = read("blocs")["blocs"]["eu"]["use_share"]
    low, middle, high = np.quantile(used["eu"], [0.05, 0.5, 0.95])
    assert middle == pytest.approx(known, rel=0.1)
    assert 1.3 < high / middle < 1.9
    assert 1.3 < middle / low < 1.9
    for stage in stages():
        shares = country_shares(runs, stage)
        assert sum(shares.values()) == pytest.approx(np.ones((runs.count, len(SPAN.years))))
        assert np.median(shares["china"]) == pytest.approx(stage.producers["china"], abs=0.02)


def test_concentration_of_mining_in_2024_is_0_49_within_0_03_as_well_as_it_is_known():
    exact = accounts(runs_of(1, market__share_spread=0.0))["supply_concentration"][0, MINE]
    assert exact == pytest.approx(np.full(len(SPAN.years), 0.49), abs=0.03)
    known = accounts(runs_of())["supply_concentration"][:, MINE, FIRST]
    assert np.quantile(known, [0.1, 0.9]) == pytest.approx([0.49, 0.49], abs=0.06)
    assert np.median(known) == pytest.approx(0.49, abs=0.03)


def test_reliance_has_a_band_that_closes_where_shares_are_taken_as_known():
    def width(**changes):
        reliance = accounts(runs_of(50, **changes))["import_reliance_by_stage"][:, EU, LIGHT, LAST]
        return np.ptp(reliance)

    assert width() > 0.02
    assert width(market__share_spread=2.0) > width()
    assert width(market__share_spread=0.0) == 0.0


def test_a_run_has_the_same_shares_alone_and_in_a_block():
    block, alone = runs_of(7), runs_of(1, first=5)
    for name, made in makers(block).items():
        for bloc in BLOCS:
            np.testing.assert_array_equal(made.shares[bloc][5], makers(alone)[name].shares[bloc][0])
    for bloc in BLOCS:
        assert use_shares(block)[bloc][5] == use_shares(alone)[bloc][0]


@pytest.mark.parametrize("stage", stages(), ids=lambda stage: stage.name)
def test_the_library_knows_each_producer_and_its_shares_are_whole(stage):
    unstable = read("market")["instability"]["by_country"]
    assert set(stage.producers) <= set(unstable)
    outlook = read("market")["stages"][stage.name]["outlook"]["producers"]
    assert sum(outlook.values()) == pytest.approx(1.0, abs=1e-9)
    assert stage.later["china"] < stage.producers["china"]
    # Up to the largest value of market.diversification no share falls below nothing.
    assert all(1.5 * (stage.later[name] - now) + now >= 0 for name, now in stage.producers.items())
