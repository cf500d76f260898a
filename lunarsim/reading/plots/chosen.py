"""What is drawn of a dataset: outcomes at a label, dimensions of outcomes compared as levers are, levers selected."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import xarray as xr

from lunarsim.reading.analysis.valid_runs import levers
from lunarsim.reading.titles.labels import label_title
from lunarsim.reading.titles.outcomes import CHOSEN_OF
from lunarsim.words.errors import AnalysisError, nearest

OF_RUNS = ("status", "horizon_year")
"""What says of each run whether it counts and when it ends."""

_ALONG = ("month", "year")
"""Axes of time: no outcome is chosen at one of their labels."""


Plot = TypeVar("Plot", bound=Callable[..., Any])

_SUBJECT = """subject : str, optional
    What stands at the foot in place of what the dataset says of itself; empty for nothing."""

_RETURNS = """

Returns
-------
Figure
    A matplotlib figure."""

_PARAMETERS, _RAISES = "\n\nParameters\n----------\n", "\n\nRaises\n------\n"


def of_sweep(but: str = "", sweep: str = "A sweep") -> Callable[[Plot], Plot]:
    """Complete the docstring of a plot of a sweep: its dataset, the foot that it may be given, and the figure.

    Parameters
    ----------
    but : str
        The dimensions that the dataset may have; left out, those that are no levers.
    sweep : str
        What sweep it must be.
    """
    left = f"dimensions other than {but}" if but else "levers"
    dataset = f"dataset : Dataset\n    {sweep}; {left} must have been selected."

    def complete(plot: Plot) -> Plot:
        head, raises, errors = inspect.cleandoc(plot.__doc__ or "").partition(_RAISES)
        about, _, own = head.partition(_PARAMETERS)
        parameters = "\n".join(filter(None, (dataset, own, _SUBJECT)))
        plot.__doc__ = f"{about}{_PARAMETERS}{parameters}{_RETURNS}{raises}{errors}\n"
        return plot

    return complete


def without_levers(dataset: xr.Dataset, what: str) -> xr.Dataset:
    """Return a sweep of which one value of each lever has been selected, without the levers.

    Raises
    ------
    AnalysisError
        If a lever has several values.
    """
    names = levers(dataset)
    left = [f"{name} ({dataset.sizes[name]} values)" for name in names if dataset.sizes[name] > 1]
    if left:
        raise AnalysisError(f"{what}: select one value of {', '.join(left)} first, with dataset.sel(...)")
    return dataset.squeeze(names)


def along_lever(dataset: xr.Dataset, lever: str | None) -> xr.Dataset:
    """Return a dataset in which a dimension of outcomes, such as ``station``, is compared as a lever is.

    Raises
    ------
    AnalysisError
        If the dataset has no such dimension.
    """
    if lever is None or lever in dataset["status"].dims:
        return dataset
    if lever not in dataset.dims:
        names = [str(dim) for dim in dataset["status"].dims if dim not in ("sample", "replicate")]
        offer = f"there are {', '.join(names)}" if names else "this sweep has no levers"
        raise AnalysisError(f"no dimension {lever!r} to compare by; {offer}")
    return dataset.assign(
        {name: dataset[name].expand_dims({lever: dataset[lever]}) for name in OF_RUNS if name in dataset}
    )


def chosen_outcomes(dataset: xr.Dataset, names: Sequence[str]) -> tuple[xr.Dataset, list[str]]:
    """Return a dataset with the chosen outcomes as variables of their own, and their names in it.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    names : sequence of str
        Variables, at a label of a further dimension where one is given: ``mass_landed_kg(russia)``.

    Raises
    ------
    AnalysisError
        If there is no such variable, dimension or label.
    """
    found = []
    for name in names:
        # Brackets of both kinds are read: a shell takes round ones for its own.
        base, bracket, rest = name.replace("[", "(", 1).partition("(")
        if base not in dataset.data_vars:
            guess = nearest(base, [str(each) for each in dataset.data_vars])
            hint = f"; did you mean {guess}?" if guess else ""
            raise AnalysisError(f"no outcome {base!r} in the dataset{hint}")
        label = rest[:-1]
        # The name ends as that of the outcome does, which says what is a date.
        own = f"{label} {base}" if bracket else base
        if bracket:
            dataset = dataset.assign({own: _at_label(dataset, base, label)})
        found.append(own)
    return dataset, found


def chosen_outcome(dataset: xr.Dataset, name: str) -> tuple[xr.Dataset, str]:
    """Return :func:`chosen_outcomes` of one outcome."""
    dataset, (found,) = chosen_outcomes(dataset, (name,))
    return dataset, found


def _at_label(dataset: xr.Dataset, base: str, label: str) -> xr.DataArray:
    values = dataset[base]
    others = [str(dim) for dim in values.dims if dim not in (*dataset["status"].dims, *_ALONG)]
    if len(others) != 1:
        raise AnalysisError(f"{base} has no labels to choose from; write {base}")
    labels = [str(each) for each in dataset[others[0]].values]
    if label not in labels:
        guess = nearest(label, labels)
        hint = f"; did you mean {guess}?" if guess else f"; there are {', '.join(labels[:12])}"
        raise AnalysisError(f"{base} has no {others[0]} {label!r}{hint}")
    title = f"{values.attrs.get('long_name', base)}, {label_title(others[0], label, dataset)}"
    return values.isel({others[0]: labels.index(label)}, drop=True).assign_attrs({"long_name": title, CHOSEN_OF: base})
