"""Values of levers among what is given: they choose a part of the sweep."""

import shlex

import numpy as np
import pytest

from lunarsim.reading.analysis.conditioning.given import given
from lunarsim.reading.analysis.conditioning.lever_values import (
    of_lever_values,
    with_lever_values,
)
from lunarsim.reading.analysis.lever_words import places_left, selected_values, values_as_typed
from lunarsim.reading.analysis.sensitivity.design_check import line_to_run
from lunarsim.reading.analysis.summary import summarize
from lunarsim.reading.tables.view import View, with_levers_chosen
from lunarsim.words.errors import AnalysisError, InputError
from tests.reading.conftest import line
from tests.reading.made import sweep

LEVERS = {"site": ["peary", "fra_mauro"], "price": [0.5, 1.0, 1000.0]}


@pytest.fixture
def made():
    dates = 2030.0 + np.arange(6.0).reshape(2, 3, 1, 1)
    dataset = sweep(LEVERS, samples=60, station_basic_year=np.broadcast_to(dates, (2, 3, 60, 1)))
    dataset["site"].attrs["config_key"] = "site"
    dataset["price"].attrs["config_key"] = "market.price"
    return dataset.assign_coords(place=("site", ["a", "b"]))


@pytest.mark.parametrize(
    ("texts", "sites", "prices"),
    [
        (["site=peary"], "peary", [0.5, 1, 1000]),
        (["site = fra_mauro", "price=1"], "fra_mauro", 1.0),
        (["market.price==1e3"], ["peary", "fra_mauro"], 1000.0),
        (["price<=1"], ["peary", "fra_mauro"], [0.5, 1.0]),
        (["price>0.5", "price<1000"], ["peary", "fra_mauro"], 1.0),
        (["price!=1.0"], ["peary", "fra_mauro"], [0.5, 1000.0]),
        (["place=b"], "fra_mauro", [0.5, 1, 1000]),
        (["price>0"], ["peary", "fra_mauro"], [0.5, 1, 1000]),
    ],
)
def test_one_value_is_selected_and_several_stay_side_by_side(made, texts, sites, prices):
    part, others = of_lever_values(made, texts)
    assert others == []
    assert part["site"].values.tolist() == sites
    assert part["price"].values.tolist() == prices
    alone = {name: value for name, value in {"site": sites, "price": prices}.items() if not isinstance(value, list)}
    assert selected_values(part) == alone
    assert ("site" in part["status"].dims, "price" in part["status"].dims) == (
        "site" not in alone,
        "price" not in alone,
    )


def test_all_faults_are_named_at_once_those_of_other_conditions_included(made):
    faulty = {
        "site=perry": "unknown value of site 'perry'; did you mean 'peary'?",
        "site=": "allowed: fra_mauro, peary",
        "site<peary": "the values of site are peary, fra_mauro; choose with = or !=",
        "price=2": "unknown value of price '2'; allowed: 0.5, 1, 1000",
        "price<=cheap": "'cheap' is not a number",
        "price>1000": "leaves no value of price, which has 0.5, 1, 1000",
        "sit=peary": "did you mean 'site'?",
        "station_basics<2030": "did you mean 'station_basic_year'?",
    }
    with pytest.raises(InputError) as met:
        of_lever_values(made, list(faulty))
    said = {fault.path: fault.problem for fault in met.value.faults}
    assert set(said) == set(faulty)
    for text, part in faulty.items():
        assert part in said[text], said[text]
    with pytest.raises(InputError, match="leaves no value of site beside what else is given"):
        of_lever_values(made, ["site=peary", "site=fra_mauro"])


def test_a_title_leads_to_the_value_that_is_typed(made):
    with pytest.raises(InputError, match="unknown value of site 'Peary crater rim'; did you mean 'peary'"):
        of_lever_values(made, ["site=Peary crater rim"])


def test_conditions_are_left_to_others_or_refused_with_the_reason(made):
    part, others = of_lever_values(made, ["site=peary", "station_basic<2031"])
    assert others == ["station_basic<2031"]
    assert part.sizes["price"] == 3
    with pytest.raises(InputError, match=r"is not about a lever \(levers: site, price\); for a reason"):
        with_lever_values(made, ["station_basic<2031"], "for a reason")
    with pytest.raises(InputError, match="no lever has that name; did you mean 'site'"):
        with_lever_values(made, ["sitte=peary"], "for a reason")


def test_what_is_given_in_python_may_be_a_value_of_a_lever(made):
    known_at = given(made, ["site=fra_mauro", "station_basic>2034"], ["station_basic"])
    assert known_at["agreeing_runs"].dims == ("price",)
    assert known_at["agreeing_runs"].values.tolist() == [0, 0, 60]


