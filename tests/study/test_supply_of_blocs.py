"""Reliance on imports, concentration, risk and restricted supply of blocs, with and without lunar product."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.scenario.library.files import read
from tests.study.bookkeeping import LABELS, SPAN, books, stored
from tests.study.bookkeeping import MINE as MINE_CARGO

YEAR = SPAN.years.index(2031)
BLOCS, STAGES = LABELS["bloc"], LABELS["supply_stage"]
MINE, LIGHT, HEAVY, MAGNET = range(4)
RUSSIA, CHINA, USA, EU = (BLOCS.index(name) for name in ("russia", "china", "usa", "eu"))
SHARES = ("import_reliance", "import_reliance_by_stage", "import_reliance_without_lunar", "supply_concentration")
SHARES += ("supply_risk", "strategic_demand_covered", "strategic_demand_covered_without_lunar")


def landed(kg=5e5, held=(0.0, 1.0), **changes):
    return books(stored({60: kg}, held=held) if kg else stored(), **changes)


def fall(**changes):
    """Return by how much lunar product of 2031 lowers reliance, dims (bloc, stage)."""
    result = landed(**changes)
    return (result["import_reliance_without_lunar"] - result["import_reliance_by_stage"])[:, :, YEAR]


def test_the_stages_are_those_of_the_library_in_their_order():
    assert STAGES == ("mine", "separation_light", "separation_heavy", "metal_magnet")
    assert BLOCS == ("china", "russia", "usa", "eu", "japan_korea", "others")


def test_use_by_element_adds_up_to_use_by_sector_and_the_small_markets():
    found = landed(0)
    by_element, by_sector = found["use_by_element_t"].sum(axis=0), found["use_t"].sum(axis=0)
    demand, others = read("market")["demand"], LABELS["sector"].index("others")
    growth = found["use_t"][others] / (demand["use_t"] * demand["sectors"]["others"]["share"])
    assert by_element == pytest.approx(by_sector + sum(demand["small_markets"]["use_t"].values()) * growth, rel=1e-5)
    assert found["use_by_element_t"][LABELS["ree"].index("Ce")].min() > 1e4


def test_production_by_country_adds_up_to_all_and_to_what_blocs_make():
    found = landed(0, market__share_spread=0.0)["production_share"]
    assert found.sum(axis=0) == pytest.approx(np.ones(found.shape[1:]), abs=1e-6)
    year, china = SPAN.years.index(2026), LABELS["country"].index("china")
    assert found[china, MINE, year] > found[LABELS["country"].index("usa"), MINE, year] > 0.05
    assert found[china, HEAVY, year] > found[china, LIGHT, year] > 0.85
    built = landed(0, market__share_spread=0.0, market__diversification=1.0)["production_share"]
    assert built[china, LIGHT, -1] < found[china, LIGHT, -1]
    assert not np.array_equal(landed(0, market__share_spread=1.0)["production_share"], found)


def test_lunar_product_lowers_the_import_reliance_of_its_holder_in_its_years_only():
    none, russian, chinese = (landed(kg, held) for kg, held in ((0, (1, 0)), (5e5, (0.0, 1.0)), (5e5, (1.0, 0.0))))
    use = none["use_t"].sum(axis=0)[YEAR]
    lowered = none["import_reliance"] - russian["import_reliance"]
    # Scandium, a small market, is no part of REO.
    assert lowered[RUSSIA, YEAR] == pytest.approx(500 / (use * 0.004), rel=5e-3)
    lowered[RUSSIA, YEAR] = 0.0
    assert not lowered.any()
    assert np.array_equal(chinese["import_reliance"], none["import_reliance"])


def test_reliance_lies_in_separation_and_magnets_not_in_mining():
    without = landed(0)["import_reliance_without_lunar"][:, :, YEAR]
    assert without[USA].tolist() == pytest.approx([0.0, 0.78, 1.0, 0.967], abs=1e-3)
    assert (without[EU] >= 0.89).all()
    assert not without[CHINA].any()
    assert landed(0)["import_reliance"][USA] == pytest.approx(0.8, abs=0.005)


def test_lunar_oxide_counts_at_the_mine_and_where_it_is_separated_and_never_as_magnets():
    at_home, in_china = (
        fall(market__held_by="eu", market__separated_by=separator)[EU] for separator in ("holder", "china")
    )
    assert (at_home[:MAGNET] > 0).all()
    assert at_home[MAGNET] == 0.0
    assert in_china[MINE] == at_home[MINE]
    assert not in_china[LIGHT:].any()
    unchanged = landed(0)["import_reliance"]
    away = landed(market__held_by="eu", market__separated_by="china")
    np.testing.assert_array_equal(away["import_reliance"], unchanged)


@pytest.mark.parametrize(
    ("held_by", "expected"),
    [("agreement", {CHINA, RUSSIA}), ("lead", {CHINA}), ("partners", {RUSSIA}), ("eu", {EU})],
)
def test_who_holds_the_product_decides_whose_supply_it_is(held_by, expected):
    # China's reliance is 0 whatever it holds; its product shows as concentration only.
    lowered = fall(kg=1e5, held=(0.5, 0.5), market__held_by=held_by)
    assert set(np.flatnonzero(lowered.sum(axis=1) > 0)) == expected - {CHINA}


def test_partners_hold_nothing_where_they_are_due_nothing():
    lead = landed(1e5, (1.0, 0.0), market__held_by="partners")
    np.testing.assert_array_equal(lead["import_reliance"], landed(0)["import_reliance"])


def test_shared_product_counts_for_each_holder_by_its_share():
    none, all_of_it, quarter = (
        landed(kg, held)["import_reliance_by_stage"][RUSSIA, LIGHT, YEAR]
        for kg, held in ((0, (1, 0)), (1e5, (0.0, 1.0)), (1e5, (0.75, 0.25)))
    )
    assert none - quarter == pytest.approx((none - all_of_it) / 4)


def test_after_a_lapse_a_partner_s_reliance_falls_no_more():
    """What Russia held in one year does not count in another, when all is the lead's."""
    arrays = stored({30: 1e5, 80: 1e5}, held=(0.5, 0.5))
    first, second = (SPAN.years.index(SPAN.months[month].year) for month in (30, 80))
    arrays["year_reo_delivered_kg"][0, :, second] = [1e5, 0.0]
    arrays["reo_delivered_kg"] = arrays["year_reo_delivered_kg"].sum(axis=-1)
    lowered = (books(stored())["import_reliance"] - books(arrays)["import_reliance"])[RUSSIA]
    assert lowered[first] > 0.02
    assert lowered[second] == 0.0


