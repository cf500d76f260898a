"""``lunarsim plot`` as a command: files that are the same each time, wrong lines, help and completion."""

import re

import pytest

import lunarsim
from lunarsim.door.cli import main
from lunarsim.door.completion import suggestions
from lunarsim.door.verbs import plot
from lunarsim.reading.pictures.kinds import KINDS
from lunarsim.words.errors import StoreError
from tests.door.conftest import loads_none_of


@pytest.mark.parametrize("form", ["svg", *(pytest.param(form, marks=pytest.mark.slow) for form in ("png", "pdf"))])
def test_a_picture_goes_where_it_is_asked_for_the_same_each_time(form, sweeps_to_plot, tmp_path, capsys):
    store = next(sweeps_to_plot.glob("plain/*/sweep.zarr"))
    files = [tmp_path / f"{name}.{form}" for name in ("one", "two")]
    for file in files:
        assert main(["plot", "fan", str(store), "--output", str(file)]) == 0
    assert f"picture: {files[0]}" in capsys.readouterr().out
    assert files[0].read_bytes() == files[1].read_bytes()
    assert not re.search(rb"CreationDate|<dc:date>|Software", files[0].read_bytes())


def test_left_out_a_file_is_named_after_what_is_asked_for(sweeps_to_plot, monkeypatch, tmp_path, capsys):
    store = next(sweeps_to_plot.glob("two/*/sweep.zarr"))
    written = []
    monkeypatch.setattr(plot, "save_beside", lambda figure, store, name: written.append(name) or f"there/{name}")
    asked = ["--by", "units", "--given", "cooperation=active", "--outcomes", "station_basic"]
    line = ["plot", "dates", str(store), *asked]
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


def test_tab_offers_kinds_then_sweeps_outcomes_and_levers(sweeps_to_plot, monkeypatch):
    monkeypatch.chdir(sweeps_to_plot)
    assert set(KINDS) <= set(suggestions("lunarsim plot "))
    assert suggestions("lunarsim plot heat") == ["heat_map"]
    (store,) = suggestions("lunarsim plot dates two/")
    assert store.startswith("two/")
    assert "npv_musd" in suggestions(f"lunarsim plot heat_map {store} --outcomes npv")
    assert suggestions(f"lunarsim plot heat_map {store} --by un") == ["units"]
    assert "cooperation=" in suggestions(f"lunarsim plot heat_map {store} --given coop")


def test_the_kinds_are_known_without_what_takes_time():
    loads_none_of({"numpy", "xarray", "matplotlib"}, "import lunarsim.door.verbs.plot")


def test_every_kind_names_a_function_of_the_public_plots():
    assert {about.function.rpartition(".")[2] for about in KINDS.values()} <= set(lunarsim.plots.__all__)
