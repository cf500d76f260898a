"""A store in which one thing is damaged: each verb gives the right answer or one clear line, never another number."""

import contextlib
import io
import random
import shutil
import time

import pytest
import xarray as xr
import zarr

from lunarsim.reading.export.files import export
from lunarsim.reading.tables.json_summary import show_json
from lunarsim.reading.tables.summary_table import show
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.rerun import replay_run
from lunarsim.study.run.sweep import run_sweep
from lunarsim.words.errors import LunarsimError
from tests.end_to_end.models import FACTORS
from tests.study.conftest import asked

MODEL = "tests.end_to_end.models:COUNTED"
KEY = "site.thorium_ppm"


class Sweep:
    """A sweep that is damaged and mended again and again, and what the verbs answer while it is whole."""

    def __init__(self, folder):
        intervals = [(key, *ends) for key, ends in FACTORS.items() if key != KEY]
        request = asked(
            {KEY: [2.0, 9.0], "waits.slip": [True, False]}, intervals=intervals, use="none", samples=6, block_runs=4,
            store=True, dir=folder,
        )  # fmt: skip
        self.path = run_sweep(request, MODEL, progress=False).path
        self.whole = folder / "whole"
        shutil.copytree(self.path, self.whole)
        self.files = sorted(path.relative_to(self.path) for path in self.path.rglob("*") if path.is_file())
        with xr.open_zarr(self.path) as stored:
            self.stored = stored.load().drop_vars("run_seconds")
        self.right = {verb: self.answer(verb) for verb in VERBS}

    def mend(self):
        """Make the store whole again."""
        shutil.rmtree(self.path)
        shutil.copytree(self.whole, self.path)

    def answer(self, verb):
        """Return what a verb answers: its result, or the one line with which it refuses."""
        try:
            return VERBS[verb](self)
        except LunarsimError as error:
            text = str(error)
            assert "\n" not in text
            assert text.startswith(str(self.path.parent)), text
            return text

    def is_right(self, verb, answer):
        """Return whether an answer is that of the whole store, or a refusal."""
        return answer == self.right[verb] or (isinstance(answer, str) and answer.startswith(str(self.path.parent)))


def _printed(function, path):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        function(path)
    return "shown", out.getvalue()


def _exported(sweep):
    with contextlib.suppress(FileNotFoundError):
        (sweep.path.parent / "sweep.csv").unlink()
    text = export(sweep.path, "csv").read_text(encoding="utf-8").splitlines()
    at = [name.partition(" ")[0] for name in text[0].split(",")].index("run_seconds")
    return "exported", [line.split(",")[:at] + line.split(",")[at + 1 :] for line in text]


def _replayed(sweep):
    rows = [replay_run(sweep.path, {"thorium_ppm": "9.0", "slip": "True", "sample": str(at)}, MODEL) for at in (1, 2)]
    return "replayed", [(row.status, row.stored, row.different, row.compared, row.error) for row in rows]


def _resumed(sweep):
    with resume_sweep(sweep.path, model=MODEL, progress=False).open() as stored:
        return "resumed", stored.load().drop_vars("run_seconds").identical(sweep.stored)


VERBS = {
    "show": lambda sweep: _printed(show, sweep.path),
    "show --json": lambda sweep: _printed(show_json, sweep.path),
    "export": _exported,
    "replay": _replayed,
    "resume": _resumed,
}
"""Resume is the last one, as it may mend the store."""


def _flip(path, chance):
    content = bytearray(path.read_bytes())
    at = chance.randrange(len(content) * 8)
    content[at // 8] ^= 1 << at % 8
    path.write_bytes(content)


def _cut(path, chance):
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])


def _damage(sweep, chance):
    """Damage the store in one of the ways; return what was done."""
    path = sweep.path / chance.choice(sweep.files)
    other = sweep.path / chance.choice([each for each in sweep.files if each.name != "zarr.json"])
    kind = chance.choice(["flip", "cut a byte", "cut", "swap", "delete", "replace", "fill"])
    if kind == "flip":
        _flip(path, chance)
    elif kind == "cut a byte":
        path.write_bytes(path.read_bytes()[:-1])
    elif kind == "cut":
        _cut(path, chance)
    elif kind == "swap":
        chunk = sweep.path / chance.choice([each for each in sweep.files if each.name != "zarr.json"])
        one, two = chunk.read_bytes(), other.read_bytes()
        chunk.write_bytes(two)
        other.write_bytes(one)
        path = chunk
    elif kind == "delete":
        path.unlink()
    elif kind == "replace":
        path.write_bytes(other.read_bytes())
    else:
        path.write_bytes(bytes(chance.randrange(256) for _ in range(chance.randrange(1, 200))))
    return f"{kind} {path.relative_to(sweep.path)} {other.relative_to(sweep.path)}"


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    return Sweep(tmp_path_factory.mktemp("damaged"))


def test_the_whole_store_is_answered(swept):
    assert all(isinstance(answer, tuple) for answer in swept.right.values())
    assert swept.right["resume"] == ("resumed", True)
    assert swept.right["replay"][1][0][2:4] == ((), len(swept.stored.data_vars) - 5 + 1)


def _check(swept, seed):
    swept.mend()
    what = _damage(swept, random.Random(seed))
    for verb in VERBS:
        start = time.monotonic()
        answer = swept.answer(verb)
        assert swept.is_right(verb, answer), f"{seed}, {what}: {verb} answers {answer}"
        assert time.monotonic() - start < 30, f"{seed}, {what}: {verb} takes long"


@pytest.mark.parametrize("seed", range(3))
def test_of_a_damage_no_verb_makes_another_answer(swept, seed):
    _check(swept, seed)


@pytest.mark.slow
def test_of_two_hundred_damages_no_verb_makes_another_answer(swept):
    for seed in range(3, 206):
        _check(swept, seed)


def _chunks(swept):
    return [each for each in swept.files if each.name != "zarr.json" and each.parts[0] != "checksums"]


@pytest.mark.slow
@pytest.mark.parametrize("harm", [_flip, _cut])
def test_of_three_hundred_damaged_chunks_plain_xarray_reads_none(swept, harm):
    """Plain xarray and zarr know the sum of each chunk; that of another chunk they cannot know."""
    chance = random.Random(7)
    for _ in range(300):
        swept.mend()
        file = chance.choice(_chunks(swept))
        harm(swept.path / file, chance)
        with pytest.raises((ValueError, RuntimeError)):
            zarr.open_group(swept.path, mode="r")[file.parts[0]][...]


def test_plain_zarr_finds_a_flip_and_a_cut(swept):
    for harm in (_flip, _cut):
        swept.mend()
        harm(swept.path / "line_kg/c/0/0/0/0", random.Random(1))
        with pytest.raises((ValueError, RuntimeError)):
            zarr.open_group(swept.path, mode="r")["line_kg"][...]