def test_mining_is_less_concentrated_than_what_follows_and_a_new_holder_makes_it_less_so():
    none, much = (landed(kg, market__held_by="eu")["supply_concentration"] for kg in (0, 5e7))
    assert none[:, 0].tolist() == pytest.approx([0.494, 0.848, 0.970, 0.851], abs=2e-3)
    assert (much[:MAGNET, YEAR] < none[:MAGNET, YEAR]).all()
    assert much[MAGNET, YEAR] == none[MAGNET, YEAR]
    chinese = landed(5e7, market__held_by="china")["supply_concentration"]
    assert chinese[MINE, YEAR] > none[MINE, YEAR]


def test_lunar_product_concentrates_separation_where_it_is_separated():
    none = landed(0)["supply_concentration"]
    sent, own = (
        landed(5e7, market__held_by=holder, market__separated_by="china")["supply_concentration"]
        for holder in ("eu", "china")
    )
    assert (sent[LIGHT:MAGNET, YEAR] > none[LIGHT:MAGNET, YEAR]).all()
    np.testing.assert_array_equal(sent[LIGHT:MAGNET], own[LIGHT:MAGNET])
    assert sent[MINE, YEAR] < none[MINE, YEAR]


def test_without_a_restriction_all_is_covered():
    assert (landed(0)["strategic_demand_covered"] == 1.0).all()
    late = landed(0, market__restricted_by="china", market__restriction_year=2100.0)
    assert (late["strategic_demand_covered"] == 1.0).all()


RESTRICTED = {"market__restricted_by": "china", "market__restriction_year": 2031.0, "market__restriction_years": 1.0}


