"""One picture of a sweep as a line asks for it: its kind, outcomes, levers and what is given."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import xarray as xr

from lunarsim.reading.analysis.conditioning.lever_values import lever_named, of_lever_values
from lunarsim.reading.analysis.conditioning.weights import read
from lunarsim.reading.analysis.sensitivity.design_check import line_to_run
from lunarsim.reading.analysis.valid_runs import levers
from lunarsim.reading.pictures.asked import Asked, example_of_news, example_of_target, fitting, in_options_of_plot
from lunarsim.reading.pictures.asked_outcomes import along_all, base, outcomes_of, require_labels
from lunarsim.reading.pictures.given import FEW, given_for_picture, in_words
from lunarsim.reading.pictures.kinds import KINDS
from lunarsim.reading.subject import foot_line
from lunarsim.reading.titles.labels import label_title
from lunarsim.words.errors import AnalysisError, nearest

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EXAMPLES = {1: "lunarsim -m site=peary,fra_mauro", 2: "lunarsim -m site=peary,fra_mauro plant.units=1,4"}
"""Lines that make sweeps, by how many levers these have."""


def picture(dataset: xr.Dataset, asked: Asked) -> tuple[Figure, list[str]]:
    """Return a picture of a sweep, and what must be said of it, a note each.

    Raises
    ------
    AnalysisError
        If the sweep does not allow it; the message ends with the line that would.
    InputError
        With all faults of what is given.
    """
    kind, about = asked.kind, KINDS[asked.kind]
    design = dataset.attrs.get("design")
    if about.design and design != about.design:
        needed = f"{kind} needs a sweep of design={about.design}, and this one is of design={design}"
        raise AnalysisError(f"{needed}: lunarsim design={about.design}")
    if about.takes == "dates" and design == "one_at_a_time":
        offer = line_to_run(dataset, "design=lhs", "design.samples=200")
        raise AnalysisError(f"{kind} shows probabilities, and design={design} chooses its rows, it draws none: {offer}")
    if about.takes == "news":
        return _news(dataset, asked), []
    if about.takes == "target":
        return _target(dataset, asked), []
    station = ""
    if about.function.endswith("delay_waterfall"):
        dataset, asked, station = _of_main_station(dataset, asked)
    if about.function.endswith("break_even_map"):
        from lunarsim.reading.analysis.mine.break_even import without_prices

        dataset = without_prices(dataset)
    held = given_for_picture(dataset, asked.given)
    # What is offered must draw, so that it chooses among levers as well where these are too many.
    offered = fitting(held.dataset, asked)
    by = offered.by or [lever for lever in levers(held.dataset) if held.dataset.sizes[lever] > 1]
    names = along_all(held.dataset, offered, outcomes_of(held.dataset, offered), by)
    require_labels(held.dataset, offered, names, by)
    compared = _compared(held.dataset, asked)
    foot = " · ".join(filter(None, (station, held.said, foot_line(dataset.isel(_selected(dataset, held.dataset))))))
    notes: list[str] = []
    try:
        if about.function == "heat_map.heat_map":
            asked, notes = _telling(held.dataset, asked, names[0], by)
        if about.function.endswith("break_even_map"):
            figure, notes = _break_even(held.dataset, compared, foot)
        else:
            figure = _draw(held.dataset, asked, names, compared, foot)
    except AnalysisError as error:
        raise in_options_of_plot(error, dataset, asked) from error
    if held.said and held.agreeing < FEW:
        runs = f"{held.agreeing} run{'s' * (held.agreeing != 1)}"
        notes = [*notes, f"only {runs} agree with what is given; read no shape into them"]
    return figure, notes


def _of_main_station(dataset: xr.Dataset, asked: Asked) -> tuple[xr.Dataset, Asked, str]:
    """Return the main one of several stations alone, as causes of delay of no other are stored, and what to say."""
    if dataset.sizes.get("station", 1) == 1:
        return dataset, asked, ""
    main = str(dataset["station"].values[0])
    names = [text.partition("[")[0] for text in asked.outcomes]
    if any(text not in (name, f"{name}[{main}]") for text, name in zip(asked.outcomes, names, strict=True)):
        offer = asked.line(outcomes=[f"{name}[{main}]" for name in names])
        raise AnalysisError(f"{asked.kind} shows the main station, {main}, as causes of no other are stored: {offer}")
    station = f"station: {label_title('station', main, dataset)}"
    return dataset.isel(station=[0]), asked._replace(outcomes=names), station


def _break_even(dataset: xr.Dataset, by: Sequence[str], foot: str) -> tuple[Figure, list[str]]:
    """Return the map of costs and prices, and where the mine breaks even, in words."""
    from lunarsim.reading.analysis.mine.break_even import break_even
    from lunarsim.reading.plots.money.break_even_map import in_words, map_of

    result, lever = break_even(dataset), by[0] if by else None
    return map_of(result, lever, foot), in_words(result, lever)


def _telling(dataset: xr.Dataset, asked: Asked, name: str, by: Sequence[str]) -> tuple[Asked, list[str]]:
    """Return the line with a statistic that tells cells apart, and what to say where that is not the median."""
    from lunarsim.reading.plots.heat_map import flatness, telling_statistic

    pair = (by[0], by[1])
    statistic = asked.statistic or telling_statistic(dataset, name, pair)
    said = []
    if not asked.statistic and statistic != "median":
        offer = asked.line(statistic="median")
        said.append(f"the median is the same in all cells, so the cells show the {statistic}; the median: {offer}")
    if flat := flatness(dataset, name, pair, statistic):
        alike = {"alike": "all cells are alike", "undecided": "no cell stands out from chance"}[flat]
        said.append(f"{alike}; the figures: {asked.line_of_show(name)}")
    return asked._replace(statistic=statistic), said


def _news(dataset: xr.Dataset, asked: Asked) -> Figure:
    """Return milestones before and after what is given."""
    from lunarsim.reading.plots.answers.before_after import before_after

    one, others = of_lever_values(dataset, asked.given)
    example = asked if others else asked._replace(given=[*asked.given, example_of_news(one)])
    _compared(one, example)
    if not others:
        raise AnalysisError(f"{asked.kind} needs news, such as: {example.line()}")
    held = read(one, others)
    foot = foot_line(dataset.isel(_selected(dataset, one)))
    return before_after(one, others, list(asked.outcomes) or None, f"News: {in_words(held)}", foot)


def _target(dataset: xr.Dataset, asked: Asked) -> Figure:
    """Return where a target is met more often than elsewhere."""
    kind = asked.kind
    one, others = of_lever_values(dataset, asked.given)
    if others:
        of_levers = [text for text in asked.given if text not in others]
        offer = asked.line(outcomes=[*asked.outcomes, *others], given=of_levers)
        raise AnalysisError(f"{kind} takes values of levers as given, not {', '.join(others)}; as its target: {offer}")
    example = asked if asked.outcomes else asked._replace(outcomes=[example_of_target(one)])
    _compared(one, example)
    if not asked.outcomes:
        raise AnalysisError(f"{kind} needs a target, such as: {example.line()}")
    from lunarsim.reading.plots.answers.found_box import found_box

    try:
        return found_box(one, asked.outcomes, foot_line(dataset.isel(_selected(dataset, one))))
    except AnalysisError as error:
        raise in_options_of_plot(error, one, asked) from error


def _draw(dataset: xr.Dataset, asked: Asked, names: Sequence[str], by: Sequence[str], foot: str) -> Any:
    about = KINDS[asked.kind]
    module, _, function = about.function.rpartition(".")
    plots = import_module(f"lunarsim.reading.plots.{module}")
    if about.takes == "amounts" and len(names) > 1:
        below = [name for name in names if bool((dataset[base(name)] < 0).any())]
        if below:
            raise AnalysisError(
                f"{below[0]} is below zero in some runs, so it stands alone: {asked.line(outcomes=below[:1])}"
            )
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
    others: dict[str, Any] = {"statistic": asked.statistic} if function == "heat_map" else {}
    if function == "amounts_by_lever":
        others["log"] = not bool((dataset[base(names[0])] < 0).any())
    if function == "regret_of_options":
        others["better"] = asked.better or None
    return getattr(plots, function)(dataset, *given, subject=foot, **others)


def _selected(dataset: xr.Dataset, other: xr.Dataset) -> dict[str, int]:
    """Return the positions of the lever values that were chosen in another dataset."""
    gone = [lever for lever in levers(dataset) if lever not in other["status"].dims]
    return {lever: dataset[lever].values.tolist().index(other[lever].values.item()) for lever in gone}


def _compared(dataset: xr.Dataset, asked: Asked) -> list[str]:
    """Return the dimensions to compare by, or refuse with what to type."""
    kind, about, by = asked.kind, KINDS[asked.kind], asked.by
    left = [lever for lever in levers(dataset) if dataset.sizes[lever] > 1]
    if len(by) > about.levers:
        allowed = {0: "nothing", 1: "one lever", 2: "two levers"}[about.levers]
        raise AnalysisError(f"{kind} compares by {allowed}, not by {', '.join(by)}: {fitting(dataset, asked).line()}")
    compared = [_dimension(dataset, asked, name) for name in by] or (left if len(left) <= about.levers else [])
    rest = [lever for lever in left if lever not in compared]
    if rest:
        have = f"the sweep has the lever{'s' * (len(left) > 1)} {', '.join(left)}"
        raise AnalysisError(f"{kind}: {have}; choose with: {fitting(dataset, asked).line()}")
    if about.needs_levers and len(compared) < about.levers:
        needed = {1: "a lever", 2: "two levers"}[about.levers]
        have = f"this sweep varies {', '.join(left)} only" if left else "this sweep has none"
        other = about.levers == 1 and not about.only_levers and "program" in dataset.dims
        offer = about.example or EXAMPLES[about.levers]
        if other:
            offer = f"or by program: {asked.line(outcomes=(), by=['program'])}"
        raise AnalysisError(f"{kind} needs {needed}, and {have}: {offer}")
    return compared


def _dimension(dataset: xr.Dataset, asked: Asked, name: str) -> str:
    lever = lever_named(dataset, name)
    if lever is not None:
        return lever
    about = KINDS[asked.kind]
    others = [str(dim) for dim in dataset.dims if dim not in ("sample", "replicate", "factor")]
    allowed = levers(dataset) if about.only_levers else others
    if name not in allowed:
        guess = nearest(name, allowed)
        known = ", ".join(levers(dataset)) or "none"
        hint = f"; did you mean {guess}?" if guess else f"; levers: {known};"
        other = asked._replace(by=[guess] if guess else [])
        raise AnalysisError(f"no lever or dimension {name!r} to compare by{hint} {fitting(dataset, other).line()}")
    return name
