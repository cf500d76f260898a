"""The fingerprint of a plan: equal where the results are equal."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from lunarsim.scenario.scenario import Scenario
from lunarsim.study.request.factors import Factor
from lunarsim.study.request.levers import Axis
from lunarsim.study.request.settings import Design
from lunarsim.version import __version__
from lunarsim.world.outcomes.variable import Variable


def plan_hash(
    *,
    model: str,
    variables: Sequence[Variable],
    axes: Sequence[Axis],
    bases: Mapping[tuple[int, ...], Scenario],
    factors: Sequence[Factor],
    design: Design,
) -> str:
    """Return the hash of all that decides results; not of executor, workers or the size of blocks.

    The order of a lever's values counts, as it does in the dataset. Only data is hashed, so that all processes agree.
    """
    content = {
        "lunarsim": __version__,
        "model": model,
        "variables": [dataclasses.astuple(variable) for variable in variables],
        "levers": [[axis.cases, [[lever.name, lever.key, lever.values] for lever in axis.levers]] for axis in axes],
        "bases": [[choice, _scenario(base)] for choice, base in bases.items()],
        "factors": [
            [
                factor.key,
                factor.integer,
                factor.axes,
                [[choice, each.kind, *vars(each).values()] for choice, each in factor.distributions.items()],
            ]
            for factor in factors
        ],
        "design": dataclasses.asdict(design),
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=_text)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _scenario(base: Scenario) -> dict[str, Any]:
    """Return a scenario as plain values, its maps by their digests."""
    digests = {name: found.digest for name, found in base.maps.items()}
    return dataclasses.asdict(dataclasses.replace(base, maps={})) | {"maps": digests}


def _text(value: Any) -> str:
    if isinstance(value, dt.date):
        return str(value)
    raise TypeError(f"{value!r} ({type(value).__name__}) has no fixed text and cannot decide a plan's hash")
