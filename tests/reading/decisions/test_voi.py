"""The value of information of sweeps made by hand."""

import json
import re

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import norm

from lunarsim.reading.analysis.decisions import voi
from lunarsim.reading.analysis.decisions.voi import NOTHING, value_of_information
from lunarsim.reading.tables.deciding.value_table import value_json, value_lines
from lunarsim.words.errors import AnalysisError
from tests.reading.made import along, sweep

KEYS = ("deposit.thorium_multiplier", "plant.availability")
SAMPLES = 400


@pytest.fixture(autouse=True)
def fewer_resamples(monkeypatch):
    """A few resamples of what takes long are enough to see what becomes of them."""
    monkeypatch.setattr(voi, "OF_MEASUREMENTS", 2)
    monkeypatch.setattr(voi, "OF_CURVES", 5)
    monkeypatch.setattr(voi, "SHUFFLES", 20)


def made(slope=2.0, mean=1.0, levers=None, design="lhs"):
    """Return a sweep in which the mine is worth ``mean + slope x``, x normal; at a second site always ``mean`` less."""
    generator = np.random.default_rng(5)
    unit = np.stack([(generator.permutation(SAMPLES) + 0.5) / SAMPLES for _ in KEYS])
    worth = along(mean + slope * ndtri(unit[0]))
    if levers:
        worth = np.stack([worth, np.full_like(worth, -mean)])
    dataset = sweep(levers, samples=SAMPLES, npv_musd=worth, station_basic_year=2035.0)
    dataset["u"] = (("factor", "sample"), unit)
    dataset = dataset.assign_coords(factor=list(KEYS))
    dataset[KEYS[0]] = ("sample", np.exp(0.5 * ndtri(unit[0])), {"units": "1"})
    dataset[KEYS[1]] = ("sample", 0.5 + unit[1] / 2, {"units": "1"})
    dataset.attrs |= {"design": design, "factors": json.dumps(KEYS), "command": "", "levers": "{}"}
    return dataset


def unit_loss(mean, spread):
    return spread * norm.pdf(mean / spread) - mean * norm.cdf(-mean / spread)


def test_to_go_or_not_to_go_without_levers():
    found = value_of_information(made())
    expected = unit_loss(1.0, 2.0)
    assert found["option_label"].values.tolist() == ["as simulated", NOTHING]
    assert found["best_option"].item() == "as simulated"
    assert found["evpi_value"].item() == pytest.approx(expected, rel=0.02)
    assert found["evpi_low"] < expected < found["evpi_high"]
    assert found["evppi_value"].values[0] == pytest.approx(expected, rel=0.03)
    assert found["evppi_value"].values[1] <= found["evppi_noise"] < 0.1
    assert found["option_strictly_best_share"].values.sum() == pytest.approx(1)
    assert found["option_tied_best_share"].values.tolist() == [0, 0]


def test_a_measurement_lies_between_nothing_and_perfect_knowledge():
    worth = [
        value_of_information(made(), measure=KEYS[0], error=error)["evsi_value"].item() for error in (0.1, 0.5, 3.0)
    ]
    whole = value_of_information(made())["evppi_value"].values[0]
    assert whole >= worth[0] > worth[1] > worth[2] >= 0


def test_not_worth_it_is_an_answer():
    dataset = made(mean=-50.0, slope=1.0, levers={"site": ["peary", "fra_mauro"]})
    dataset["npv_musd"] = -abs(dataset["npv_musd"])
    found = value_of_information(dataset)
    assert found["best_option"].item() == NOTHING
    assert found["evpi_high"] == 0
    text = "\n".join(value_lines(dataset, found, cost=300.0)).replace("\n", " ")
    assert "Not worth it: doing nothing beats every option" in text
    assert "A mission that costs 300 MUSD costs more than it can be worth" in text.replace("million USD", "MUSD")


def test_an_option_that_never_gains_is_told_from_one_that_is_only_tied():
    dataset = made()
    worth = np.resize([-2.0, -1.0, 0.0, 0.0], dataset["npv_musd"].shape)
    for gain, share in ((0.0, "0 %"), (1.0, "25 %")):
        dataset["npv_musd"].values[...] = np.where(np.arange(worth.size).reshape(worth.shape) % 4 == 3, gain, worth)
        found = value_of_information(dataset)
        text = " ".join("\n".join(value_lines(dataset, found)).split())
        tied = "50 %" if gain == 0 else "25 %"
        assert f"better than doing nothing in {share} of the samples, and no different in {tied}" in text
        assert "best in 2" not in text
        assert "Strictly best in:" not in text
        assert ("Everything:" in text) == ("(knowledge that says nothing)" in text)
        (one,) = value_json(dataset, found, "here", None)["combinations"]
        assert (one["options"][0]["gain_share"], one["options"][0]["tie_share"]) == (gain / 4, float(tied[:2]) / 100)


