"""Which outcomes a line of ``plot`` asks for, as far as a kind of picture can show them."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from lunarsim.reading.analysis.summary import CHOSEN, known_outcomes
from lunarsim.reading.analysis.valid_runs import levers
from lunarsim.reading.outcome_names import chosen
from lunarsim.reading.pictures.asked import Asked
from lunarsim.reading.pictures.kinds import KINDS
from lunarsim.words.errors import AnalysisError, nearest


def outcomes_of(dataset: xr.Dataset, asked: Asked) -> list[str]:
    """Return the names of the outcomes that are drawn, each with its label where it has several."""
    kind, about = asked.kind, KINDS[asked.kind]
    if not about.takes:
        if asked.outcomes:
            raise AnalysisError(f"{kind} shows no outcome by choice; leave --outcomes out: {asked.line(outcomes=())}")
        return []
    if about.takes == "months":
        return [_series(dataset, asked)]
    patterns = list(asked.outcomes) or [name for name in about.usual if name in dataset]
    found = list(dict.fromkeys(name for pattern in patterns for name in _chosen(dataset, pattern, about.takes)))
    if about.takes in ("date", "dates"):
        others = [name for name in found if not is_date(name)]
        if others:
            fits = asked.by or any(dataset.sizes[lever] > 1 for lever in levers(dataset))
            offer = asked.line(kind="amounts", outcomes=others[:1]) if fits else asked.line_of_show(others[0])
            raise AnalysisError(f"{kind} shows dates, which {', '.join(others)} are not; amounts: {offer}")
    if about.takes == "amounts" and (dates := [name for name in found if is_date(name)]):
        offer = asked.line(kind="dates", outcomes=dates)
        raise AnalysisError(f"{kind} shows amounts, not dates such as {dates[0]}: {offer}")
    if about.takes in ("date", "amount") and len(found) > 1:
        several = ", ".join(found[:8])
        raise AnalysisError(f"{kind} shows one outcome, not {several}: {asked.line(outcomes=found[:1])}")
    if not found:
        fitting = [name for name in CHOSEN if name in dataset and is_date(name) == ("date" in about.takes)]
        offer = f": {asked.line(outcomes=fitting[:1])}" if fitting else ""
        raise AnalysisError(
            f"{kind}: the sweep has none of {', '.join(about.usual)}; name others with --outcomes{offer}"
        )
    return found


def _series(dataset: xr.Dataset, asked: Asked) -> str:
    """Return the name of the monthly series that is drawn."""
    usual = KINDS[asked.kind].usual[0]
    name, *others = asked.outcomes or (usual,)
    if others:
        raise AnalysisError(f"{asked.kind} shows one series: {asked.line(outcomes=[_labeled(dataset, name)])}")
    series = [str(each) for each, values in dataset.data_vars.items() if "month" in values.dims]
    if base(name) not in series:
        guess = nearest(base(name), series)
        hint = f"; did you mean {guess}?" if guess else f"; such as {', '.join(series[:4])}"
        offer = asked.line(outcomes=[_labeled(dataset, guess or usual)])
        raise AnalysisError(f"{asked.kind} shows a monthly series, which {base(name)} is not{hint} {offer}")
    return name


def _labeled(dataset: xr.Dataset, name: str) -> str:
    """Return the name of an outcome, at its first label where it lies along programs, stations or the like."""
    known = (*levers(dataset), "sample", "replicate", "month")
    dims = [str(dim) for dim in dataset[name].dims if dim not in known] if name in dataset else []
    return f"{name}[{dataset[dims[0]].values[0]}]" if dims else name


def along_all(dataset: xr.Dataset, asked: Asked, names: list[str], compared: Sequence[str]) -> list[str]:
    """Return the outcomes that differ along a dimension of outcomes to compare by, such as ``program``.

    One without it would be drawn alike for each of its labels: where it was asked for it is refused.
    """
    takes = KINDS[asked.kind].takes
    dims = [dim for dim in compared if dim not in dataset["status"].dims]
    if not takes or takes == "months" or not dims:
        return names
    fitting = [name for name in names if name == base(name) and set(dims) <= set(dataset[name].dims)]
    if len(fitting) == len(names) or (fitting and not asked.outcomes):
        return fitting
    run_dims = dataset["status"].dims
    others = [
        name
        for name in dict.fromkeys(("mass_landed_kg", *CHOSEN))
        if name in dataset and set(dataset[name].dims) == {*run_dims, *dims} and is_date(name) == ("date" in takes)
    ]
    if not asked.outcomes and others:
        return others[:1]
    lacking = ", ".join(name for name in names if name not in fitting)
    offer = f"; such as: {asked.line(outcomes=others[:1])}" if others else f": {asked.line(by=())}"
    raise AnalysisError(f"{asked.kind}: {lacking} cannot be compared by {' and '.join(dims)}{offer}")


def require_labels(dataset: xr.Dataset, asked: Asked, names: Sequence[str], compared: Sequence[str]) -> None:
    """Refuse outcomes of several programs, stations or the like, of which none is named."""
    known = (*levers(dataset), "sample", "replicate", "month", *compared)
    for name in names:
        several = [str(dim) for dim in dataset[base(name)].dims if dim not in known and dataset.sizes[dim] > 1]
        if several and name == base(name):
            labels = [f"{name}[{label}]" for label in dataset[several[0]].values[:4]]
            offer = asked.line(outcomes=[labels[0] if each == name else each for each in names])
            raise AnalysisError(
                f"{name} lies along {' and '.join(several)}; name one of: {', '.join(labels)}; such as: {offer}"
            )


def _chosen(dataset: xr.Dataset, pattern: str, takes: str) -> list[str]:
    """Return the outcomes that a pattern chooses; of several those that the kind can show."""
    known = known_outcomes(dataset)
    # A milestone may be named without its ending.
    named = f"{pattern}_year" if f"{pattern}_year" in known else pattern
    choices = chosen([named], known, lambda dim: [str(label) for label in dataset[dim].values])
    found = [f"{each.name}[{each.labels[0]}]" if each.labels else each.name for each in choices]
    dates = {"date": True, "dates": True, "amounts": False}.get(takes)
    fitting = [name for name in found if dates is None or is_date(name) == dates]
    return fitting if len(found) > 1 and fitting else found


def is_date(name: str) -> bool:
    """Return whether an outcome is a date, at a label or not."""
    return base(name).endswith("_year")


def base(name: str) -> str:
    """Return the name of the variable of an outcome that may stand at a label."""
    return name.replace("[", "(", 1).partition("(")[0]
