"""``lunarsim observe``: news, and the forecast before and after."""

import json

import numpy as np
import pytest

import lunarsim
from lunarsim.analysis import summarize
from lunarsim.door.completion import suggestions
from tests.door.conftest import FEW

NEWS = ("change_7.outcome=success", "change_7.launched=2026-08-27")


@pytest.fixture(autouse=True)
def _lines_of_one_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")


def test_the_forecast_after_the_news_is_that_of_the_runs_that_agree(command, ten_years):
    code, out, err = command("observe", NEWS[0], "--json")
    assert (code, err) == (0, "")
    said = json.loads(out)["combinations"][0]
    sweep = lunarsim.open_sweep(ten_years)
    agrees = sweep["mission_first_outcome"].sel(mission="change_7").values[:, 0] == 1
    assert said["agreeing_runs"] == agrees.sum() < 80
    subset = summarize(sweep.isel(sample=np.flatnonzero(agrees)), outcomes=["station_working_year"])
    after = said["outcomes"]["station_working_year(ilrs)"]["after"]
    assert [after["p10"], after["p50"]] == subset["quantile_value"].values[0][:2].tolist()


def test_the_table_gives_the_news_and_what_the_sweep_is_of(command, ten_years):
    code, out, err = command("observe", str(ten_years), *NEWS, "--outcomes", "station_working,change_8.launched")
    assert (code, err) == (0, "")
    assert out.startswith(
        "News\n  Chang'e-7, first flight: success (change_7.outcome=success)\n"
        "  Chang'e-7 launched on 27 August 2026 (change_7.launched=2026-08-27)\n"
    )
    assert "of 80 runs agree, worth " in out
    for text in ("before", "after", "Station works the surface", "First launch, Chang'e-8", "Joint station (ILRS)"):
        assert text in out


def test_a_mission_that_comes_late_puts_off_what_needs_it(command, ten_years):
    def working(news):
        said = json.loads(command("observe", news, "--json", "--outcomes", "station_working")[1])["combinations"][0]
        assert not said["withheld"], said["effective_runs"]
        return said["outcomes"]["station_working_year(ilrs)"]

    later, sooner = working("change_8.not_before=2029-06-01"), working("change_8.launched<2032-01-01")
    assert later["change"]["median"] > 0 >= sooner["change"]["median"]
    assert later["after"]["p50"] > sooner["after"]["p50"] + 1


def test_news_are_simulated_as_facts_beside_the_stored_sweep(command, ten_years):
    code, out, _ = command("observe", *NEWS, "--simulate", "--outcomes", "station_working")
    assert code == 0
    assert "Simulated, with the news as facts of the manifest: missions.change_7.outcome=success" in out
    before, fresh = sorted(ten_years.parent.iterdir())
    assert before == ten_years
    assert out.splitlines()[-1] == f"dataset: {fresh}/sweep.zarr"
    sweep = lunarsim.open_sweep(fresh)
    assert (sweep["mission_first_outcome"].sel(mission="change_7") == 1).all()
    launched = sweep["mission_first_launch_year"].sel(mission="change_7")
    assert float(abs(launched - 2026.652).quantile(0.9)) < 30 / 365
    assert "missions.change_7.outcome=success" in sweep.attrs["command"]
    assert command("resume", str(fresh))[1].startswith("resume: 0 of 80 runs are missing")


def test_wrong_news_write_nothing_and_are_reported_at_once(command, ten_years):
    code, out, err = command("observe", "chang_7.outcome=lost", "change_7.outcome=loss", "--simulate")
    assert (code, out) == (2, "")
    assert "did you mean 'change_7.outcome'?" in err
    assert "did you mean 'lost'?" in err
    assert len(list(ten_years.parent.iterdir())) == 1


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ((), "needs news, such as: lunarsim observe change_7.launched=2026-08-27"),
        (("a", "b", NEWS[0]), "b: is neither the only sweep nor news"),
        (("change_7.outcome=shelved",), "no run agrees"),
        ((NEWS[0], "--outcomes", "npv"), "npv_musd"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_an_offer(command, ten_years, words, part):
    code, out, err = command("observe", *words)
    assert (code, out) == (2, "")
    assert part in err


@pytest.mark.parametrize(
    ("runs", "part"), [(40, "the stored runs are enough"), (10**7, "too few of the stored runs agree")]
)
def test_what_is_no_fact_is_simulated_only_where_more_runs_are_of_use(command, ten_years, monkeypatch, runs, part):
    monkeypatch.setattr("lunarsim.door.verbs.observe.ENOUGH_RUNS", runs)
    code, out, err = command("observe", "station_working<2100", "--simulate")
    assert (code, out) == (2, "")
    assert f"station_working<2100: cannot be simulated as a fact, and {part}" in err


def test_a_lever_is_no_fact(command, here, no_tables):
    line = ("-m", "missions.change_7.outcome=success,lost", "timeline.horizon_years=3", "design.samples=2", *FEW)
    assert command(*line)[0] == 0
    code, _, err = command("observe", "change_7.outcome=lost", "--simulate")
    assert code == 2
    assert "missions.change_7.outcome: is a lever of this sweep" in err


def test_tab_offers_sweeps_missions_and_what_can_be_said_of_them(ten_years):
    assert "change_7." in suggestions("lunarsim observe chan")
    assert "change_7.outcome=" in suggestions("lunarsim observe change_7.")
    assert "change_7.outcome=lost" in suggestions("lunarsim observe change_7.outcome=lo")
    assert suggestions("lunarsim observe out") == [str(ten_years.relative_to(ten_years.parents[2]))]


def test_signposts_are_ranked_by_what_they_tell(command, ten_years):
    code, out, err = command("sensitivity", "--signposts", "station_working", "--by", "2029.9")
    assert (code, err) == (0, "")
    assert out.startswith("Signposts of Station works the surface: what can be seen before 2029.9")
    assert "Chang'e-8 launched" in out
    assert "What it would change in all: lunarsim observe '" in out
    said = json.loads(command("sensitivity", "--signposts", "station_working", "--json")[1])
    signs = {each["name"]: each for each in said["combinations"][0]["signs"]}
    assert signs["change_8 launched"]["rank"] > 0
    assert signs["change_8 launched"]["moved_high"] < 0
    assert "change_8.launched<2030" in signs["change_8 launched"]["news"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--by", "2030"), "--by: is the year until which signposts are seen"),
        (("--signposts", "npv_musd", "--outcomes", "npv_musd"), "--outcomes: is given beside --signposts"),
        (("--signposts", "station_*"), "is several outcomes, name one: station_working_year(ilrs)"),
        (("--signposts", "npv_mud"), "npv_musd"),
        (("--signposts", "npv_musd", "--by", "2020"), "take another --by"),
    ],
)
def test_wrong_signposts_are_refused(command, ten_years, words, part):
    code, out, err = command("sensitivity", *words)
    assert (code, out) == (2, "")
    assert part in err
