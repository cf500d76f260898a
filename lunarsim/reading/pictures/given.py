"""What is given for a picture: values of levers, and conditions on runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import xarray as xr

from lunarsim.reading.analysis.conditioning.condition_words import condition_title
from lunarsim.reading.analysis.conditioning.conditions import Condition
from lunarsim.reading.analysis.conditioning.given import require_some_run
from lunarsim.reading.analysis.conditioning.lever_values import of_lever_values
from lunarsim.reading.analysis.conditioning.weights import read, weights
from lunarsim.reading.analysis.valid_runs import LEFT_OUT, finished
from lunarsim.words.errors import Fault, InputError
from lunarsim.words.terminal import one_line

FEW = 50
"""Runs below which a picture says that its shapes are those of few."""


class Given(NamedTuple):
    """A dataset with what is given.

    Parameters
    ----------
    dataset : Dataset
        Of the chosen lever values; runs that do not agree do not count.
    said : str
        The conditions in words with the number of runs that agree; empty where there are none.
    agreeing : int
        That number.
    """

    dataset: xr.Dataset
    said: str
    agreeing: int


def given_for_picture(dataset: xr.Dataset, texts: Sequence[str]) -> Given:
    """Return a dataset with what is given: ``site=peary`` chooses a lever's value, all else is a condition on runs.

    Raises
    ------
    InputError
        With all faults of the texts.
    AnalysisError
        If no run agrees.
    """
    dataset, others = of_lever_values(dataset, texts)
    held = read(dataset, others)
    if not held:
        return Given(dataset, "", int(finished(dataset).sum()))
    weighing = [condition.text for condition in held if condition.weighs]
    if weighing:
        said = "an exact date weighs runs, which a picture does not; give a month, a year or a limit, or use observe"
        raise InputError([Fault(text, said) for text in weighing])
    weighed = weights(dataset, held)
    require_some_run(dataset, held, weighed)
    agrees = weighed > 0
    count, runs = int(agrees.sum()), int(finished(dataset).sum())
    words = in_words(held)
    status = dataset["status"].load()
    kept = status.where(agrees | ~finished(dataset), LEFT_OUT).astype(status.dtype).assign_attrs(status.attrs)
    return Given(dataset.assign(status=kept), f"given: {words} ({count:,} of {runs:,} runs)", count)


def in_words(held: Sequence[Condition]) -> str:
    """Return conditions in the words of tables: "Chang'e-7, first flight: lost"."""
    return " and ".join(one_line(condition_title(condition)) for condition in held)
