"""The attributes of the dataset as a whole: what was asked, by which code it was answered."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import shlex
from typing import Any

from lunarsim.scenario.library.digest import library_digest
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.request.levers import levers_of
from lunarsim.study.request.request import Request
from lunarsim.study.store.provenance import git_commit, versions
from lunarsim.study.store.request_record import Recorder, record_attributes
from lunarsim.version import RESULTS


def global_attributes(plan: Plan, request: Request, recorder: Recorder) -> dict[str, Any]:
    """Return the attributes of the dataset, plain numbers and texts.

    Parameters
    ----------
    plan : Plan
        What is run.
    request : Request
        What it was made from.
    recorder : Recorder
        What the request composed.
    """
    attrs: dict[str, Any] = {
        "title": f"lunarsim sweep {plan.name}",
        "Conventions": "CF-1.11",
        "results": RESULTS,
        "library_digest": library_digest(),
        "created": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "command": shlex.join(request.command),
        "config": json.dumps(request.config, ensure_ascii=False, default=str),
        "model": plan.model_name,
        "design": plan.design.name,
        "samples": plan.samples,
        "replicates": plan.design.replicates,
        "seed": plan.design.seed,
        "levers": json.dumps({lever.key: lever.labels() for lever in levers_of(plan.axes)}, ensure_ascii=False),
        "intervals": json.dumps([dataclasses.asdict(each) for each in request.intervals]),
        "notes": "\n".join(plan.notes),
        "git_commit": git_commit(),
    }
    attrs |= record_attributes(request, recorder)
    attrs |= design_attributes(plan)
    return attrs | {f"{name}_version": version for name, version in versions().items()}


def design_attributes(plan: Plan) -> dict[str, Any]:
    """Return what an analysis must know of the design to check it: its own settings, and the order of the factors."""
    design = plan.design
    attrs: dict[str, Any] = {
        "factors": json.dumps([factor.key for factor in plan.factors]),
        "until": design.until,
        "common_random_numbers": design.common_random_numbers,
    }
    if design.kind.rows == "structured" and design.kind.groups == "samples":
        attrs["design_base_samples"] = design.samples
    for name in design.kind.settings:
        if name == "samples":
            # Its length of the dimension sample is an attribute of every dataset.
            continue
        value = getattr(design, name)
        # netCDF has no Booleans.
        attrs[f"design_{name}"] = int(value) if isinstance(value, bool) else value
    return attrs
