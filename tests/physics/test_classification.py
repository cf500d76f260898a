"""The class of a resource by what has been sampled."""

import math

import numpy as np

from lunarsim.physics.resource.classification import RESOURCE_CLASSES, resource_class


def test_the_class_of_a_resource_follows_its_data():
    # Units of 150 km, grades alike within 3 km; by distance to a sample and spacing of holes.
    cases = {
        (math.inf, math.inf): "exploration_target",
        (151.0, math.inf): "exploration_target",
        (150.0, math.inf): "inferred",
        (0.0, math.inf): "inferred",
        (math.inf, 220.0): "exploration_target",
        (math.inf, 200.0): "inferred",
        (0.5, 2.01): "inferred",
        (math.inf, 2.0): "indicated",
        (0.5, 1.01): "indicated",
        (math.inf, 1.0): "measured",
    }
    distance_km, spacing_km = np.array(list(cases)).T
    codes = resource_class(distance_km, spacing_km, 150.0, 3.0, 1e6)
    assert [RESOURCE_CLASSES[code] for code in codes] == list(cases.values())
    assert codes.dtype == np.int8


def test_a_grid_has_four_holes_or_more():
    area_km2 = np.array([0.01, 3.9, 4.0])
    codes = resource_class(np.inf, 1.0, 150.0, 3.0, area_km2)
    assert [RESOURCE_CLASSES[code] for code in codes] == ["exploration_target"] * 2 + ["measured"]


def test_no_class_is_a_reserve():
    assert not any("reserve" in name for name in RESOURCE_CLASSES)
