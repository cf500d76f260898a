"""A sweep in a notebook: light, with what it is of, and nothing of a stranger's that a browser would run."""

import sys
import types

import numpy as np
import xarray as xr

from lunarsim.reading.notebook_display import display_lightly, html_of
from tests.reading.made import sweep


def large():
    """A sweep of as many variables as a real one."""
    outcomes = {f"outcome_{number}_kg": np.float64(number) for number in range(190)}
    dataset = sweep({"site": ["a", "b"]}, samples=50, **outcomes)
    for values in dataset.data_vars.values():
        values.attrs |= {"description": "What is counted, in a sentence or two. " * 3, "source": "somebody, 2020"}
    return dataset.assign_attrs(title="lunarsim sweep x", config="{" + " " * 20_000 + "}", scenarios="[]" * 5_000)


def test_a_sweep_takes_a_tenth_of_the_bytes():
    dataset = large()
    light = html_of(dataset)
    assert len(light) < 25_000 < len(dataset._repr_html_()) / 8
    assert "lunarsim sweep x" in light
    assert "outcome_189_kg" in light
    assert "sample: 50" in light


def test_texts_of_the_store_are_texts():
    dataset = sweep(station_basic_year=2040.0).assign_attrs(title="<script>alert(1)</script>\x1b")
    dataset["station_basic_year"].attrs["long_name"] = "<img src=x onerror=alert(1)>"
    light = html_of(dataset)
    assert "<script" not in light
    assert "<img" not in light
    assert "\x1b" not in light
    assert "&lt;script&gt;" in light


def test_other_datasets_are_displayed_as_ever():
    other = xr.Dataset({"a": ("x", [1, 2])})
    assert html_of(other).count("xr-") > 10


def test_a_notebook_is_told_and_a_terminal_not_touched(monkeypatch):
    told = {}
    formatter = types.SimpleNamespace(for_type=told.__setitem__)
    display = types.SimpleNamespace(formatters={"text/html": formatter})
    shell = types.SimpleNamespace(display_formatter=display)
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
    display_lightly()
    assert told == {xr.Dataset: html_of}
    told.clear()
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: None))
    display_lightly()
    monkeypatch.delitem(sys.modules, "IPython")
    display_lightly()
    assert told == {}
