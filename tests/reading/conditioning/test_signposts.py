import math
import re

import numpy as np
import pytest

from lunarsim.reading.analysis.conditioning.information import information
from lunarsim.reading.analysis.conditioning.signposts import signposts
from lunarsim.reading.tables.signposts_table import signposts_json, signposts_lines
from lunarsim.words.errors import AnalysisError, InputError
from tests.documented import check_keys
from tests.reading.conditioning.known import known
from tests.reading.made import along

COUNT = 400


def entropy(part):
    return -part * math.log2(part) - (1 - part) * math.log2(1 - part)


def test_the_information_of_a_noisy_channel_is_that_of_shannon():
    """A sign that tells an even event and errs in one case of ten: 1 - H(0.1) bit."""
    event = np.arange(20_000) % 2 == 0
    errs = np.arange(20_000) // 2 % 10 == 0
    values = np.where(event, np.inf, 2040.0)[:, np.newaxis]
    found = information(values, (event ^ errs).astype(float)[np.newaxis, :, np.newaxis], 1)
    assert found.bits[0] == pytest.approx(1 - entropy(0.1), abs=2e-4)
    assert found.chance[0] == pytest.approx(1 / 501)
    assert 0 < found.error[0] < 0.01


def test_the_bias_of_few_runs_is_taken_off():
    generator = np.random.default_rng(4)
    raw = [
        information(generator.random((100, 1)), (generator.random((20, 100, 1)) < 0.4).astype(float), 1)
        for _ in range(3)
    ]
    plain_bias = 3 / (2 * 100 * math.log(2))
    clipped = np.mean([each.bits for each in raw])
    assert clipped < plain_bias / 2


def test_among_signs_of_noise_hardly_any_is_told_from_chance():
    generator = np.random.default_rng(8)
    ranked = 0
    for _ in range(10):
        seen = (generator.random((40, 150, 1)) < generator.uniform(0.1, 0.9, (40, 1, 1))).astype(float)
        ranked += (information(generator.random((150, 1)), seen, 1).chance <= 0.1).any()
    assert ranked <= 4  # more than that has a probability below 1 % where 10 % are meant


def test_runs_of_one_sample_are_no_evidence_of_their_own():
    """A sign and an outcome that factors of their own decide are alike within samples and unrelated between them."""
    generator = np.random.default_rng(5)
    alike = 0
    for _ in range(10):
        values = np.repeat(generator.random((30, 1)), 20, axis=1)
        seen = np.repeat((generator.random((1, 30, 1)) < 0.5).astype(float), 20, axis=2)
        alike += int(information(values, seen, 1).chance[0] <= 0.1)
    assert alike <= 4


def test_runs_that_failed_take_no_sign_its_information():
    """A tenth of the samples, and a tenth of the other runs, are missing: the null must not grow by them."""
    generator = np.random.default_rng(7)
    event = generator.random((200, 4)) < 0.5
    values = np.where(event ^ (generator.random(event.shape) < 0.25), 2040.0, 2044.0)
    missing = (np.arange(200)[:, np.newaxis] % 10 == 0) | (generator.random(event.shape) < 0.1)
    values, seen = np.where(missing, np.nan, values), np.where(missing, np.nan, event.astype(float))[np.newaxis]
    found = information(values, seen, 1)
    assert found.chance[0] == pytest.approx(1 / 501)
    assert np.median(found.largest) < 3 / (2 * (~missing).sum() * math.log(2))
    kept = ~missing.all(axis=1)
    alone = information(values[kept], seen[:, kept], 1)
    assert [alone.bits[0], alone.error[0]] == [found.bits[0], found.error[0]]


def test_many_combinations_of_levers_are_many_chances(monkeypatch):
    """Each of fourteen combinations has a sign of noise; alone, one in ten would be ranked."""
    monkeypatch.setattr("lunarsim.reading.analysis.conditioning.information.PERMUTATIONS", 60)
    generator = np.random.default_rng(9)
    shape = (14, 60, 1)
    made = known(
        np.where(generator.random(shape) < 0.5, 2028.0, 2032.0),
        "success",
        levers={"site": [f"s{index}" for index in range(14)]},
        station_basic_year=2040 + generator.normal(size=shape),
    ).assign_attrs(design="lhs")
    assert not signposts(made, "station_basic")["is_ranked"].any()


