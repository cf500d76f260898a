import numpy as np
import pytest

from lunarsim.reading.analysis.conditioning.given import given
from lunarsim.reading.analysis.conditioning.news import news
from lunarsim.reading.analysis.sensitivity.design_check import independent_rows
from lunarsim.reading.analysis.summary import summarize
from lunarsim.reading.tables.news_table import news_lines
from lunarsim.words.errors import AnalysisError, InputError
from tests.reading.conditioning.known import CODES, known
from tests.reading.made import NAN, along, of

COUNT = 240


@pytest.fixture
def made():
    """Return a sweep in which a loss costs ten years, and a third of the runs lose the mission."""
    generator = np.random.default_rng(5)
    lost = np.arange(COUNT) % 3 == 0
    dates = 2035 + generator.random(COUNT) * 18 + 10 * lost
    return known(
        2026.4 + generator.random(COUNT),
        np.where(lost, "descent_failure", "success"),
        quality=(np.arange(COUNT) + 0.5) / COUNT,
        status=along(np.where(np.arange(COUNT) % 7 == 0, 2, 1)),
        station_basic_year=along(np.where(dates > 2056, NAN, dates)),
        npv_musd=along(generator.normal(size=COUNT)),
    ).assign_attrs(command="scenario=china_alone output.name='a b'", levers="{}")


def test_conditioning_on_an_event_equals_the_subset(made):
    lost = made["mission_first_outcome"].isel(mission=0, replicate=0).values == CODES["descent_failure"]
    subset = summarize(made.isel(sample=np.flatnonzero(lost)))
    found = given(made, ["change_7.outcome=lost"], ["station_basic_year", "npv_musd"])
    for name in ("station_basic_year", "npv_musd"):
        for figure in ("quantile_value", "mean_value", "value_probability"):
            assert of(found, name)[figure].values == pytest.approx(of(subset, name)[figure].values, rel=1e-12)
    assert found["agreeing_runs"] == subset["run_count"] == found["effective_runs"]


def test_before_is_what_the_summary_says(made):
    whole = summarize(made)
    found = given(made, ["change_7.outcome=lost"], ["station_basic_year"])
    assert np.array_equal(
        of(found, "station_basic_year")["quantile_before"], of(whole, "station_basic_year")["quantile_value"]
    )
    assert of(found, "station_basic_year")["probability_before"] == pytest.approx(
        of(whole, "station_basic_year")["value_probability"].item()
    )


def test_no_condition_changes_nothing(made):
    found = given(made, [], ["station_basic_year"])
    assert np.array_equal(found["quantile_value"], found["quantile_before"])


def test_a_loss_makes_the_station_later_and_less_likely(made):
    found = of(given(made, ["change_7.outcome=lost"]), "station_basic_year")
    assert found["quantile_value"].sel(quantile_level=0.5) > found["quantile_before"].sel(quantile_level=0.5) + 3
    assert found["median_low"] <= found["quantile_value"].sel(quantile_level=0.5) <= found["median_high"]
    assert found["value_probability"] < found["probability_before"]
    assert found["probability_low"] < found["value_probability"] < found["probability_high"]


def test_below_fifty_effective_runs_quantiles_are_withheld_and_the_line_to_simulate_is_offered(made):
    found = given(made, ["change_7.outcome=lost", "change_7.launched=2026-08-27"], ["station_basic_year"])
    basic = of(found, "station_basic_year")
    assert 1 < found["effective_runs"] < 50
    assert found["is_withheld"]
    assert np.isnan([basic[name] for name in ("mean_value", "median_low", "median_high")]).all()
    assert np.isnan(basic["quantile_value"]).all()
    assert basic["probability_low"] < basic["value_probability"] < basic["probability_high"]
    assert found.attrs["offer"].startswith(
        "lunarsim scenario=china_alone 'output.name=a b' missions.change_7.outcome=lost "
        "missions.change_7.planned=2026-08-27 missions.change_7.planned_low=2026-08-27"
    )


def test_what_is_no_fact_of_the_manifest_is_offered_more_samples(made):
    found = given(made, ["slips.quality<1"], ["station_basic_year"])
    assert found["is_withheld"]
    assert found.attrs["offer"] == "lunarsim scenario=china_alone 'output.name=a b' design.samples=720"
    assert found.attrs["no_facts"] == ["slips.quality<1"]


