"""One picture of a sweep as a line asks for it: its kind, outcomes, levers and what is given."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import xarray as xr

from lunarsim.reading.analysis.conditioning.weights import read
from lunarsim.reading.analysis.sensitivity.design_check import line_to_run
from lunarsim.reading.analysis.summary import CHOSEN, known_outcomes
from lunarsim.reading.analysis.valid_runs import levers
from lunarsim.reading.outcome_names import chosen
from lunarsim.reading.pictures.given import FEW, given_for_picture, in_words, lever_named, of_lever_values
from lunarsim.reading.pictures.kinds import KINDS, Kind
from lunarsim.reading.subject import foot_line
from lunarsim.words.errors import AnalysisError, nearest
from lunarsim.words.terminal import as_typed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EXAMPLE = "lunarsim -m site=peary,fra_mauro plant.units=1,4"
"""A line that makes a sweep with two levers."""


def picture(
    dataset: xr.Dataset,
    kind: str,
    outcomes: Sequence[str] = (),
    by: Sequence[str] = (),
    given: Sequence[str] = (),
    statistic: str = "",
) -> tuple[Figure, str]:
    """Return a picture of a sweep, and what must be said of it.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
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

    Raises
    ------
    AnalysisError
        If the sweep does not allow it; the message says what would.
    InputError
        With all faults of what is given.
    """
    about = KINDS[kind]
    design = dataset.attrs.get("design")
    if about.design and design != about.design:
        offer = f"lunarsim design={about.design} makes one"
        raise AnalysisError(
            f"{kind} needs a sweep of design={about.design}, and this one is of design={design}: {offer}"
        )
    if about.takes == "dates" and design == "one_at_a_time":
        offer = line_to_run(dataset, "design=lhs", "design.samples=200")
        raise AnalysisError(f"{kind} shows probabilities, and design={design} chooses its rows, it draws none: {offer}")
    if about.takes == "news":
        return _news(dataset, kind, outcomes, by, given), ""
    if about.takes == "target":
        return _target(dataset, kind, outcomes, by, given), ""
    held = given_for_picture(dataset, given)
    names = _outcomes(held.dataset, kind, about, outcomes)
    compared = _compared(held.dataset, kind, about, by)
    names = _along_all(held.dataset, kind, about.takes, names, compared, bool(outcomes))
    _require_labels(held.dataset, names, compared)
    foot = " · ".join(filter(None, (held.said, foot_line(dataset.isel(_selected(dataset, held.dataset))))))
    figure: Figure = _draw(held.dataset, about, names, compared, statistic, foot)
    few = bool(held.said) and held.agreeing < FEW
    runs = f"{held.agreeing} run{'s' * (held.agreeing != 1)}"
    return figure, f"only {runs} agree with what is given; read no shape into them" if few else ""


def _news(dataset: xr.Dataset, kind: str, outcomes: Sequence[str], by: Sequence[str], given: Sequence[str]) -> Figure:
    """Return milestones before and after what is given."""
    from lunarsim.reading.plots.answers.before_after import before_after

    one, others = of_lever_values(dataset, given)
    if not others:
        raise AnalysisError(f"{kind} needs news, such as: --given change_7.outcome=lost")
    _compared(one, kind, KINDS[kind], by)
    held = read(one, others)
    foot = foot_line(dataset.isel(_selected(dataset, one)))
    return before_after(one, others, list(outcomes) or None, f"News: {in_words(one, held)}", foot)


def _target(dataset: xr.Dataset, kind: str, target: Sequence[str], by: Sequence[str], given: Sequence[str]) -> Figure:
    """Return where a target is met more often than elsewhere."""
    one, others = of_lever_values(dataset, given)
    example = "--outcomes 'station_extended<=2045'"
    if others:
        raise AnalysisError(f"{kind} takes values of levers as given, not {', '.join(others)}; its target is {example}")
    if not target:
        raise AnalysisError(f"{kind} needs a target, such as: {example}")
    _compared(one, kind, KINDS[kind], by)
    from lunarsim.reading.plots.answers.found_box import found_box

    return found_box(one, target, foot_line(dataset.isel(_selected(dataset, one))))


def _draw(dataset: xr.Dataset, about: Kind, names: Sequence[str], by: Sequence[str], statistic: str, foot: str) -> Any:
    module, _, function = about.function.rpartition(".")
    plots = import_module(f"lunarsim.reading.plots.{module}")
    if about.takes == "amounts" and len(names) > 1:
        below = [name for name in names if bool((dataset[_base(name)] < 0).any())]
        if below:
            raise AnalysisError(f"{below[0]} is below zero in some runs, so it stands alone: --outcomes {below[0]}")
        return plots.amounts_side_by_side(dataset, names, by[0], subject=foot)
    given: list[Any] = []
    if about.takes:
        one = about.takes != "dates"
        given.append(names[0] if one else names)
    if function == "delay_waterfall":
        given = [names[0].removesuffix("_year")]
    if about.levers == 2:
        given.append(tuple(by))
    elif about.levers:
        given.append(by[0] if by else None)
    others: dict[str, Any] = {"statistic": statistic or "median"} if function == "heat_map" else {}
    if function == "amounts_by_lever":
        others["log"] = not bool((dataset[_base(names[0])] < 0).any())
    return getattr(plots, function)(dataset, *given, subject=foot, **others)


def _selected(dataset: xr.Dataset, other: xr.Dataset) -> dict[str, int]:
    """Return the positions of the lever values that were chosen in another dataset."""
    gone = [lever for lever in levers(dataset) if lever not in other["status"].dims]
    return {lever: dataset[lever].values.tolist().index(other[lever].values.item()) for lever in gone}


def _outcomes(dataset: xr.Dataset, kind: str, about: Kind, asked: Sequence[str]) -> list[str]:
    """Return the names of the outcomes that are drawn, each with its label where it has several."""
    if not about.takes:
        if asked:
            raise AnalysisError(f"{kind} shows no outcome by choice; leave --outcomes out")
        return []
    if about.takes == "months":
        names = list(asked or about.usual)
        if len(names) > 1:
            raise AnalysisError(f"{kind} shows one series; name one of: {', '.join(names)}")
        base = _base(names[0])
        series = [str(each) for each, values in dataset.data_vars.items() if "month" in values.dims]
        if base not in series:
            guess = nearest(base, series)
            hint = f"; did you mean {guess}?" if guess else f"; such as {', '.join(series[:4])}"
            raise AnalysisError(f"{kind} shows a monthly series, which {base} is not{hint}")
        return names
    patterns = list(asked) or [name for name in about.usual if name in dataset]
    found = list(dict.fromkeys(name for pattern in patterns for name in _chosen(dataset, pattern, about.takes)))
    if about.takes in ("date", "dates"):
        others = [name for name in found if not _base(name).endswith("_year")]
        if others:
            offer = "lunarsim plot amounts, heat_map or tornado"
            raise AnalysisError(f"{kind} shows dates, which {', '.join(others)} are not; amounts: {offer}")
    if about.takes == "amounts" and (dates := [name for name in found if _base(name).endswith("_year")]):
        raise AnalysisError(f"{kind} shows amounts, not dates such as {dates[0]}: lunarsim plot dates")
    if about.takes in ("date", "amount") and len(found) > 1:
        raise AnalysisError(f"{kind} shows one outcome; name one of: {', '.join(found[:8])}")
    if not found:
        raise AnalysisError(f"{kind}: the sweep has none of {', '.join(about.usual)}; name others with --outcomes")
    return found


def _along_all(
    dataset: xr.Dataset, kind: str, takes: str, names: list[str], compared: Sequence[str], are_asked: bool
) -> list[str]:
    """Return the outcomes that differ along a dimension of outcomes to compare by, such as ``program``.

    One without it would be drawn alike for each of its labels: where it was asked for it is refused.
    """
    dims = [dim for dim in compared if dim not in dataset["status"].dims]
    if not takes or takes == "months" or not dims:
        return names
    fitting = [name for name in names if name == _base(name) and set(dims) <= set(dataset[name].dims)]
    if len(fitting) == len(names) or (fitting and not are_asked):
        return fitting
    run_dims = dataset["status"].dims
    others = [
        name
        for name in dict.fromkeys(("mass_landed_kg", *CHOSEN))
        if name in dataset
        and set(dataset[name].dims) == {*run_dims, *dims}
        and name.endswith("_year") == ("date" in takes)
    ]
    if not are_asked and others:
        return others[:1]
    lacking = [name for name in names if name not in fitting]
    offer = f"; such as --outcomes {','.join(others[:3])}" if others else ""
    raise AnalysisError(f"{kind}: {', '.join(lacking)} cannot be compared by {' and '.join(dims)}{offer}")


def _require_labels(dataset: xr.Dataset, names: Sequence[str], compared: Sequence[str]) -> None:
    """Refuse outcomes of several programs, stations or the like, of which none is named."""
    known = (*levers(dataset), "sample", "replicate", "month", *compared)
    for name in names:
        several = [str(dim) for dim in dataset[_base(name)].dims if dim not in known and dataset.sizes[dim] > 1]
        if several and name == _base(name):
            labels = ", ".join(f"{name}[{label}]" for label in dataset[several[0]].values[:4])
            raise AnalysisError(f"{name} lies along {' and '.join(several)}; name one of: {labels}")


def _chosen(dataset: xr.Dataset, pattern: str, takes: str) -> list[str]:
    """Return the outcomes that a pattern chooses; of several those that the kind can show."""
    known = known_outcomes(dataset)
    # A milestone may be named without its ending.
    named = f"{pattern}_year" if f"{pattern}_year" in known else pattern
    choices = chosen([named], known, lambda dim: [str(label) for label in dataset[dim].values])
    found = [f"{each.name}[{each.labels[0]}]" if each.labels else each.name for each in choices]
    dates = {"date": True, "dates": True, "amounts": False}.get(takes)
    fitting = [name for name in found if dates is None or _base(name).endswith("_year") == dates]
    return fitting if len(found) > 1 and fitting else found


def _base(name: str) -> str:
    return name.replace("[", "(", 1).partition("(")[0]


def _compared(dataset: xr.Dataset, kind: str, about: Kind, by: Sequence[str]) -> list[str]:
    """Return the dimensions to compare by, or refuse with what to type."""
    left = [lever for lever in levers(dataset) if dataset.sizes[lever] > 1]
    if len(by) > about.levers:
        allowed = {0: "nothing", 1: "one lever", 2: "two levers"}[about.levers]
        raise AnalysisError(f"{kind} compares by {allowed}, not by {', '.join(by)}")
    compared = [_dimension(dataset, name) for name in by] or (left if len(left) <= about.levers else [])
    rest = [lever for lever in left if lever not in compared]
    if rest:
        free = about.levers - len(compared)
        choice = f"--by {','.join(left[: about.levers])} " if free > 0 and not by else ""
        shown = rest if by or not choice else left[about.levers :]
        values = " ".join(f"--given {lever}={as_typed(dataset[lever].values.tolist()[0])}" for lever in shown)
        have = f"the sweep has the lever{'s' * (len(left) > 1)} {', '.join(left)}"
        raise AnalysisError(f"{kind}: {have}; choose with: {choice}{values}")
    if about.needs_levers and len(compared) < about.levers:
        needed = {1: "a lever", 2: "two levers"}[about.levers]
        have = f"this sweep varies {', '.join(left)} only" if left else "this sweep has none"
        other = "; or --by program, station and the like" if about.levers == 1 else ""
        raise AnalysisError(f"{kind} needs {needed}, and {have}: {EXAMPLE}{other}")
    return compared


def _dimension(dataset: xr.Dataset, name: str) -> str:
    lever = lever_named(dataset, name)
    if lever is not None:
        return lever
    others = [str(dim) for dim in dataset.dims if dim not in ("sample", "replicate", "factor")]
    if name not in others:
        guess = nearest(name, others)
        known = ", ".join(levers(dataset)) or "none"
        hint = f"; did you mean {guess}?" if guess else f"; levers: {known}"
        raise AnalysisError(f"no lever or dimension {name!r} to compare by{hint}")
    return name
