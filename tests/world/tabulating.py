"""Traces made in a test as the runs that outcomes are computed from."""

from lunarsim.world.mine.deposit import deposits
from lunarsim.world.outcomes.calendar import scenario_calendar
from lunarsim.world.outcomes.coordinates import time_coordinates, world_coordinates
from lunarsim.world.outcomes.runs import TracedRuns


def labels_of(scenarios):
    """Return the labels of all dimensions that the world's outcomes have."""
    coordinates = world_coordinates(scenarios) | time_coordinates(scenarios)
    return {name: coordinate.values for name, coordinate in coordinates.items()}


def traced(scenarios, traces):
    """Return runs of one time span with their traces."""
    return TracedRuns(scenarios, scenario_calendar(scenarios[0]), labels_of(scenarios), traces, deposits(scenarios))