def flown(early, lost, budget=None, station=None, levers=None, **others):
    """Return a sweep in which a mission flies in 2028 or 2032."""
    launched = np.where(early, 2028.0, 2032.0)
    return known(
        launched,
        np.where(lost, "touchdown_failure", "success"),
        budget=100.0 if budget is None else budget,
        levers=levers,
        station_basic_year=along(station),
        **others,
    ).assign_attrs(design="lhs", command="design=lhs", levers="{}")


@pytest.fixture
def made():
    """A sweep in which an early launch brings the station six years forward; a budget and a loss say nothing."""
    generator = np.random.default_rng(6)
    early, lost = generator.random(COUNT) < 0.5, generator.random(COUNT) < 0.3
    return flown(early, lost, generator.random(COUNT), 2044 - 6 * early + generator.normal(size=COUNT))


def test_a_date_at_the_end_is_not_reached_and_its_change_a_bound(made, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    known = "\n".join(signposts_lines(made, signposts(made, "station_basic"), 3))
    row = next(line for line in known.splitlines() if line.startswith("Chang'e-7 launched"))
    assert re.search(r"2038\.\d +2044\.\d +[56]\.\d years earlier \(5\.\d to 6\.\d\)$", row)
    dates = made["station_basic_year"]
    never = made.assign(station_basic_year=dates.where(dates < 2041))
    cut = "\n".join(signposts_lines(never, signposts(never, "station_basic", dates="capped"), 3))
    row = next(line for line in cut.splitlines() if line.startswith("Chang'e-7 launched"))
    assert re.search(r"2038\.\d +not by 2056\.5 +at least 1\d\.\d years earlier$", row)
    assert "infinite" not in known + cut
    late = "\n".join(signposts_lines(never, signposts(never, "station_basic", dates="reached"), 3))
    row = next(line for line in late.splitlines() if line.startswith("Chang'e-7 launched"))
    assert re.search(r">0\.9\d +<0\.0[12] +\+[01]\.\d\d \(\+0\.9\d to \+1\.00\)$", row)


def test_a_planted_sign_is_the_first_and_moves_what_its_subset_says(made):
    found = signposts(made, "station_basic")
    first = found.isel(sign_name=int(np.flatnonzero(found["sign_rank"] == 1)[0]))
    assert first["sign_name"] == "change_7 launched"
    assert first["sign_news"] == "change_7.launched<2030"
    dates = made["station_basic_year"].values.ravel()
    early = made["mission_first_launch_year"].values.ravel() < 2030
    medians = [np.quantile(dates[part], 0.5, method="inverted_cdf") for part in (early, ~early)]
    assert [first["figure_seen"], first["figure_unseen"]] == medians
    assert first["moved_by"] == pytest.approx(medians[0] - medians[1])
    assert first["moved_low"] < -6 < first["moved_high"] < -5
    assert first["seen_runs"] == early.sum()
    assert first["information_low"] < first["information_bits"] < first["information_high"]


def test_noise_is_not_ranked(made):
    found = signposts(made, "station_basic")
    budgets = [str(name) for name in found["sign_name"].values if "budget" in str(name)]
    assert budgets
    assert not found["is_ranked"].sel(sign_name=budgets).any()


@pytest.mark.filterwarnings("error")
def test_a_program_without_a_budget_gives_no_sign(made):
    no_money = made.assign(budget_musd=made["budget_musd"].where(made["program"] != "russia"))
    names = [str(name) for name in signposts(no_money, "station_basic")["sign_name"].values]
    assert not any(name.startswith("russia.budget") for name in names)


def test_a_date_that_is_mostly_never_reached_is_judged_by_its_probability(made):
    never = made["station_basic_year"] > 2040
    late = made.assign(station_basic_year=made["station_basic_year"].where(~never | (made["sample"] % 9 == 0)))
    late["station_basic_year"].attrs = made["station_basic_year"].attrs
    found = signposts(late, "station_basic_year")
    assert not found["is_probability"]
    rare = late.assign(station_basic_year=late["station_basic_year"].where(late["sample"] % 3 == 0))
    rare["station_basic_year"].attrs = made["station_basic_year"].attrs
    judged = signposts(rare, "station_basic_year")
    assert judged["is_probability"]
    assert judged["moved_by"].sel(sign_name="change_7 launched") > 0.1
    assert not signposts(rare, "station_basic_year", dates="capped")["is_probability"]
    assert signposts(made, "station_basic_year", dates="reached")["is_probability"]


def test_what_is_too_rare_is_counted_and_not_reported():
    early = np.arange(COUNT) % 2 == 0
    found = signposts(flown(early, np.arange(COUNT) < 12, station=2044 - 6.0 * early), "station_basic")
    assert "change_7 lost" not in found["sign_name"].values
    assert found.attrs["too_rare"] == 5  # and the budgets of two programs, which are the same in all runs


def test_levers_have_signs_of_their_own():
    generator = np.random.default_rng(6)
    early = generator.random((2, COUNT, 1)) < np.array([[[0.5]], [[0.0]]])
    made = known(
        np.where(early, 2028.0, 2032.0),
        "success",
        budget=generator.random((2, COUNT, 1)),
        levers={"site": ["peary", "shackleton"]},
        station_basic_year=2044 - 6 * early + generator.normal(size=(2, COUNT, 1)),
    ).assign_attrs(design="lhs")
    found = signposts(made, "station_basic").sel(sign_name="change_7 launched")
    assert found["sign_rank"].values.tolist() == [1, 0]
    assert np.isnan(found["moved_by"].sel(site="shackleton"))


def test_wrong_use_is_refused_with_an_offer(made):
    with pytest.raises(AnalysisError, match=r"not a random sample.*design=lhs design.common_random_numbers=levers"):
        signposts(made.assign_attrs(design="morris"), "station_basic")
    with pytest.raises(AnalysisError, match=r"share their chance.*design.common_random_numbers=levers"):
        signposts(made.assign_attrs(common_random_numbers="all"), "station_basic")
    with pytest.raises(AnalysisError, match="did you mean 'capped'"):
        signposts(made, "station_basic", dates="caped")
    with pytest.raises(AnalysisError, match="take another --by"):
        signposts(made, "station_basic", by=2020)
    with pytest.raises(InputError, match="station_basic"):
        signposts(made, "station_bsic")


def test_the_table_is_in_words_and_json_holds_every_sign(made):
    found = signposts(made, "station_basic")
    text = "\n".join(signposts_lines(made, found, 5))
    assert text.startswith("Signposts of Basic station: what can be seen before 2030")
    assert "Chang'e-7 launched" in text
    assert "the loss itself may come later" in " ".join(text.split())
    assert "lunarsim observe 'change_7.launched<2030'" in text
    of_store = "\n".join(signposts_lines(made, found, 5, "outputs/a b", ["site=peary"]))
    assert "lunarsim observe 'outputs/a b' 'change_7.launched<2030' --given site=peary" in of_store
    plain = signposts_json(made, found, "here")
    signs = {each["name"]: each for each in plain["combinations"][0]["signs"]}
    assert signs["change_7 launched"]["rank"] == 1
    assert signs["russia.budget_2029 low"]["title"] == "Russia: low budget in 2029"
    assert {"news", "information_bits", "moved_by", "seen_runs"} <= signs["change_7 launched"].keys()


def test_the_keys_of_json_are_those_that_its_page_lists():
    dates = np.arange(40) / 6
    made = known(2026 + dates, levers={"site": ["peary"]}, station_basic_year=along(2036 + dates))
    check_keys("`lunarsim sensitivity --signposts`", signposts_json(made, signposts(made, "station_basic"), "here"))
