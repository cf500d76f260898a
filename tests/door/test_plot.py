"""``lunarsim plot``: every kind from a line, refusals with what to type, files that are the same each time."""

import re
import shlex
import subprocess
import sys

import pytest

import lunarsim
from lunarsim.door.cli import main
from lunarsim.door.completion import suggestions
from lunarsim.door.verbs import plot
from lunarsim.reading.analysis.decisions.regret import regret
from lunarsim.reading.opening import open_sweep
from lunarsim.reading.pictures import drawing
from lunarsim.reading.pictures.asked import Asked
from lunarsim.reading.pictures.kinds import KINDS
from lunarsim.words.errors import AnalysisError, InputError, StoreError
from tests.reading.looking import texts


@pytest.fixture(scope="module")
def folder(made_once):
    """Return a folder with a sweep of two levers and one without any, four runs each."""

    def fill(path):
        common = ["uncertainties=none", "design=nominal", "plant.planned=2028-01-01", "timeline.horizon_years=12"]
        two = ["cooperation=active,lapsed", "plant.units=1,2", "design.replicates=3"]
        for name, line in (("two", two), ("plain", ["design.replicates=4"])):
            lunarsim.sweep([*line, *common, f"output.dir={path}", f"output.name={name}"]).close()

    return made_once("sweeps to plot", fill)


@pytest.fixture
def two(folder):
    with open_sweep(next(folder.glob("two/*/sweep.zarr"))) as dataset:
        yield dataset


@pytest.fixture
def plain(folder):
    with open_sweep(next(folder.glob("plain/*/sweep.zarr"))) as dataset:
        yield dataset


def picture(dataset, kind, outcomes=(), **others):
    return drawing.picture(dataset, Asked(kind, outcomes, **others))


def said(figure):
    return " ".join(texts(figure)).replace("\n", " ")


ALONE = [
    kind
    for kind, about in KINDS.items()
    if about.of_sweep and not about.needs_levers and not about.design and not about.function.startswith("answers.")
]


@pytest.mark.parametrize("kind", ["dates", *(pytest.param(each, marks=pytest.mark.slow) for each in ALONE[1:])])
def test_a_kind_is_drawn_of_a_sweep_without_levers(kind, plain):
    figure, note = picture(plain, kind)
    assert "Joint station (ILRS) · latest plans" in said(figure)
    assert note == ""


def test_one_run_has_no_band_and_pictures_name_no_setting():
    with open_sweep_of_one() as dataset:
        for kind in ("dates", "promises"):
            figure, _ = picture(dataset, kind)
            shown = said(figure)
            assert "Every factor stands at its own value" in shown
            assert not re.search(r"design=|[a-z]_[a-z0-9]", shown)
            if kind == "dates":
                assert "Band" not in shown
                assert not figure.axes[0].collections
            else:
                assert "a station equipped with relay, command, power" in shown


def open_sweep_of_one():
    return lunarsim.sweep(["design=nominal", "uncertainties=none", "timeline.horizon_years=12", "output=none"])


CHOICES = [
    ("heat_map", {"outcomes": ["mass_landed_kg[china]"], "statistic": "mean"}, "Mean of mass landed, China [kg]"),
    ("heat_map", {"outcomes": ["station_working"], "by": ["plant.units", "cooperation"]}, "Station works the surface"),
    ("dates", {"by": ["units"], "given": ["cooperation=active"]}, "Cooperation of China and Russia: In force"),
    ("amounts", {"by": ["program"], "outcomes": ["cost_musd"], "given": ["cooperation=active", "units=1"]}, "China"),
    ("fan", {"outcomes": ["month_cost_musd[transport]"], "given": ["units=2"]}, "Cost, transport"),
    ("dates", {"outcomes": ["station_*"], "given": ["units=1"]}, "Extended station"),
]


@pytest.mark.parametrize(
    ("kind", "asked", "shown"), [CHOICES[0], *(pytest.param(*each, marks=pytest.mark.slow) for each in CHOICES[1:])]
)
def test_outcomes_levers_and_what_is_given_are_chosen(kind, asked, shown, two):
    figure, _ = picture(two, kind, **asked)
    assert shown in said(figure)