def test_show_is_that_of_the_selected_part(made, shown, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    text = shown(made, given=("site=fra_mauro", "price=1000"), outcomes=("station_basic",))
    assert line(text, "Basic station").split()[2:4] == ["2035.0", "2035.0"]
    assert "60 of 60 runs" in text
    summary = summarize(made.sel(site="fra_mauro", price=1000.0), outcomes=["station_basic"])
    assert float(summary["quantile_value"][0, 1]) == 2035.0


def test_a_selected_lever_is_not_compared_by(made):
    with pytest.raises(AnalysisError, match="site: one value is given"):
        with_levers_chosen(made, View(by=("site", "price"), given=("site=peary",)))
    part, view = with_levers_chosen(made, View(by=("price",), given=("site=peary", "station_basic>2030")))
    assert part["status"].dims[0] == "price"
    assert view.given == ("station_basic>2030",)


def test_values_are_typed_as_in_a_sweep(made):
    assert values_as_typed(made, "price") == ["0.5", "1", "1000"]
    listed = made.assign_coords(
        site=("site", ["russia or india,china", "[]"], {"config_key": "missions.change_8.needs"})
    )
    assert values_as_typed(listed, "site") == ["[[russia,india],china]", "[]"]
    assert of_lever_values(listed, ["site=[[russia,india],china]"])[0]["site"].item() == "russia or india,china"


@pytest.fixture
def stored(made):
    command = "site=peary,fra_mauro -m market.price=0.5,1,1000 '+output.name=a b' design.samples=60"
    made["place"].attrs["config_key"] = "place"
    return made.assign_attrs(
        command=command,
        levers='{"site": ["peary", "fra_mauro"], "place": ["a", "b"], "market.price": [0.5, 1.0, 1000.0]}',
    )


@pytest.mark.parametrize(
    ("texts", "words", "left"),
    [
        ([], "-m site=peary,fra_mauro market.price=0.5,1,1000", {}),
        (["site=peary"], "-m site=peary market.price=0.5,1,1000", {"site": [0], "place": [0]}),
        (["price>=1"], "-m site=peary,fra_mauro market.price=1,1000", {"market.price": [1, 2]}),
        (["site=fra_mauro", "price=1"], "site=fra_mauro market.price=1", {"market.price": [1], "site": [1]}),
    ],
)
def test_a_line_that_is_offered_has_the_lever_values_that_are_left(stored, texts, words, left):
    part, _ = of_lever_values(stored.drop_vars("place") if "price=1" in texts else stored, texts)
    of_place = " place=a" if "place" in left else ""
    assert line_to_run(part, "design.samples=90") == (
        f"lunarsim {words} '+output.name=a b'{of_place} design.samples=90"
    )
    assert {key: at for key, at in places_left(stored, part).items() if key in left} == left
    assert bool(left) == bool(places_left(stored, part))


def test_what_replaces_a_lever_and_what_joins_levers_leave_the_line(stored):
    part = stored.isel(site=0).assign_attrs(command="-m site=peary,fra_mauro place=a,b design.pair=[site,place]")
    assert line_to_run(part, "site=shackleton").split() == ["lunarsim", "-m", "place=a", "site=shackleton"]
    assert line_to_run(part).split() == ["lunarsim", "-m", "site=peary", "place=a"]
    three = "design.pair=[[site,place],[market.price, plant.units],[site.depth_m,plant.power_kw]]"
    several = part.assign_attrs(command=f"-m site=peary,fra_mauro place=a,b '{three}'")
    kept = "design.pair=[[market.price, plant.units],[site.depth_m,plant.power_kw]]"
    assert shlex.split(line_to_run(several)) == ["lunarsim", "-m", "site=peary", "place=a", kept]
    quoted = several.assign_attrs(command="site=a,b \"design.pair=['site',place]\"")
    assert "design.pair" not in line_to_run(quoted)
    both = several.assign_attrs(command="site=a,b 'design.pair=[[site,place],[market.price,plant.units]]'")
    assert "design.pair=[market.price,plant.units]" in shlex.split(line_to_run(both))
    none = several.assign_attrs(command="-m experiment=prices site=peary,fra_mauro place=a,b design.pair=null")
    assert line_to_run(none).split()[-1] == "design.pair=null"
    alone = stored.isel(site=0, price=0).assign_attrs(command="-m experiment=prices site=peary,fra_mauro")
    assert line_to_run(alone).split()[:4] == ["lunarsim", "-m", "experiment=prices", "site=peary"]
    cases = stored.rename(site="case").assign_coords(site=("case", ["peary", "fra_mauro"], {"config_key": "site"}))
    cases = cases.drop_vars("place").isel(price=0).assign_attrs(command="design.table=cases.csv seed=3")
    one = cases.isel(case=1)
    del one["case"].attrs["config_key"]
    assert set(line_to_run(one).split()) == {"lunarsim", "seed=3", "site=fra_mauro", "market.price=0.5"}


def test_levers_are_known_after_one_was_chosen(made):
    with pytest.raises(InputError, match=r"is not about a lever \(levers: site, price\); for a reason"):
        with_lever_values(made, ["site=peary", "price=1", "change_7.outcome=lost"], "for a reason")
    with pytest.raises(InputError, match="no lever has that name; did you mean 'site'"):
        with_lever_values(made, ["price=1", "site=peary", "sitte=peary"], "for a reason")
