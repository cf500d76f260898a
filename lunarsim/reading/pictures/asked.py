"""What a line asks of ``plot``, and the line that asks for something else: refusals end with it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from typing import Any, NamedTuple

import xarray as xr

from lunarsim.reading.analysis.conditioning.lever_values import lever_named
from lunarsim.reading.analysis.conditioning.weights import weights
from lunarsim.reading.analysis.lever_words import values_as_typed
from lunarsim.reading.analysis.sensitivity.design_check import line_to_run
from lunarsim.reading.analysis.valid_runs import finished, levers
from lunarsim.reading.pictures.kinds import KINDS
from lunarsim.words.errors import AnalysisError

SAMPLES_OFFERED = 1000


class Asked(NamedTuple):
    """What a line asks for.

    Parameters
    ----------
    kind : str
        One of :data:`lunarsim.reading.pictures.kinds.KINDS`.
    outcomes : sequence of str
        Names or patterns; left out, the usual ones of the kind.
    by : sequence of str
        Dimensions to compare by, levers by name or key; left out, the levers that are left, where these are few enough.
    given : sequence of str
        Values of levers, and conditions on runs.
    statistic : str
        Of a heat map: ``median``, ``mean`` or ``probability``.
    better : str
        Of regret: ``lower`` or ``higher``, where the outcome's name does not say.
    store : str
        The sweep as it was named; left out, the newest.
    """

    kind: str
    outcomes: Sequence[str] = ()
    by: Sequence[str] = ()
    given: Sequence[str] = ()
    statistic: str = ""
    better: str = ""
    store: str = ""

    def line(self, **changes: Any) -> str:
        """Return the line that asks for something else, in the quotes of a shell."""
        other = self._replace(**changes)
        words = ["lunarsim", "plot", other.kind, *filter(None, (other.store,))]
        options = {"--outcomes": ",".join(other.outcomes), "--by": ",".join(other.by)}
        options |= {"--statistic": other.statistic, "--better": other.better}
        words += [word for option, value in options.items() if value for word in (option, value)]
        return shlex.join([*words, *other._given_words()])

    def line_of_show(self, outcome: str) -> str:
        """Return the line that shows an outcome of the same runs as a table."""
        words = ["lunarsim", "show", *filter(None, (self.store,)), "--outcomes", outcome]
        return shlex.join([*words, *self._given_words()])

    def _given_words(self) -> list[str]:
        return [word for text in self.given for word in ("--given", text)]


def of_one_value(dataset: xr.Dataset, names: Sequence[str]) -> list[str]:
    """Return what gives the first value of some levers: ``site=peary``."""
    return [f"{name}={values_as_typed(dataset, name)[0]}" for name in names]


def example_of_news(dataset: xr.Dataset) -> str:
    """Return news that some runs agree with: a mission that is lost, else one that arrives."""
    missions = [str(name) for name in dataset["mission"].values] if "mission" in dataset else []
    for news in ("lost", "success"):
        for mission in sorted(missions, key=lambda name: name != "change_7"):
            text = f"{mission}.outcome={news}"
            if bool((weights(dataset, [text]) > 0).any()):
                return text
    return "change_7.outcome=lost"


def example_of_target(dataset: xr.Dataset) -> str:
    """Return a target that about half of the runs meet, of the latest milestone that half of them reach."""
    for name in ("station_extended", "station_basic", "station_working"):
        if f"{name}_year" in dataset:
            dates = dataset[f"{name}_year"].where(finished(dataset)).fillna(float("inf"))
            middle = float(dates.median())
            if float("-inf") < middle < float("inf"):
                return f"{name}<={middle:.0f}"
    return "station_extended<=2045"


def in_options_of_plot(error: AnalysisError, dataset: xr.Dataset, asked: Asked) -> AnalysisError:
    """Return an error of an analysis whose offers are lines of ``plot``, not options of the verb that prints it."""
    text = str(error)
    if match := re.search(r"--target ('[^']*'|\S+)", text):
        return AnalysisError(text.replace(match[0], f"this: {asked.line(outcomes=shlex.split(match[1]))}"))
    more = line_to_run(dataset, "design=lhs", f"design.samples={SAMPLES_OFFERED}")
    for said in ("take another --by, or run more samples", "take another target, or run more samples"):
        text = text.replace(said, f"run more samples: {more}")
    if match := re.search(r"Say so: --better higher.*", text):
        text = text.replace(match[0], f"Say so: {asked.line(better='higher')}")
    return AnalysisError(text)


def fitting(dataset: xr.Dataset, asked: Asked) -> Asked:
    """Return what is asked by as many levers as the kind can show, with a value of each other one given."""
    left = [lever for lever in levers(dataset) if dataset.sizes[lever] > 1]
    most = KINDS[asked.kind].levers
    by = [name for name in (lever_named(dataset, each) or each for each in asked.by) if name in dataset.dims][:most]
    # Where all fit, they need not be named.
    by = by or (left[:most] if len(left) > most else [])
    rest = [lever for lever in left if lever not in by] if by or len(left) > most else []
    return asked._replace(by=by, given=[*asked.given, *of_one_value(dataset, rest)])
