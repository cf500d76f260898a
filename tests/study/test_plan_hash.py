"""The fingerprint of a plan is the same in every process, and what goes to workers is data."""

import functools
import inspect
import io
import os
import pickle
import subprocess
import sys

import pytest

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE
from lunarsim.world.outcomes.variable import Variable
from tests.study.conftest import asked

LEVERS = {"plant.units": [1, 2], "cooperation.mode": ["active", "lapsed"]}


@functools.cache
def campaign_plan():
    """The plan of a sweep of the real simulation."""
    return make_plan(
        asked(LEVERS, {"site": ["shackleton", "fra_mauro"]}, design="sobol"), CAMPAIGNS, CAMPAIGNS_REFERENCE
    )


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_hash_is_the_same_in_a_fresh_process_whatever_the_seed_of_python_s_hashes(seed):
    command = "from tests.study.test_plan_hash import campaign_plan; print(campaign_plan().hash)"
    environment = os.environ | {"PYTHONHASHSEED": seed}
    fresh = subprocess.run([sys.executable, "-c", command], env=environment, capture_output=True, text=True, check=True)
    assert fresh.stdout.strip() == campaign_plan().hash


class Listing(pickle.Unpickler):
    """Unpickles, and lists what it finds by name."""

    def __init__(self, data):
        super().__init__(io.BytesIO(data))
        self.things = []

    def find_class(self, module, name):
        thing = super().find_class(module, name)
        self.things.append(thing)
        return thing


def test_a_plan_goes_to_workers_without_any_function_of_the_outcomes():
    listing = Listing(pickle.dumps(campaign_plan()))
    again = listing.load()
    assert Variable in listing.things
    assert [thing for thing in listing.things if inspect.isfunction(thing) and thing.__module__ != "copyreg"] == []
    assert again.variables == campaign_plan().variables == CAMPAIGNS.variables


def test_the_hash_refuses_what_has_no_fixed_text(monkeypatch):
    """A function would be written with its address, which differs from process to process."""
    monkeypatch.setattr(type(CAMPAIGNS), "variables", (Variable("a_kg", "a", len),))
    with pytest.raises(TypeError, match="builtin_function"):
        make_plan(asked(LEVERS), CAMPAIGNS, CAMPAIGNS_REFERENCE)