def test_options_are_the_values_of_a_lever_and_sentences_say_what_to_know():
    dataset = made(levers={"site": ["peary", "fra_mauro"]})
    found = value_of_information(dataset, measure=KEYS[0], error=0.3)
    text = " ".join("\n".join(value_lines(dataset, found, cost=0.01)).split())
    assert re.search(r"Peary crater rim is best, with 1\.00 \(0\.8\d to 1\.1\d\) million USD on average", text)
    assert "Most is worth to know: " in text
    assert "costs less than it is worth" in text
    assert "Strictly best in: share" in text
    assert "Everything: mean of the best option" in text
    said = value_json(dataset, found, "here", None)
    assert json.dumps(said, allow_nan=False)
    (one,) = said["combinations"]
    assert [each["label"] for each in one["options"]] == ["peary", "fra_mauro", NOTHING]
    assert one["evsi_value"] == pytest.approx(found["evsi_value"].item())


def rows_of(text):
    """Return the first figure of each row of the tables, with its interval, by the title of the row."""
    rows = (re.match(r"(\S.*?)  +(-?[\d.,]+(?: \([^)]*\))?)", line) for line in text.splitlines())
    return {row[1]: row[2] for row in rows if row}


def test_sentences_have_the_figures_of_the_table(monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    dataset = made(levers={"site": ["peary", "fra_mauro"]})
    text = "\n".join(value_lines(dataset, value_of_information(dataset)))
    rows, text = rows_of(text), " ".join(text.split())
    assert f"with {rows['Peary crater rim']} million USD on average" in text
    assert f"would be worth {rows['Everything']} million USD at most" in text
    top = list(rows)[list(rows).index("Everything") + 1]
    assert f"Most is worth to know: {top}, {rows[top]} million USD." in text
    worse = made(mean=-50.0, slope=1.0)
    text = "\n".join(value_lines(worse, value_of_information(worse)))
    assert f"is worth {rows_of(text)['As simulated']} million USD on average" in text


def test_what_options_are_worth_and_what_knowledge_is_have_units_of_their_own():
    """Knowledge worth 80 USD beside options worth 5,000 million USD was 0.00008 million USD."""
    dataset = made(levers={"site": ["peary", "fra_mauro"]})
    dataset["npv_musd"] = (5000 + 1e-4 * dataset["npv_musd"]).assign_attrs(dataset["npv_musd"].attrs)
    found = value_of_information(dataset)
    text = "\n".join(value_lines(dataset, found))
    assert "[million USD]" in text
    assert re.search(r"^ +\[USD\]$", text, re.MULTILINE)
    assert text.startswith("Value of information: Net present value of the mine\n")
    assert "0.000" not in text
    assert value_json(dataset, found, "here", None)["combinations"][0]["evpi_value"] == found["evpi_value"].item()


def test_which_option_is_best_is_said_only_where_the_samples_decide():
    both = made(levers={"site": ["peary", "fra_mauro"]})
    worth = both["npv_musd"].values[0, :, 0]
    for second, said in (
        (worth, "No difference in any sample: all options are worth 1.00 ("),
        (worth[::-1], "These samples do not decide between Peary crater rim and Fra Mauro: "),
        (worth - 1, "Peary crater rim is best, with 1.00 ("),
    ):
        both["npv_musd"].values[1, :, 0] = second
        text = " ".join("\n".join(value_lines(both, value_of_information(both, with_nothing=False))).split())
        assert said in text


def test_of_many_options_that_may_all_be_best_none_is_called_the_best():
    both = made(levers={"site": ["peary", "fra_mauro"]})
    found = value_of_information(both, with_nothing=False)
    # As of two of thirty, each of which leads in as many resamples as the others.
    found["option_lead_share"][...] = 1 / 30
    said = " ".join("\n".join(value_lines(both, found)).split())
    assert "These samples do not decide between Peary crater rim and Fra Mauro: " in said


@pytest.mark.parametrize(
    ("mean", "said"),
    [
        (-0.05, "These samples do not decide whether any option is better than doing nothing: the best of them, As "),
        (-50.0, "Not worth it: doing nothing beats every option"),
    ],
)
def test_doing_nothing_is_best_only_where_the_intervals_of_all_options_are_below_zero(mean, said):
    dataset = made(mean=mean)
    text = " ".join("\n".join(value_lines(dataset, value_of_information(dataset))).split())
    assert said in text


def test_an_option_that_never_gains_is_not_worth_it_though_its_loss_may_be_chance():
    dataset = made()
    dataset["npv_musd"].values[...] = along(np.where(np.arange(SAMPLES) == 0, -9.0, 0.0))
    found = value_of_information(dataset)
    assert found["option_mean_high"][0] == 0
    text = " ".join("\n".join(value_lines(dataset, found)).split())
    assert "Not worth it: in no sample is any option better than doing nothing" in text
    assert "In no sample would another choice have been better" in text


def test_other_levers_stay_side_by_side():
    dataset = made(levers={"site": ["peary", "fra_mauro"]}).expand_dims(units=[1, 2])
    dataset = dataset.transpose("site", "units", "sample", "replicate", ...)
    for name in (*KEYS, "u"):
        dataset[name] = dataset[name].isel(units=0)
    with pytest.raises(AnalysisError, match="name the one that is chosen: --by site"):
        value_of_information(dataset)
    assert value_of_information(dataset, by="site")["evpi_value"].dims == ("units",)


def of_noise(seed, factors=16, samples=100, replicates=1):
    """Return a sweep in which two sites differ by chance alone, whatever the factors."""
    generator = np.random.default_rng(seed)
    names = [f"part.f{place}" for place in range(factors)]
    worth = generator.normal(size=(2, samples, replicates))
    dataset = sweep({"site": ["peary", "fra_mauro"]}, samples=samples, replicates=replicates, npv_musd=worth)
    unit = generator.random((factors, samples))
    dataset = dataset.assign(u=(("factor", "sample"), unit)).assign_coords(factor=names)
    dataset = dataset.assign(
        {name: ("sample", column, {"units": "1"}) for name, column in zip(names, unit, strict=True)}
    )
    return dataset.assign_attrs(design="lhs", factors=json.dumps(names), command="", levers="{}")


def test_among_many_factors_that_say_nothing_none_is_named():
    """By the quantile of one idle factor, more than half of such sweeps would name one."""
    named = 0
    for seed in range(10):
        found = value_of_information(of_noise(seed), with_nothing=False)
        named += bool(found["evppi_value"].max() > found["evppi_noise"])
    assert named <= 2


def test_chance_alone_is_no_reason_for_a_mission():
    one = of_noise(1)
    text = " ".join("\n".join(value_lines(one, value_of_information(one), cost=0.1)).split())
    assert "is worth it remains open with one replicate" in text
    several = of_noise(1, replicates=4)
    found = value_of_information(several)
    assert found["evpi_low"] > 0.1
    assert found["evpi_least"] < 0.1
    assert "less than it is worth" not in "\n".join(value_lines(several, found, cost=0.1))
    measured = value_of_information(several, measure="part.f3")
    assert measured["evppi_value"].sel(factor="part.f3") <= measured["evppi_noise"]
    assert "remains open" in " ".join("\n".join(value_lines(several, measured, cost=0.0)).split())


def test_what_replicates_have_in_common_is_a_reason_for_a_mission():
    generator = np.random.default_rng(2)
    single = made()
    several = single.isel(replicate=[0] * 6).assign_coords(replicate=range(6))
    worth = several["npv_musd"] + generator.normal(size=several["npv_musd"].shape)
    found = value_of_information(several.assign(npv_musd=worth.assign_attrs(single["npv_musd"].attrs)))
    assert 0.7 * unit_loss(1.0, 2.0) < found["evpi_least"] < unit_loss(1.0, 2.0)
    assert "less than it is worth" in " ".join("\n".join(value_lines(several, found, cost=0.1)).split())


def test_shared_chance_is_said():
    shared = made().assign_attrs(common_random_numbers="all")
    text = " ".join("\n".join(value_lines(shared, value_of_information(shared))).split())
    assert "all samples share their chance" in text
    assert "share their chance" in value_json(shared, value_of_information(shared), "here", None)["notes"]


def test_an_outcome_whose_name_does_not_say_which_way_is_better_takes_a_word():
    dataset = made(levers={"site": ["peary", "fra_mauro"]}).rename(npv_musd="missions_flown")
    with pytest.raises(AnalysisError, match="--better higher"):
        value_of_information(dataset, "missions_flown")
    best = [
        value_of_information(dataset, "missions_flown", better=way)["best_option"].item() for way in ("lower", "higher")
    ]
    assert best == ["fra_mauro", "peary"]


@pytest.mark.parametrize(
    ("changes", "arguments", "message"),
    [
        ({"design": "morris"}, {}, "run again with: lunarsim design=lhs"),
        ({}, {"outcome": "station_basic"}, "is a date"),
        ({}, {"measure": "plant.availabilty"}, "plant.availability"),
        ({}, {"with_nothing": False}, "a single option"),
        ({}, {"error": 0.0}, "an error above 0"),
        ({}, {"by": "site"}, "no levers"),
    ],
)
def test_wrong_use_is_refused_with_an_offer(changes, arguments, message):
    with pytest.raises(AnalysisError, match=message):
        value_of_information(made(**changes), **arguments)
