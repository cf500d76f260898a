"""Accounts computed again: what comes out is what a simulation with the new values gives, bit for bit."""

import errno
import json
import shutil

import numpy as np
import pytest
import xarray as xr

from lunarsim.study.accounts import present_value
from lunarsim.study.accounts.ledger import ACCOUNT_VARIABLES
from lunarsim.study.model.interface import FAILED, INFEASIBLE, NOT_RUN, OK
from lunarsim.study.request.design_kinds import DESIGN_KINDS
from lunarsim.study.request.settings import Executor
from lunarsim.study.revaluing import revaluation
from lunarsim.study.revaluing.revaluation import original, revalue_sweep
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.rerun import replay_run
from lunarsim.study.run.sweep import SweepInterrupted
from lunarsim.study.store import stored_sweep
from lunarsim.study.store.checked import template
from lunarsim.words.errors import StoreError
from tests.study.revaluing import (
    BASE,
    GOES_ON,
    INTERVALS,
    NEW,
    SOON,
    digest_of,
    opened,
    revalued,
    simulated,
    stored_at,
    with_new_values,
)
from tests.study.test_sweep import same

OF_OXYGEN = ("oxygen_value_musd", "npv_joint_musd", "ree_cost_share", "unit_cost_joint_usd_per_kg")
"""Accounts that the price of oxygen moves."""