def test_a_condition_leaves_the_runs_out_that_do_not_agree_and_says_so(two):
    figure, note = picture(two, "heat_map", ["missions_flown"], given=["change_7.outcome!=lost"], statistic="mean")
    agreeing = two.status.sizes["replicate"] * 4 - int((two.mission_first_outcome.sel(mission="change_7") > 2).sum())
    assert f"given: Chang'e-7, outcome is not lost ({agreeing} of 12 runs)" in said(figure)
    assert f"only {agreeing} runs agree" in note
    assert "not run" not in said(figure)


@pytest.fixture(scope="module")
def sampled():
    """Return a sweep of two factors, one of which decides how much there is."""
    named = ["deposit.access=interval(0.3,0.8)", "market.price_multiplier=interval(0.5,2)"]
    line = ["uncertainties=none", "design.samples=60", "timeline.horizon_years=15", "output=none"]
    return lunarsim.sweep([*named, *line]).load()


@pytest.fixture(scope="module")
def levered():
    """Return a sweep of a lever that moves the worth of the mine."""
    line = ["uncertainties=none", "deposit.access=interval(0.3,0.8)", "market.price_multiplier=1,100"]
    return lunarsim.sweep([*line, "design.samples=40", "timeline.horizon_years=25", "output=none"]).load()


def test_what_matters_is_drawn_with_intervals_and_evidence(sampled):
    figure, _ = picture(sampled, "sensitivity", ["ree_recoverable_t"])
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
        picture(sampled, "sensitivity", ["mass_balance_residual_kg"])


def test_the_box_of_a_target_is_drawn_over_the_distributions_of_its_factors(sampled):
    median = float(sampled["ree_recoverable_t"].median())
    figure, _ = picture(sampled, "discover", [f"ree_recoverable_t>={median:.6g}"])
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


def test_a_box_needs_a_target_and_no_condition_that_is_given(sampled):
    with pytest.raises(
        AnalysisError,
        match=r"discover needs a target, such as: lunarsim plot discover --outcomes 'station_\w+<=20\d\d'",
    ):
        picture(sampled, "discover")
    with pytest.raises(
        AnalysisError, match="takes values of levers as given, not npv_musd>0; as its target: lunarsim plot"
    ):
        picture(sampled, "discover", ["npv_musd>0"], given=["npv_musd>0"])
    with pytest.raises(InputError, match="did you mean 'npv_musd'"):
        picture(sampled, "discover", ["npv_muds>0"])


@pytest.mark.slow
def test_news_and_signs_are_drawn_in_words(sampled):
    figure, _ = picture(sampled, "news", given=["change_7.outcome=success"])
    shown = said(figure)
    assert "News: Chang'e-7, outcome is success" in shown
    assert "First launch, Chang'e-7" in shown
    assert "Station works the surface: a relay" in shown
    agreeing = re.search(r"are worth (\d+) of 60", shown)
    assert agreeing is not None
    signs, _ = picture(sampled, "signposts", ["station_working"])
    assert "Chang'e-8 launched" in said(signs)
    assert "error of the estimate" in said(signs)
    for one in (figure, signs):
        assert not [text for text in texts(one) if re.search(r"[a-z]_[a-z0-9]", text)]


def test_outcomes_that_do_not_differ_by_program_are_not_the_usual_ones_of_it(plain):
    shown = said(picture(plain, "amounts", by=["program"])[0])
    assert "Mass landed" in shown
    assert "Rare earths produced" not in shown


def test_chosen_rows_are_no_probabilities(plain):
    with pytest.raises(AnalysisError, match=r"design=one_at_a_time chooses its rows.*lunarsim .*design=lhs"):
        picture(plain.assign_attrs(design="one_at_a_time"), "dates")


