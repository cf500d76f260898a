"""The plan of a sweep as text: what ``--dry-run`` prints."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterator

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE, import_model
from lunarsim.study.request.request import Request
from lunarsim.study.request.settings import Executor
from lunarsim.study.run.forecast import Forecast, forecast
from lunarsim.study.run.sweep import executor_of
from lunarsim.study.store.checked.stored_array import check_chunks
from lunarsim.study.store.folder import checked_parent

_SIZES = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def dry_run(request: Request, model: str = CAMPAIGNS_REFERENCE) -> str:
    """Return the plan of a request as text, after a few runs to estimate its time; nothing is written.

    Raises
    ------
    InputError
        With all errors in the request.
    """
    folder = checked_parent(request)
    executor_of(request.executor)
    simulation = import_model(model, request.executor.max_events)
    plan = make_plan(request, simulation, model)
    if request.output.store:
        check_chunks(plan)
    estimate = forecast(plan, simulation)
    size = amount(estimate.size_bytes) if request.output.store else "nothing; results are kept in memory"
    place = f" below {folder}" if request.output.store else ""
    most = "at most " if plan.design.until else ""
    runs = f"{most}{plan.grid.runs:,} in {plan.grid.blocks:,} blocks of at most {_largest_block(plan):,}"
    sections = [
        ("dimensions", list(_dimensions(plan))),
        (f"factors ({len(plan.factors)})", [f"{each.key}  {each.describe()}" for each in plan.factors] or ["none"]),
        ("runs", [runs]),
        ("time", [_time(plan, request.executor, estimate)]),
        ("on disk", [f"about {size}{place}" if place else size]),
        ("notes", list(plan.notes)),
    ]
    width = max(60, shutil.get_terminal_size((120, 24)).columns)
    wrapper = textwrap.TextWrapper(
        width, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False, break_long_words=False
    )
    lines = [f"{plan.name}: nothing is written and nothing kept"]
    for title, texts in sections:
        lines += [title] if texts else []
        for text in texts:
            lines += wrapper.wrap(text)
    return "\n".join(lines)


def amount(size_bytes: float) -> str:
    """Return a size with a readable unit."""
    for unit, name in _SIZES:
        if size_bytes >= unit:
            return f"{size_bytes / unit:.2g} {name}" if size_bytes < 100 * unit else f"{size_bytes / unit:,.0f} {name}"
    return f"{size_bytes:.0f} B"


def duration(seconds: float) -> str:
    """Return a time with a readable unit."""
    if seconds < 100:
        return f"{seconds:.2g} s"
    if seconds < 6000:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def _dimensions(plan: Plan) -> Iterator[str]:
    """Yield each dimension with its length, its labels and the levers along it."""
    for axis in plan.axes:
        labels = ", ".join(axis.cases or [str(label) for label in axis.levers[0].labels()])
        along = axis.levers if axis.cases else axis.levers[1:]
        with_it = [f"{lever.name}: {', '.join(map(str, lever.labels()))}" for lever in along]
        yield "; ".join([f"{axis.name} ({len(axis):,})  {labels}", *with_it])
    yield f"sample ({plan.samples:,})  design={plan.design.name}"
    shared = ", ".join(filter(None, ("all samples", "all levers" if plan.axes else "")))
    chance = {
        "all": f"chance shared by {shared}",
        "levers": "",
        "none": "no two runs share their chance" if plan.axes else "",
    }[plan.design.common_random_numbers]
    yield f"replicate ({plan.design.replicates})" + (f"  {chance}" if chance else "")


def _largest_block(plan: Plan) -> int:
    runs = 1
    for length in plan.grid.chunk:
        runs *= length
    return runs


def _time(plan: Plan, executor: Executor, estimate: Forecast) -> str:
    workers = 1 if executor.name == "serial" else executor.workers or os.cpu_count() or 1
    workers = min(workers, plan.grid.blocks)
    of_workers = f" with {workers} workers" if workers > 1 else ""
    about = duration(estimate.run_seconds * plan.grid.runs / workers)
    return f"about {about}{of_workers}: {estimate.run_seconds * 1e3:.2g} ms a run, from {estimate.timed} runs made here"
