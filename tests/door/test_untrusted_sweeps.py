"""Verbs on a sweep that a stranger sent: links are not followed, and texts in it reach no terminal as they are."""

import json
import os
import shutil

import pytest

import lunarsim
from lunarsim.door.find_store import find_store
from lunarsim.study.store.places.chosen import place_of
from lunarsim.words.errors import StoreError
from tests.study.resealing import attribute, reseal


@pytest.fixture
def command(command):
    """Run a command line, and find nothing in what it prints that a terminal would obey or that hides letters."""

    def call(*words):
        code, out, err = command(*words)
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(out + err)
        return code, out, err

    return call


@pytest.fixture
def elsewhere(tmp_path):
    """A file that is none of the sweep's business; it must stay as it is."""
    path = tmp_path / "notes"
    path.write_text("mine")
    yield path
    assert path.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("new")] == []


@pytest.mark.parametrize("verb", ["show", "resume", "export", "replay"])
def test_a_dataset_that_is_a_link_in_its_folder_is_refused(command, swept, tmp_path, verb):
    moved = shutil.move(swept, tmp_path / "other.zarr")
    swept.symlink_to(moved)
    words = {"export": ["--to", "csv"], "replay": ["site=fra_mauro"]}.get(verb, [])
    code, out, err = command(verb, str(swept.parent), *words)
    assert (code, out) == (1, "")
    assert "sweep.zarr: is a symbolic link" in err
    assert len(err.splitlines()) == 1
    with pytest.raises(StoreError, match="is a symbolic link"):
        lunarsim.open_sweep(swept.parent)
    with pytest.raises(StoreError, match="is a symbolic link"):
        find_store()


def test_links_of_the_users_own_are_followed(command, here, swept, tmp_path):
    os.rename(here / "outputs", tmp_path / "disk")
    (here / "outputs").symlink_to(tmp_path / "disk")
    (here / "latest.zarr").symlink_to(swept)
    assert find_store() == swept.relative_to(here)
    # Lock and log are those beside the dataset, not beside the link.
    assert find_store("latest.zarr") == tmp_path / "disk" / swept.relative_to(here / "outputs")
    assert command("resume")[0] == command("show", "latest.zarr", "--outcomes", "npv_musd")[0] == 0


def test_export_and_picture_do_not_follow_a_link(command, here, swept, elsewhere):
    (swept.parent / "sweep.csv").symlink_to(elsewhere)
    with pytest.raises(OSError, match="it is a symbolic link"):
        place_of(swept.parent).put_bytes("sweep.csv", b"")
    code, _, err = command("export", "--to", "csv")
    assert code == 1
    assert "sweep.csv cannot be written: it is a symbolic link, not a regular file" in err
    (here / "link.csv").symlink_to(elsewhere.with_name("new"))
    (here / "link.png").symlink_to(elsewhere)
    code, _, err = command("export", "--to", "csv", "--output", "link.csv")
    assert (code, err) == (2, "lunarsim: --output: link.csv exists already; choose another name\n")
    code, _, err = command("replay", "site=fra_mauro", "--picture", "link.png")
    problem = "link.png cannot be written: it is a symbolic link, not a regular file"
    assert (code, err) == (2, f"lunarsim: --picture: {problem}\n")
    assert sorted(path.name for path in swept.parent.iterdir() if ".part" in path.name) == []


def test_texts_of_a_dataset_reach_no_terminal(command, swept):
    reseal(swept, attribute(results=77, lunarsim_version="\x1b]0;owned\x07\nlunarsim: done"))
    for words in (["resume"], ["replay", "site=fra_mauro"]):
        code, _, err = command(*words)
        assert code == 1
        assert r"\x1b]0;owned\x07\nlunarsim: done" in err
        assert len(err.splitlines()) == 1


def test_labels_of_a_table_are_escaped_wherever_they_are_shown(command, here):
    label = "\x1b[2Jx\nlunarsim: done\u202e [red]a"
    (here / "cases.csv").write_text(f'case,plant.units\n"{label}",1\n=1+1,2\n', encoding="utf-8", newline="")
    line = ["-m", "design.table=cases.csv", "design=nominal"]
    shown = r"\x1b[2Jx\nlunarsim: done\u202e [red]a"
    code, out, err = command(*line)
    assert code == 0
    assert shown in " ".join(out.split())
    assert "\nlunarsim: done" not in out + err
    code, out, _ = command("show", "--json")
    assert json.loads(out)["levers"]["case"]["values"] == [label, "=1+1"]
    code, _, err = command("replay", "case=\x1b]0;a\x07", "plant=1")
    assert code == 2
    assert r"\x1b]0;a\x07" in err


@pytest.mark.slow
def test_a_run_of_an_odd_label_is_replayed_and_its_picture_goes_where_it_should(command, here, elsewhere):
    label = "\x1b[2Jx\nlunarsim: done\u202e [red]$a_{$"
    (here / "cases.csv").write_text(f'case,plant.units\n"{label}",1\n=1+1,2\n', encoding="utf-8", newline="")
    assert command("-m", "design.table=cases.csv", "design=nominal")[0] == 0
    code, out, _ = command("replay", f"case={label}")
    assert code == 0
    assert r"case=\x1b[2Jx\nlunarsim: done\u202e [red]$a_{$, sample=0" in out
    (picture,) = here.glob("outputs/*/*/replay_*")
    assert picture.name == "replay_-2Jx-lunarsim-done-red-a_-_0_0.png"
    picture.unlink()
    picture.symlink_to(elsewhere)
    code, out, _ = command("replay", f"case={label}")
    assert code == 0
    assert "it is a symbolic link, not a regular file; name another file with --picture FILE" in out


def large(path):
    with path.open("wb") as file:
        file.truncate(10**11)


KINDS = {"FIFO": os.mkfifo, "directory": os.mkdir, "device": lambda path: path.symlink_to("/dev/zero"), "larger": large}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_none_is_refused_at_once(command, here, kind):
    (here / "site").mkdir()
    for name in ("odd.csv", "odd.tab", "site/odd.yaml"):
        KINDS[kind](here / name)
    for words in (
        ["backcast", "odd.csv"],
        ["-m", "design.table=odd.csv"],
        ["site=fra_mauro", "site.thorium_map=odd.tab"],
        ["--config-dir=.", "site=odd"],
    ):
        code, out, err = command(*words)
        assert (code, out) == (2, "")
        # Tables and maps lie in or below the working directory.
        assert f"cannot be read: it is {kind}" in err.replace("is a ", "is ") or (
            kind == "device" and "which lies outside" in err
        )
        assert len(err.splitlines()) == 1