def test_numbers_are_given_as_numbers(two):
    figure, _ = picture(two, "dates", ["station_basic"], by=["cooperation"], given=["units=1.0"])
    assert "Basic station" in said(figure)
    with pytest.raises(InputError, match=r"units=1\.5: unknown value of units"):
        picture(two, "dates", by=["cooperation"], given=["units=1.5"])


def test_news_need_a_condition(sampled):
    with pytest.raises(
        AnalysisError, match=r"news needs news, such as: lunarsim plot news --given change_7.outcome=lost"
    ):
        picture(sampled, "news")


@pytest.mark.parametrize(
    ("kind", "asked", "message"),
    [
        ("dates", {}, r"levers cooperation, units; choose with: lunarsim plot dates --by cooperation --given units=1$"),
        ("launches", {}, r"choose with: lunarsim plot launches --given cooperation=active --given units=1$"),
        ("dates", {"by": ["cooperation", "units"]}, "compares by one lever, not by cooperation, units"),
        ("dates", {"by": ["cooperatio"]}, "did you mean cooperation"),
        (
            "amounts",
            {"by": ["program"], "outcomes": ["ree_produced_kg"], "given": ["cooperation=active", "units=1"]},
            "ree_produced_kg cannot be compared by program; such as: lunarsim plot amounts --outcomes mass_landed_kg",
        ),
        ("dates", {"outcomes": ["npv_musd"], "given": ["units=1"]}, "shows dates, which npv_musd are not"),
        ("amounts", {"outcomes": ["station_basic_year"]}, "shows amounts, not dates such as station_basic_year"),
        ("fan", {"outcomes": ["npv_musd"]}, "shows a monthly series, which npv_musd is not"),
        ("fan", {"outcomes": ["month_power_k"]}, "did you mean month_power_kw"),
        (
            "heat_map",
            {"outcomes": ["station_basic_year", "npv_musd"]},
            "shows one outcome, not station_basic_year, npv_musd: lunarsim plot heat_map --outcomes station_b",
        ),
        (
            "heat_map",
            {"outcomes": ["mass_landed_kg"]},
            r"name one of: mass_landed_kg\[china\], mass_landed_kg\[russia\]",
        ),
        ("heat_map", {"outcomes": ["npv_mus"]}, "npv_musd"),
        (
            "amounts",
            {"outcomes": ["npv_program_musd", "missions_flown"], "given": ["units=1"]},
            "below zero in some runs",
        ),
        ("launches", {"outcomes": ["npv_musd"]}, "leave --outcomes out"),
        ("tornado", {}, "needs a sweep of design=one_at_a_time, and this one is of design=.*: lunarsim design=one_at"),
        (
            "heat_map",
            {"given": ["units=2"]},
            "needs two levers, and this sweep varies cooperation only: lunarsim -m site=",
        ),
        ("dates", {"given": ["units=3"]}, "unknown value of units '3'"),
        ("dates", {"given": ["change_7.launched=2026-08-27", "units=1"]}, "an exact date weighs runs"),
        ("dates", {"given": ["npv_musd>1e9", "units=1"]}, "no run of 6 agrees"),
    ],
)
def test_what_a_sweep_does_not_allow_is_refused_with_what_to_type(kind, asked, message, two):
    with pytest.raises((AnalysisError, InputError), match=message):
        picture(two, kind, **asked)


OFFERED = [
    ("dates", {}),
    ("fan", {"outcomes": ["month_power_k"]}),
    ("launches", {}),
    ("launches", {"outcomes": ["npv_musd"]}),
    ("dates", {"by": ["cooperation", "units"]}),
    ("dates", {"by": ["cooperatio"]}),
    ("dates", {"by": ["nothing_like_it"]}),
    ("amounts", {"by": ["program"], "outcomes": ["ree_produced_kg"], "given": ["cooperation=active", "units=1"]}),
    ("dates", {"outcomes": ["npv_musd"], "given": ["units=1"]}),
    ("dates", {"outcomes": ["npv_musd"]}),
    ("amounts", {"outcomes": ["station_basic_year"]}),
    ("fan", {"outcomes": ["npv_musd"]}),
    ("fan", {"outcomes": ["month_cost_musd", "month_power_kw"]}),
    ("fan", {"outcomes": ["month_cost_musd"]}),
    ("heat_map", {"outcomes": ["station_basic_year", "npv_musd"]}),
    ("heat_map", {"outcomes": ["mass_landed_kg"]}),
    ("amounts", {"outcomes": ["npv_program_musd", "missions_flown"], "given": ["units=1"]}),
    ("news", {}),
    ("regret", {"by": ["program"]}),
]