def test_a_restriction_by_china_uncovers_heavy_rare_earths_first_and_never_its_own():
    covered = landed(0, **RESTRICTED)["strategic_demand_covered"]
    assert (covered[CHINA] == 1.0).all()
    assert covered[EU, HEAVY] < 0.2
    assert covered[EU, MINE] == 1.0
    half = landed(0, market__restriction_share=0.5, **RESTRICTED)["strategic_demand_covered"]
    assert (half >= covered).all()
    assert half[EU, HEAVY] > covered[EU, HEAVY]


def test_stockpiles_and_lunar_product_cover_more():
    plain = landed(2e5, market__held_by="eu", **RESTRICTED)
    assert plain["strategic_demand_covered"][EU, HEAVY] > plain["strategic_demand_covered_without_lunar"][EU, HEAVY]
    away = landed(2e5, market__held_by="eu", market__separated_by="china", **RESTRICTED)
    np.testing.assert_array_equal(
        away["strategic_demand_covered"][:, LIGHT:], away["strategic_demand_covered_without_lunar"][:, LIGHT:]
    )
    stocked = landed(0, market__stockpile_years=1.0, **RESTRICTED)
    assert (stocked["strategic_demand_covered"] == 1.0).all()


@given(
    st.floats(0, 1e9),
    st.sampled_from(("agreement", "lead", "partners", *BLOCS)),
    st.sampled_from(("holder", *BLOCS)),
    st.sampled_from(("none", *BLOCS)),
    st.floats(0, 1),
    st.floats(0, 3),
)
def test_shares_are_shares_and_lunar_product_makes_no_bloc_rely_on_more(kg, holder, separator, restricts, share, stock):
    result = landed(
        kg,
        (0.6, 0.4),
        market__held_by=holder,
        market__separated_by=separator,
        market__restricted_by=restricts,
        market__restriction_year=2031.0,
        market__restriction_share=share,
        market__stockpile_years=stock,
    )
    for name in SHARES:
        assert ((result[name] >= 0) & (result[name] <= 1)).all(), name
    without = result["import_reliance_without_lunar"]
    assert (result["import_reliance_by_stage"] <= without).all()
    covered, bare = result["strategic_demand_covered"], result["strategic_demand_covered_without_lunar"]
    assert (covered >= bare - 1e-6).all()


def test_a_point_of_reliance_takes_what_its_tonnes_take():
    arrays = stored(
        {60: 2_000.0}, units=dict.fromkeys(range(24, 72), 1.0), built={20: 2.0}, sent={(MINE_CARGO, 20): 3e4}
    )
    arrays["energy_used_mwh"] = np.array([70.0])
    result = books(arrays, finance__plant_musd_per_year=5.0)
    point_t = 0.01 * result["use_t"].sum(axis=0)[-2] * 0.08
    years = (SPAN.edges[72] - SPAN.edges[24]) / 365.25
    units = point_t / (2.0 / years)
    assert result["point_plant_units"][EU] == pytest.approx(units, rel=5e-3)
    assert result["point_landed_t"][EU] == pytest.approx(units * 15.0, rel=5e-3)
    assert result["point_power_kw"][EU] == pytest.approx(units * 70e3 / (years * 8766), rel=5e-3)
    cost = point_t * 1e3 * result["unit_cost_usd_per_kg"] * 1e-6
    assert result["point_cost_musd_per_year"][EU] == pytest.approx(cost, rel=5e-3)
    assert result["point_floor_kt"][EU] == pytest.approx(cost / 55.0, rel=5e-3)
    # The money of a point buys the whole use as often as the unit cost is a hundred times the price.
    expected = 0.01 * result["unit_cost_usd_per_kg"] / result["basket_price_usd_per_kg"]
    assert result["point_stockpile_years"][EU] == pytest.approx(expected, rel=5e-3)
    defense_t = result["use_t"][LABELS["sector"].index("defense"), -2]
    assert result["defense_plant_units"] == pytest.approx(defense_t / (2.0 / years), rel=5e-3)
    assert np.isnan(books(stored())["point_plant_units"]).all()


def test_a_stockpile_of_what_costs_nothing_has_no_size():
    arrays = stored({60: 2_000.0}, units=dict.fromkeys(range(24, 72), 1.0))
    result = books(arrays, market__price_multiplier=0.0, finance__plant_musd_per_year=5.0)
    assert np.isnan(result["point_stockpile_years"]).all()
    assert (result["point_cost_musd_per_year"] > 0).all()
