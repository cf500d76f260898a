"""What matters, in sentences and tables: nothing more than the figures say."""

import numpy as np

from lunarsim.reading.analysis.ranking.what_matters import sensitivity
from lunarsim.reading.tables.what_matters_table import texts
from lunarsim.reading.tables.what_matters_words import direction, percent, percent_in_words, sentence
from tests.reading.made import along, sweep
from tests.reading.sampled import (
    keys,
    one,
    planted,
    sampled,
)


def test_a_direction_that_the_ends_of_a_factor_contradict_is_unclear():
    found = one(sensitivity(planted(chance=1.0)))
    assert [direction(found, index) for index in (0, 1)] == ["raises", "lowers"]
    against = found.assign(outcome_at_low=found["outcome_at_high"], outcome_at_high=found["outcome_at_low"])
    assert [direction(against, index) for index in (0, 1)] == ["unclear", "unclear"]
    assert direction(found.assign(outcome_at_low=found["outcome_at_low"] * np.nan), 0) == "raises"


def test_no_share_in_a_sentence_is_below_nothing_or_above_all():
    assert [percent_in_words(part) for part in (-0.09, 0.001, 0.3, 1.13)] == [
        "about 0 %",
        "about 0 %",
        "30 %",
        "all or nearly all",
    ]
    assert percent(-0.02, -0.06, 0.02) == "0 % (0 to 2)"
    assert percent(1.13, 0.9, 1.3) == "100 % (90 to 100)"
    assert percent(0.01, -0.02, 0.04) == "1 % (0 to 4)"
    found = one(sensitivity(planted(chance=1.0, replicates=2)))
    beyond = found.assign(evidence_share=found["evidence_share"] * 0 - 0.09, chance_share=1.13)
    assert "merely assumed have about 0 %; chance has all or nearly all." in sentence(beyond, 10)


def test_shares_that_add_up_to_more_than_all_are_explained():
    made = sensitivity(planted(samples=39, extra=4, chance=1.0))

    def said(result):
        return " ".join(" ".join(texts(result, planted(samples=39, extra=4, chance=1.0), 10, 200)).split())

    whole = made.copy(deep=True)
    whole["evidence_share"][...] = 0.0
    whole["remainder_share"][...] = 1.0
    assert "add up to" not in said(whole)
    level = str(made["factor_evidence"].values[0])
    whole["evidence_share"].loc[{"evidence_level": level or "unstated"}] = 1.24
    whole["remainder_share"][...] = -0.24
    assert "add up to" not in said(whole)  # 100 % and 0 %
    whole["evidence_share"].loc[{"evidence_level": level or "unstated"}] = 0.9
    whole["chance_share"][...] = 0.34
    assert "the rest add up to 124 %: each is estimated with an error" in said(whole)
    assert "-24" not in said(whole)


def test_a_screening_says_nothing_of_assumed_inputs_in_its_sentence():
    few, many = (one(sensitivity(planted(samples=samples, extra=4, chance=1.0))) for samples in (39, 200))
    assert "merely assumed" not in sentence(few, 10)
    assert "merely assumed" in sentence(many, 10)


def test_a_factor_that_stands_out_only_where_its_outcome_is_asked_for_alone_is_reported():
    random = np.random.default_rng(5)
    unit = random.random((100, 4))
    weak = 0.3 * (unit[:, 0] - 0.5) * np.sqrt(12) + random.normal(size=100)
    others = {name: along(random.normal(size=100)) for name in ("npv_program_musd", "ree_produced_kg", "npv_musd")}
    made = sampled(unit, {"station_availability": along(weak), **others})
    names = ["station_availability", *others]
    alone, among = (one(sensitivity(made, asked), names[0]) for asked in (names[:1], names))
    assert alone["factor_matters"].values.tolist() == [True, False, False, False]
    assert among["matters_alone"].values.tolist() == [True, False, False, False]
    assert not among["factor_matters"].any()
    assert "Asked for alone, not among 4 outcomes, it would show" in sentence(among, 10)
    assert "Asked for alone" not in sentence(alone, 10)


def test_the_line_that_tells_more_names_the_factors_that_were_found():
    line = sensitivity(planted(chance=1.0, seed=2)).attrs["next_line"]
    assert "design=saltelli" in line
    assert f"uncertainties.only=[{','.join(keys(3))}]" in line
    few = sensitivity(planted(samples=20, chance=50.0, extra=2)).attrs["next_line"]
    assert few == "lunarsim design.samples=100"


HOSTILE = "f\x1b]0;title\x07\u202eabc"


def test_texts_of_a_store_reach_no_terminal_as_they_are():
    dataset = planted()
    for key in keys(4):
        dataset[key].attrs["description"] = HOSTILE
    dataset["npv_musd"].attrs |= {"long_name": HOSTILE, "units": HOSTILE}
    result = sensitivity(dataset)
    printed = "\n".join(texts(result, dataset, 10, 160))
    assert "abc" in printed
    assert not {"\x1b", "\x07", "\u202e"} & set(printed)


def test_a_table_without_levers_adds_up_and_a_wide_one_is_cut():
    found = "\n".join(texts(sensitivity(planted(chance=1.0, replicates=3)), planted(), 2, 160))
    assert found.count("(part.f") == 2
    assert "= chance" in found
    unit = np.random.default_rng(1).random((100, 2))
    runs = np.stack([along(unit[:, index % 2]) for index in range(15)])
    source = sampled(unit, {"npv_musd": along(unit[:, 0])})
    wide = sweep({"units": list(range(15))}, samples=100, npv_musd=runs).assign_attrs(source.attrs)
    wide = wide.assign({"u": source["u"], **{key: source[key] for key in keys(2)}})
    assert "3 more columns" in "\n".join(texts(sensitivity(wide), wide, 5, 120))


def test_the_table_says_of_which_year_its_money_is():
    made = planted(chance=1.0)
    assert "USD of" not in "\n".join(texts(sensitivity(made), made, 10, 160))
    name = next(name for name in made.data_vars if str(name).endswith("musd"))
    made[name].attrs["currency_year"] = 2025
    assert "USD of 2025." in "\n".join(texts(sensitivity(made), made, 10, 160)).splitlines()