SLOWLY = pytest.mark.slow
STRUCTURED = [name for name, kind in DESIGN_KINDS.items() if kind.rows == "structured"]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A stored sweep of ten runs; tests leave it as it is."""
    return stored_at(tmp_path_factory.mktemp("stored"))


@pytest.mark.parametrize("executor", ["serial", pytest.param("processes", marks=pytest.mark.slow)])
def test_all_variables_are_those_of_a_simulation_with_the_new_values(tmp_path, executor):
    what = {
        "levers": {"timeline.horizon_years": [3.0, 20.0], "plant.units": [0, 2]},
        "groups": {"program@programs.russia": ["declared", "reformed"]},
        "changes": SOON | {"finance.cost_growth": 2.0},
        "executor": executor,
        "block_runs": 16,
    }
    path = stored_at(tmp_path / "old", **what)
    before = digest_of(path.parent)
    result = revalued(path, dir=str(tmp_path / "new"))
    fresh = simulated(**what | {"changes": what["changes"] | NEW, "executor": "serial"})
    found = opened(result.path)
    same(found, fresh)
    assert np.isfinite(found.unit_cost_usd_per_kg).any()
    assert np.isnan(found.unit_cost_usd_per_kg).any()
    assert found.factor.values.tolist() == [each[0] for each in GOES_ON]
    assert found.attrs["plan_hash"] == fresh.attrs["plan_hash"] != opened(path).attrs["plan_hash"]
    assert (result.runs, result.missing, result.failed) == (64, 0, 0)
    assert digest_of(path.parent) == before


@pytest.mark.parametrize(
    "values",
    [{"market.separation_discount": 1.0}, pytest.param({"programs.russia.cost_multiplier": 0.5}, marks=SLOWLY)],
)
@pytest.mark.parametrize("sharing", [pytest.param("all", marks=SLOWLY), "none"])
def test_chance_stays_that_of_the_rows(tmp_path, values, sharing):
    what = {"common_random_numbers": sharing, "design": "monte_carlo", "levers": {"mine.excavators": [2, 4]}}
    intervals = INTERVALS[:3]
    path = stored_at(tmp_path / "old", intervals, **what)
    same(opened(revalued(path, values).path), simulated(intervals, BASE | values, **what))


@pytest.mark.parametrize("design", ["sobol", *(pytest.param(name, marks=SLOWLY) for name in STRUCTURED)])
def test_a_parameter_that_is_certain_changes_in_any_design(tmp_path, design):
    values = {"market.price_multiplier": 0.5}
    what = {"design": design, "samples": 2, "trajectories": 2, "replicates": 1}
    path = stored_at(tmp_path / "old", **what)
    same(opened(revalued(path, values).path), simulated(INTERVALS, BASE | values, **what))


def test_designs_that_draw_factor_by_factor_say_so(plan):
    """What may be fixed in a stored sweep rests on this."""
    from lunarsim.study.designs.drawing import DRAWS, draw

    for name, kind in DESIGN_KINDS.items():
        if name not in DRAWS:
            continue
        design = plan(design=name, samples=4).design
        both, one = (np.concatenate([p.unit for p in draw(design, keys)]) for keys in (["a.b", "c.d"], ["c.d"]))
        apart = both[-1:].shape == one.shape and (both[-1:] == one).all()
        assert apart == kind.factor_by_factor, name


def test_the_new_sweep_says_what_it_was_made_from_and_stands_beside_it(path, tmp_path):
    result = revalued(path, dir=str(tmp_path))
    old, new = opened(path).attrs, opened(result.path).attrs
    name = f"study/{path.parent.name}"
    assert (new["revalued_from"], new["revalued_plan_hash"]) == (name, old["plan_hash"])
    assert new["revalued_with"].split() == list(with_new_values().words)
    assert new["simulated_with"].startswith(f"lunarsim {old['lunarsim_version']}, ")
    assert f"numpy {old['numpy_version']}" in new["simulated_with"]
    assert new["simulated"] == old["created"]
    assert json.loads(new["config"])["finance"]["discount_rate"] == 0.04
    assert f"revalue: {name} with" in (result.path.parent / "sweep.log").read_text()
    again = revalue_sweep(original(result.path), with_new_values({"market.oxygen_usd_per_kg": 400.0}), progress=False)
    assert again.path.parent.parent == result.path.parent.parent
    first, second = opened(result.path), opened(again.path)
    assert second.attrs["simulated_with"] == new["simulated_with"]
    assert second.attrs["simulated"] == old["created"]
    for variable in ACCOUNT_VARIABLES:
        if variable.name not in OF_OXYGEN:
            xr.testing.assert_equal(second[variable.name], first[variable.name])


def test_runs_are_replayed_with_the_new_values(path, tmp_path):
    result = revalued(path, dir=str(tmp_path))
    run = replay_run(result.path, {"sample": "3", "replicate": "1"})
    assert (run.status, run.different) == (OK, ())
    assert run.compared > 90


def test_what_is_missing_stays_so_until_it_is_resumed(path, tmp_path):
    path = shutil.copytree(path.parent, tmp_path / "study" / "time") / "sweep.zarr"
    (path / "checksums/blocks/c/1/0/0").unlink()
    result = revalued(path)
    found = opened(result.path)
    missing = found.status.values == NOT_RUN
    assert result.missing == missing.sum() > 0
    assert np.isnan(found.npv_musd.values[missing]).all()
    assert resume_sweep(result.path, Executor(), progress=False).runs == missing.sum()
    same(opened(result.path), simulated())


def test_what_can_never_work_stays_so(tmp_path):
    what = {"levers": {"plant.reagent_stock_days": [90.0, 0.0]}, "samples": 2}
    path = stored_at(tmp_path / "old", **what)
    found = opened(revalued(path).path)
    assert {INFEASIBLE, OK} == set(found.status.values.ravel().tolist())
    same(found, simulated(**what))


def test_a_run_whose_accounts_raise_has_failed_as_it_would_in_a_simulation(path, tmp_path, monkeypatch):
    def breaks_at_new_values(unit_cost, discount):
        if (unit_cost < limit).any():
            raise ArithmeticError("too cheap")
        return breakeven(unit_cost, discount)

    breakeven = present_value.breakeven_price
    costs = opened(revalued(path, dir=str(tmp_path / "well")).path).unit_cost_usd_per_kg.values
    limit = np.nanmedian(costs)
    monkeypatch.setattr(present_value, "breakeven_price", breaks_at_new_values)
    result = revalued(path, dir=str(tmp_path / "new"))
    found = opened(result.path)
    assert 0 < (found.status == FAILED).sum() == result.failed < found.status.size
    assert set(found.error.values[found.status.values == FAILED]) == {"ArithmeticError: too cheap"}
    same(found, simulated())


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_what_is_cut_short_leaves_nothing(path, tmp_path, monkeypatch, error):
    write = template.Template.write_block

    def ends(self, block, *given):
        if block == 1:
            raise error
        write(self, block, *given)

    monkeypatch.setattr(template.Template, "write_block", ends)
    kind = SweepInterrupted if isinstance(error, KeyboardInterrupt) else StoreError
    before = digest_of(path.parent)
    with pytest.raises(kind, match=r"no new sweep was made|No space left on device") as caught:
        revalued(path, dir=str(tmp_path))
    assert caught.value.exit_code == (130 if kind is SweepInterrupted else 1)
    assert list((tmp_path / "study").iterdir()) == []
    assert digest_of(path.parent) == before


def test_a_chunk_that_was_changed_is_not_copied(tmp_path):
    path = stored_at(tmp_path / "old", samples=2)
    chunk = path / "month_load_kw/c/0/0/0/0"
    if not chunk.exists():
        (chunk, *_) = sorted(each for each in path.glob("missions_flown/c/*/*") if each.is_file())
    content = bytearray(chunk.read_bytes())
    content[-6] ^= 1
    chunk.write_bytes(content)
    with pytest.raises(StoreError, match=r"is damaged|is not the chunk"):
        revalued(path)
    assert len(list(path.parents[1].iterdir())) == 1


def test_a_block_that_is_written_meanwhile_is_not_copied(path, tmp_path, monkeypatch):
    from lunarsim.study.store.checked.checked_store import CheckedStore

    seal = CheckedStore.seal
    seen = []

    def changes(self, block):
        found = seal(self, block)
        seen.append(block)
        return found + 1 if len(seen) == 2 else found

    monkeypatch.setattr(CheckedStore, "seal", changes)
    with pytest.raises(StoreError, match="block 0 is being written; wait until that is done, or resume it"):
        revalued(path, dir=str(tmp_path))


def test_a_sweep_of_other_results_is_refused_in_one_line(path, monkeypatch):
    monkeypatch.setattr(stored_sweep, "RESULTS", 10**6)
    with pytest.raises(StoreError, match=r"^[^\n]*results are of number [^\n]*; so does revalue$"):
        original(path)


def test_versions_that_move_last_bits_are_reported(path, tmp_path, monkeypatch):
    monkeypatch.setattr(revaluation, "other_versions", lambda attrs: ["numpy 1.0, here 2.0"])
    notes = []
    result = revalue_sweep(original(path), with_new_values(dir=str(tmp_path)), progress=False, note=notes.append)
    assert notes == ["the dataset was made with numpy 1.0, here 2.0: the last bits of the accounts can differ"]
    assert notes[0] in (result.path.parent / "sweep.log").read_text()


def test_a_sweep_at_a_url_is_revalued_beside_itself(tmp_path):
    pytest.importorskip("obstore")
    path = stored_at(f"memory://{tmp_path.name}", samples=2, replicates=1)
    result = revalued(path)
    assert str(result.path).startswith(f"memory://{tmp_path.name}/study/")
    with result.open() as dataset:
        same(dataset.load(), simulated(samples=2, replicates=1))
