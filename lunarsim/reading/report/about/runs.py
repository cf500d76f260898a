"""What a page knows of its runs: how many it holds by which rule, how they ended, and how to make them again."""

from __future__ import annotations

import json
import math
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.sensitivity.design_check import design_note, line_to_run, shares_chance
from lunarsim.reading.analysis.valid_runs import end_years
from lunarsim.reading.report.about.inputs import label_on_line
from lunarsim.reading.report.payload.thinning import Kept
from lunarsim.study.model.interface import OK, STATUS_FLAGS
from lunarsim.study.store.provenance import PACKAGES
from lunarsim.words.units import decimal_year, parse_date

MOST_TEXTS = 20
"""Errors of runs that a page lists, the most frequent ones first."""


def about_sweep(dataset: xr.Dataset, shown: xr.Dataset, kept: Kept) -> dict[str, Any]:
    """Return how many samples, replicates and runs the page holds, by which rule, and when the simulation ends."""
    start = _start_year(dataset)
    ends = end_years(shown).values.ravel().tolist()
    numbers = [int(number) for number in shown["sample"].values.tolist()]
    return {
        "samples": shown.sizes["sample"],
        "replicates": shown.sizes["replicate"],
        "runs": int(shown["status"].size),
        "design": str(dataset.attrs.get("design", "")),
        "design_note": design_note(dataset),
        "group_rows": kept.group_rows,
        "shares_chance": shares_chance(dataset),
        "thinned": kept.note or None,
        "slidable": not kept.why_no_sliders,
        "why_not": kept.why_no_sliders,
        "start_year": start,
        "end_years": [None if math.isnan(end) else end for end in ends],
        "sample_numbers": None if numbers == list(range(len(numbers))) else numbers,
    }


def _start_year(dataset: xr.Dataset) -> float | None:
    try:
        return decimal_year(parse_date(json.loads(dataset.attrs["config"])["timeline"]["start"]))
    except (KeyError, TypeError, ValueError):
        return None


def about_failures(dataset: xr.Dataset) -> dict[str, Any]:
    """Return how many runs of the whole sweep ended how, and what the failed ones said."""
    status = dataset["status"].values
    counts = [{"status": word.replace("_", " "), "runs": int((status == code).sum())} for code, word in STATUS_FLAGS]
    others = np.argwhere(~np.isin(status, (OK, 0)))
    found: dict[str, list[Any]] = {}
    if others.size:
        errors = dataset["error"].values
        for position in map(tuple, others.tolist()):
            found.setdefault(str(errors[position]), [0, position])[0] += 1
    dims = dataset["status"].dims
    texts = [
        {
            "text": text,
            "runs": runs,
            "replay": " ".join(label_on_line(dataset, dim, at) for dim, at in zip(dims, position, strict=True)),
        }
        for text, (runs, position) in sorted(found.items(), key=lambda item: -item[1][0])[:MOST_TEXTS]
        if text
    ]
    return {"counts": [count for count in counts if count["runs"]], "texts": texts}


def about_reproduction(path: Path | str, dataset: xr.Dataset) -> dict[str, Any]:
    """Return the lines that make the sweep, one of its runs, or more runs again."""
    attrs = dataset.attrs
    store = shlex.quote(str(path))
    names = ("lunarsim", "python", *PACKAGES)
    versions = [[name, str(attrs[f"{name}_version"])] for name in names if f"{name}_version" in attrs]
    versions += [["commit", str(attrs["git_commit"])]] if attrs.get("git_commit") else []
    more = line_to_run(dataset, "design.samples=@@")
    if not more.startswith("lunarsim -m"):
        more = more.replace("lunarsim", "lunarsim -m", 1)  # a cut is a form of sweep
    pending = int(np.isin(dataset["status"].values, (0, 2, 3)).sum())
    return {
        "command": f"lunarsim {attrs.get('command', '')}".strip(),
        "store": str(path),
        "seed": attrs.get("seed"),
        "results": attrs.get("results"),
        "created": str(attrs.get("created", "")),
        "resume": f"lunarsim resume {store}" if pending else None,
        "versions": versions,
        "replay_template": f"lunarsim replay {store} {{levers}} sample={{sample}} replicate={{replicate}}",
        "observe": f"lunarsim observe {store} {{given}} --simulate",
        "more_runs": more.replace("@@", "{samples}") + " {cuts}",
    }