@pytest.mark.parametrize(
    ("kind", "asked"), [*OFFERED[:2], *(pytest.param(*each, marks=pytest.mark.slow) for each in OFFERED[2:])]
)
def test_the_line_that_a_refusal_of_outcomes_or_levers_ends_with_draws(kind, asked, folder, two, monkeypatch, capsys):
    store = str(next(folder.glob("two/*/sweep.zarr")))
    with pytest.raises((AnalysisError, InputError)) as refusal:
        drawing.picture(two, Asked(kind, store=store, **asked))
    line = re.search(r"lunarsim plot .*$", str(refusal.value))
    assert line is not None, refusal.value
    monkeypatch.setattr(plot, "save_beside", lambda figure, store, name: name)
    code = main(shlex.split(line[0])[1:])
    if kind == "regret":
        # That sweep has one sample, which another line mends.
        assert "design.samples=200" in capsys.readouterr().err
    else:
        assert code == 0, (line[0], capsys.readouterr().err)


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("tornado", {}), ("amounts", {"by": [], "outcomes": ["npv_musd"]}), ("heat_map", {}), ("regret", {})],
)
def test_the_line_for_another_sweep_that_a_refusal_ends_with_can_be_run(kind, asked, plain, capsys):
    with pytest.raises(AnalysisError) as refusal:
        picture(plain.drop_dims("program"), kind, **asked)
    line = re.search(r"lunarsim (-m |design).*$", str(refusal.value))
    assert line is not None, refusal.value
    assert main([*shlex.split(line[0])[1:], "--dry-run"]) == 0


def test_offers_of_analyses_are_made_in_options_of_plot(sampled):
    with pytest.raises(AnalysisError) as refusal:
        picture(sampled, "discover", ["ree_recoverable_t>=1e9"], store="a store")
    offer = re.search(
        r"half of the runs meet this: lunarsim plot discover 'a store' --outcomes '([^']*)'$", str(refusal.value)
    )
    assert offer is not None, refusal.value
    picture(sampled, "discover", [offer[1]])


def test_too_few_runs_for_signs_end_with_the_line_for_more(plain, capsys):
    with pytest.raises(
        AnalysisError, match=r"unseen in as many; run more samples: (lunarsim .*design.samples=1000)$"
    ) as few:
        picture(plain, "signposts")
    assert main([*shlex.split(str(few.value).rpartition("samples: lunarsim ")[2]), "--dry-run"]) == 0


def test_regret_is_drawn_with_its_band_and_says_where_samples_decide_nothing(levered):
    figure, _ = picture(levered, "regret", ["npv_musd"])
    (axis,) = figure.axes
    known = regret(levered, "price_multiplier", ["npv_musd"]).isel(outcome_name=0)
    for row in range(2):
        assert axis.patches[row].get_width() == pytest.approx(float(known["mean_regret"][row]))
        low, high = axis.lines[2 * row].get_xdata()
        assert (low, high) == pytest.approx(
            (float(known["mean_regret_low"][row]), float(known["mean_regret_high"][row]))
        )
    shown = said(figure)
    assert "error of the estimate, its 90 % interval" in shown
    assert "regret [million USD of 2025]" in shown
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
    assert "no difference that matters" in said(tied)
    assert {patch.get_alpha() for patch in tied.axes[0].patches} == {1.0}
    assert "surely not the least" not in said(tied)


def test_an_outcome_of_which_more_may_be_better_or_worse_needs_a_word(levered):
    with pytest.raises(AnalysisError, match=r"Say so: lunarsim plot regret --outcomes missions_flown --better higher$"):
        picture(levered, "regret", ["missions_flown"])
    assert "regret" in said(picture(levered, "regret", ["missions_flown"], better="higher")[0])