def test_left_out_runs_are_counted(made):
    assert given(made, [])["left_out_share"] == pytest.approx(35 / 240)


def test_outcomes_go_by_the_names_that_conditions_know(made):
    found = given(made, [], ["station_basic", "change_7.launched"])
    assert found["outcome_name"].values.tolist() == ["station_basic_year", "change_7.launched"]
    assert found["outcome_is_date"].values.tolist() == [True, True]
    with pytest.raises(InputError) as met:
        given(made, [], ["station_basc", "change_7.outcome"])
    assert "did you mean 'station_basic_year'?" in str(met.value)
    assert "change_7.outcome: is no date and no amount" in str(met.value)


def test_conditions_that_no_run_meets_say_what_the_runs_have(made):
    with pytest.raises(AnalysisError) as met:
        given(made, ["change_7.outcome=partial", "change_7.launched>2040"])
    said = str(met.value)
    assert said.startswith("no run agrees with all conditions; widen them\n")
    more = "lunarsim scenario=china_alone 'output.name=a b' design.samples=2400"
    assert said.endswith(f"or run more samples, of which some may agree: {more}")
    assert "change_7.outcome=partial: 0 of 205 runs; the runs have success, descent_failure" in said
    assert "change_7.launched>2040: 0 of 205 runs; the runs have 2026.4" in said


def test_the_range_that_the_runs_have_stands_in_the_units_that_are_typed(made):
    large = made.assign(npv_musd=made["npv_musd"] * 0 - 12345678.0)
    large["npv_musd"].attrs.update(made["npv_musd"].attrs, currency_year=2025)
    with pytest.raises(AnalysisError, match=r"runs have -12,350,000 million USD of 2025\n"):
        given(large, ["npv_musd>0"])
    with pytest.raises(AnalysisError, match=r"slips.quality>=10: 0 of 205 runs; the runs have 0.02083 to 9.979\n"):
        given(made, ["slips.quality>=10"])


def test_levers_stay_dimensions_and_one_without_runs_that_agree_is_nan():
    launched = np.stack([np.full((60, 1), 2026.5), np.full((60, 1), 2030.0)])
    made = known(launched, levers={"site": ["peary", "shackleton"]}, station_basic_year=2040.0)
    found = given(made, ["change_7.launched<2028"], ["station_basic_year"])
    middle = of(found, "station_basic_year").sel(quantile_level=0.5)
    assert middle["quantile_value"].sel(site="peary") == 2040
    assert np.isnan(middle["quantile_value"].sel(site="shackleton"))
    assert found["effective_runs"].sel(site="shackleton") == 0
    assert np.isnan(middle["value_probability"].sel(site="shackleton"))


def shared(design, seed=0, samples=60, **about):
    """Return a sweep whose samples all meet the same two histories."""
    generator = np.random.default_rng(seed)
    history = generator.normal(size=(1, 2)) * 4 + np.zeros((samples, 1))
    dates = 2050 + history
    quality = (np.arange(samples) + 0.5) / samples
    made = known(np.full((samples, 2), 2026.5), quality=quality, station_basic_year=np.where(dates > 2056, NAN, dates))
    return made.assign_attrs(design=design, common_random_numbers="all", command="", levers="{}", **about)


def test_where_all_samples_share_their_chance_nothing_has_an_interval():
    """Two histories know nothing of a probability, however many samples meet them."""
    made = shared("lhs")
    basic = of(given(made, ["slips.quality<9.9"], ["station_basic_year"]), "station_basic_year")
    assert not basic["is_withheld"]
    assert np.isnan([basic[f"{name}_{end}"] for name in ("probability", "median") for end in ("low", "high")]).all()
    assert not np.isnan(basic["value_probability"])
    told = news(made, ["slips.quality<9.9"], ["station_basic"])
    ends = ("change_low", "change_high", "probability_change_low", "probability_change_high")
    assert np.isnan([told[name] for name in ends]).all()
    text = "\n".join(news_lines(made, told))
    assert "nan" not in text
    assert "share their chance" in " ".join(text.split())
    own = made.assign_attrs(common_random_numbers="levers")
    assert not np.isnan(given(own, ["slips.quality<9.9"], ["station_basic_year"])["probability_low"]).any()


