"""Conditions on stored runs, as an analyst types them: ``change_7.outcome=lost``, ``russia.budget_2030<=150``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.conditioning.agreement import Agreement, agreement
from lunarsim.reading.analysis.conditioning.named_quantity import Quantity, quantity
from lunarsim.words.errors import Fault, InputError

FORM = re.compile(r"\s*([^<>=!]+?)\s*(<=|>=|!=|==|=|<|>)\s*([^<>=!]*?)\s*")
MOST_CONDITIONS = 50

NOT_BEFORE = ".not_before"
"""``change_8.not_before=2029-01-01`` is ``change_8.launched>=2029-01-01`` in letters that a shell leaves alone."""


class Condition(NamedTuple):
    """One condition.

    Parameters
    ----------
    text : str
        As it was typed, without blanks.
    about : Quantity
        What it is about.
    agreement : Agreement
        How much a value of that agrees with it.
    """

    text: str
    about: Quantity
    agreement: Agreement

    @property
    def weighs(self) -> bool:
        """Whether it weighs runs by a kernel; else they agree or do not."""
        return self.agreement.kernel

    def weights(self) -> xr.DataArray:
        """Return how much each run agrees, 0 to 1, dims (levers, sample, replicate) or fewer; NaN where unknown."""
        result: xr.DataArray = xr.apply_ufunc(self.agreement.weigh, self.about.values().astype(np.float64))
        absent = self.about.absent()
        if absent is not None and "absent" not in self.agreement.value:
            # Where the plan lacks a mission, nothing can be said of it: not that it is late, either.
            result = result.where(~absent, 0.0)
        return result.where(self.about.known())


def conditions(dataset: xr.Dataset, texts: Sequence[str]) -> tuple[Condition, ...]:
    """Read conditions and hold them against a sweep.

    Parameters
    ----------
    dataset : Dataset
        A sweep; of its runs nothing is read yet.
    texts : sequence of str
        Conditions; all must hold together. ``docs/conditions.md`` gives the grammar.

    Raises
    ------
    InputError
        With all faults of all texts.
    """
    texts = [texts] if isinstance(texts, str) else list(texts)
    faults: list[Fault] = []
    if len(texts) > MOST_CONDITIONS:
        raise InputError([Fault("conditions", f"are {len(texts):,}, allowed {MOST_CONDITIONS}")])
    found = [_condition(dataset, str(text), faults) for text in texts]
    if faults:
        raise InputError(faults)
    return tuple(condition for condition in found if condition is not None)


def _condition(dataset: xr.Dataset, text: str, faults: list[Fault]) -> Condition | None:
    match = FORM.fullmatch(text)
    if match is None or not match[3]:
        example = "such as change_7.outcome=lost or station_basic_year<=2036"
        faults.append(Fault(text, f"is not a condition; write NAME, one of = != <= >= < > and a value, {example}"))
        return None
    name, sign, value = match[1], match[2].replace("==", "="), match[3]
    typed = f"{name}{sign}{value}"
    if name.endswith(NOT_BEFORE) and sign == "=":
        name, sign = f"{name.removesuffix(NOT_BEFORE)}.launched", ">="
    about = quantity(dataset, name)
    if isinstance(about, str):
        faults.append(Fault(text, about))
        return None
    how = agreement(about, sign, value)
    if isinstance(how, str):
        faults.append(Fault(text, how))
        return None
    return Condition(typed, about, how)
