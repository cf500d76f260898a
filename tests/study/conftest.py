from __future__ import annotations

import copy
import dataclasses

import pytest

from lunarsim.scenario.building import default_tree
from lunarsim.study.grid.planning import make_plan
from lunarsim.study.request.request import Interval, Lever, Request
from lunarsim.study.request.settings import Design, Executor, Output, Uncertainties
from lunarsim.study.run.sweep import run_sweep
from tests.study.models import SMALL

SITES = {
    "shackleton": {"thorium_ppm": 1.0, "latitude_deg": -89.7, "lit_fraction": 0.8},
    "fra_mauro": {"thorium_ppm": 10.0, "latitude_deg": -3.7, "lit_fraction": 0.5},
}
_FAULTY = {"below_zero": {"thorium_ppm": -3.0, "latitude_deg": 0.0, "lit_fraction": 0.5}}
_SITE = {
    "title": "A place",
    "longitude_deg": 0.0,
    "feo_wt_pct": 5.0,
    "silicic": False,
    "dark_spell_hours": 100.0,
    "earth_visible_fraction": 1.0,
    "regolith_thickness_m": 5.0,
}

FEW = (("plant.availability", 0.5, 0.9, "uniform"), ("mine.excavators", 1, 9))
"""The uncertain factors of a request that names none: each is an array of a store, so that all of them take long."""

DESIGN_KEYS = {field.name for field in dataclasses.fields(Design)} - {"name", "samples", "replicates", "seed"}


def compose(options):
    """A composed tree as the door would give it, without Hydra."""
    tree = copy.deepcopy(default_tree())
    site = options.get("site", "shackleton")
    tree["site"] |= _SITE | (SITES | _FAULTY)[site] | {"name": site}
    tree["programs"] = {"china": {}, "russia": {}, "usa": {"active": False}}
    if options.get("program@programs.russia") == "reformed":
        tree["programs"]["russia"] = {"slip_multiplier": 0.5}
    if "cooperation" in options:
        tree["cooperation"]["mode"] = options["cooperation"]
    if "station" in options:
        tree["station"]["name"] = options["station"]
    if options.get("timeline") == "late":
        tree["timeline"]["start"] = "2027-07-01"
    return tree


def asked(levers=None, groups=None, intervals=(), changes=None, cases=None, **settings):
    """A request: ``levers`` and ``groups`` map keys to values, ``changes`` are typed overrides of the tree.

    Where ``use`` is not given, the intervals are all that is uncertain, or a few where there are none.
    """
    changes = changes or {}
    if "use" not in settings:
        intervals = intervals or FEW

    def changed(options):
        tree = compose(options)
        for key, value in changes.items():
            *path, last = key.split(".")
            here = tree
            for part in path:
                here = here.setdefault(part, {})
            here[last] = value
        return tree

    listed = [Lever(key, tuple(values), True) for key, values in (groups or {}).items()]
    listed += [Lever(key, tuple(values), False) for key, values in (levers or {}).items()]
    return Request(
        compose=changed,
        levers=tuple(listed),
        cases=cases,
        intervals=tuple(Interval(*interval) for interval in intervals),
        uncertainties=Uncertainties(settings.get("use", "none"), settings.get("only", ())),
        design=Design(
            settings.get("design", "lhs"),
            settings.get("samples", 8),
            settings.get("replicates", 1),
            settings.get("seed", 5),
            **{key: settings[key] for key in DESIGN_KEYS & settings.keys()},
        ),
        executor=Executor(
            settings.get("executor", "serial"), settings.get("workers", 2), settings.get("block_runs", 500)
        ),
        output=Output(settings.get("store", False), settings.get("name", ""), str(settings.get("dir", "unused"))),
        name="study",
        command=tuple(f"{key}={value}" for key, value in changes.items()),
        config={"site": "shackleton", "note": "größer"},
    )


@pytest.fixture
def plan():
    """Make a plan for the small model; all that is declared with a distribution is uncertain by default."""
    return lambda *args, use="default", **kwargs: make_plan(
        asked(*args, use=use, **kwargs), SMALL, "tests.study.models:SMALL"
    )


@pytest.fixture
def sweep():
    """Run a sweep of a model of this folder, with uncertain factors as of ``plan``; the loaded dataset."""

    def run(*args, model="SMALL", use="default", **kwargs):
        result = run_sweep(asked(*args, use=use, **kwargs), model=f"tests.study.models:{model}", progress=False)
        with result.open() as dataset:
            return dataset.load()

    return run


def _started(processes):
    import distributed

    return distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=processes,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=40,
    )


@pytest.fixture(scope="module")
def cluster_here():
    """A Dask cluster of two workers in this process, as at an address: what is patched here is patched there."""
    with _started(processes=False) as cluster:
        yield cluster


@pytest.fixture(scope="module", params=["threads", pytest.param("processes", marks=pytest.mark.slow)])
def cluster(request):
    """A Dask cluster of two workers that others have started, in this process or in two of its own."""
    if request.param == "threads":
        yield request.getfixturevalue("cluster_here")
        return
    with _started(processes=True) as cluster:
        yield cluster
