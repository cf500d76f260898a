"""The element library as the simulator ships it."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.scenario.library.elements import load_patterns

LIBRARY = Path(__file__).parents[2] / "configs" / "library" / "elements.yml"


def along_axis(table):
    return np.array([np.nan if table[name] is None else table[name] for name in REE_AXIS], dtype=np.float64)


@pytest.fixture(scope="session")
def library():
    with LIBRARY.open(encoding="utf-8") as stream:
        return yaml.safe_load(stream)


@pytest.fixture(scope="session")
def patterns():
    return load_patterns()


@pytest.fixture(scope="session")
def price_usd_per_kg(library):
    return along_axis({name: entry["value"] for name, entry in library["prices"]["elements"].items()})