def test_of_saltellis_rows_a_and_b_count():
    made = shared("saltelli", design_base_samples=20)
    found = given(made, [], ["station_basic_year"])
    assert found["run_count"] == 2 * 40
    rows = np.flatnonzero(np.arange(60) % 3 != 1)
    assert of(found, "station_basic_year")["probability_before"] == pytest.approx(
        float(made["station_basic_year"][rows].notnull().mean())
    )
    assert independent_rows(independent_rows(made)).sizes["sample"] == 40


@pytest.mark.parametrize("design", ["morris", "one_at_a_time"])
def test_rows_that_are_no_random_sample_are_refused(design):
    with pytest.raises(AnalysisError, match=r"not a random sample.*design=lhs"):
        given(shared(design), ["slips.quality<5"], ["station_basic_year"])


def test_an_amount_that_few_runs_have_is_known_from_these_alone():
    generator = np.random.default_rng(3)
    amount = generator.normal(size=400)
    made = known(
        np.full(400, 2026.5),
        npv_musd=along(np.where(np.arange(400) % 10 == 0, amount, NAN)),
        unit_cost_usd_per_kg=along(np.where(np.arange(400) % 4 == 0, amount, NAN)),
    )
    found = given(made, [], ["npv_musd", "unit_cost_usd_per_kg"])
    few, some = of(found, "npv_musd"), of(found, "unit_cost_usd_per_kg")
    assert not few["is_withheld"]
    assert np.isnan(few["quantile_value"]).all()
    assert np.isnan(few["mean_value"])
    alone = known(np.full(100, 2026.5), unit_cost_usd_per_kg=along(amount[::4]))
    expected = of(given(alone, [], ["unit_cost_usd_per_kg"]), "unit_cost_usd_per_kg")
    for name in ("median_low", "median_high"):
        assert some[name] == expected[name]
    whole, part = (of(summarize(each), "unit_cost_usd_per_kg")["quantile_error"].values for each in (made, alone))
    assert np.array_equal(whole, part)


def test_a_refusal_writes_large_numbers_with_their_digits_in_threes():
    made = known(np.full(1200, 2026.5), npv_musd=along(np.linspace(-71130, 0, 1200)))
    with pytest.raises(AnalysisError, match=r"npv_musd>1e9: 0 of 1,200 runs; the runs have -71,130 to 0 million USD\n"):
        given(made, ["npv_musd>1e9"])


def test_a_sweep_without_runs_is_refused(made):
    with pytest.raises(AnalysisError, match="no run ended well"):
        given(made.assign(status=made["status"] * 0), [])


@pytest.mark.parametrize("conditions", [["change_7.outcome=lost"], []])
def test_a_date_that_is_not_reached_counts_by_the_rule_that_is_asked_for(made, conditions):
    by_rule = {
        rule: of(given(made, conditions, ["station_basic_year"], dates=rule), "station_basic_year")
        for rule in ("judged", "capped", "reached")
    }
    end = float(by_rule["judged"]["end_year"])
    judged, capped, reached = (each["quantile_value"].values for each in by_rule.values())
    assert np.isinf(judged[-1])
    assert np.array_equal(capped, np.where(np.isinf(judged), end, judged))
    assert by_rule["capped"]["mean_value"] == by_rule["judged"]["mean_value"]
    assert set(reached) <= {0.0, 1.0}
    assert by_rule["reached"]["mean_value"] == pytest.approx(float(by_rule["judged"]["value_probability"]), rel=1e-12)
    assert by_rule["reached"]["value_probability"] == by_rule["judged"]["value_probability"]
    assert (by_rule["reached"]["outcome_units"].item(), bool(by_rule["reached"]["outcome_is_date"])) == ("1", False)


def test_news_take_the_same_rules_of_dates(made):
    judged, capped = (
        of(news(made, ["change_7.outcome=lost"], ["station_basic_year"], dates=rule), "station_basic_year")
        for rule in ("judged", "capped")
    )
    assert np.isfinite(capped["quantile_value"]).all()
    assert np.isinf(judged["quantile_value"].values[-1])
    assert capped["probability_change"] == judged["probability_change"]


@pytest.mark.parametrize("ask", [given, news])
def test_a_rule_of_dates_that_is_none_is_refused_with_those_there_are(made, ask):
    with pytest.raises(AnalysisError, match=r"dates='caped': unknown rule 'caped'.*capped"):
        ask(made, ["change_7.outcome=lost"], dates="caped")
