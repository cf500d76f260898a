"""The element library as the simulator ships it."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from lunarsim.physics.resource.patterns import REE_AXIS, assemble_patterns

LIBRARY = Path(__file__).parents[2] / "configs" / "library" / "elements.yml"


def along_axis(table):
    return np.array([np.nan if table[name] is None else table[name] for name in REE_AXIS], dtype=np.float64)


@pytest.fixture(scope="session")
def library():
    with LIBRARY.open(encoding="utf-8") as stream:
        return yaml.safe_load(stream)


@pytest.fixture(scope="session")
def patterns(library):
    materials, mare = library["materials"], library["mare"]
    return assemble_patterns(
        kreep_ppm=along_axis(materials["kreep"]["ppm"]),
        feldspathic_ppm=along_axis(materials["feldspathic"]["ppm"]),
        mare_samples_ppm=np.stack([along_axis(sample["ppm"]) for sample in mare["samples"].values()]),
        mare_scandium_ppm=mare["scandium"]["ppm"],
        silicic_ppm=along_axis(materials["silicic"]["ppm"]),
        ci_ppm=along_axis(materials["ci"]["ppm"]),
        oxide_factor=along_axis(library["oxides"]["kg_per_kg"]),
        kreep_thorium_ppm=materials["kreep"]["thorium_ppm"],
        merrillite_ppm=along_axis(library["minerals"]["merrillite"]["ppm"]),
        merrillite_phosphorus_ppm=float(library["minerals"]["merrillite"]["phosphorus_ppm"]),
    )


@pytest.fixture(scope="session")
def price_usd_per_kg(library):
    return along_axis({name: entry["value"] for name, entry in library["prices"]["elements"].items()})