@pytest.mark.parametrize("form", ["svg", *(pytest.param(form, marks=pytest.mark.slow) for form in ("png", "pdf"))])
def test_a_picture_goes_where_it_is_asked_for_the_same_each_time(form, folder, tmp_path, capsys):
    store = next(folder.glob("plain/*/sweep.zarr"))
    files = [tmp_path / f"{name}.{form}" for name in ("one", "two")]
    for file in files:
        assert main(["plot", "fan", str(store), "--output", str(file)]) == 0
    assert f"picture: {files[0]}" in capsys.readouterr().out
    assert files[0].read_bytes() == files[1].read_bytes()
    assert not re.search(rb"CreationDate|<dc:date>|Software", files[0].read_bytes())


def test_left_out_a_file_is_named_after_what_is_asked_for(folder, monkeypatch, tmp_path, capsys):
    store = next(folder.glob("two/*/sweep.zarr"))
    written = []
    monkeypatch.setattr(plot, "save_beside", lambda figure, store, name: written.append(name) or f"there/{name}")
    line = [
        "plot",
        "dates",
        str(store),
        "--by",
        "units",
        "--given",
        "cooperation=active",
        "--outcomes",
        "station_basic",
    ]
    assert main(line) == 0
    assert written == ["plot_dates_station_basic_units_cooperation-active.png"]
    assert capsys.readouterr().out.endswith(f"picture: there/{written[0]}\n")

    def full(figure, store, name):
        raise StoreError("there: cannot be written")

    monkeypatch.setattr(plot, "save_beside", full)
    assert main(line) == 1
    assert "name another file with --output FILE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "needs a kind: dates, distribution"),
        (["heatmap"], "did you mean 'heat_map'"),
        (["run"], "lunarsim replay sample=0"),
        (["dates", "a", "b"], "too many words"),
        (["dates", "site=peary"], "lunarsim plot dates --given site=peary"),
        (["dates", "--output", "x.txt"], "names that end in .png, .pdf, .svg"),
        (["dates", "--output", "nowhere/x.png"], "is not a directory"),
        (["dates", "--statistic", "mean"], "is for heat_map"),
        (["dates", "--better", "lower"], "is for regret"),
        (["moon"], "--output moon.png"),
        (["moon", "outputs", "--by", "site"], "leave out --by, outputs"),
    ],
)
def test_a_line_that_is_wrong_is_refused_before_anything_is_read(words, message, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["plot", *words]) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_map_of_the_moon_needs_no_sweep(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["plot", "moon", "--output", "moon.png"]) == 0
    assert (tmp_path / "moon.png").read_bytes().startswith(b"\x89PNG")


def test_the_help_lists_every_kind_with_a_sentence(capsys):
    assert main(["plot", "--help"]) == 0
    shown = capsys.readouterr().out
    for kind, about in KINDS.items():
        assert re.search(rf"^  {kind} +{re.escape(about.about[:40])}", shown, flags=re.MULTILINE)


def test_tab_offers_kinds_then_sweeps_outcomes_and_levers(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert set(KINDS) <= set(suggestions("lunarsim plot "))
    assert suggestions("lunarsim plot heat") == ["heat_map"]
    (store,) = suggestions("lunarsim plot dates two/")
    assert store.startswith("two/")
    assert "npv_musd" in suggestions(f"lunarsim plot heat_map {store} --outcomes npv")
    assert suggestions(f"lunarsim plot heat_map {store} --by un") == ["units"]
    assert "cooperation=" in suggestions(f"lunarsim plot heat_map {store} --given coop")


def test_the_kinds_are_known_without_what_takes_time():
    line = "import sys, lunarsim.door.verbs.plot; print({'numpy', 'xarray', 'matplotlib'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_every_kind_names_a_function_of_the_public_plots():
    assert {about.function.rpartition(".")[2] for about in KINDS.values()} <= set(lunarsim.plots.__all__)
