"""The fingerprint of a plan: equal where the results are equal.

Texts that only explain, such as long names, titles and sources, are not in it, nor is the version of the package: what
its code makes of a plan is in it as the number ``RESULTS``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from lunarsim.scenario.library.digest import library_digest
from lunarsim.scenario.scenario import Scenario
from lunarsim.study.request.factors import Factor
from lunarsim.study.request.levers import Axis
from lunarsim.study.request.settings import Design
from lunarsim.version import RESULTS
from lunarsim.words.distributions import Distribution
from lunarsim.world.outcomes.variable import Variable

TEXTS = {"title", "source", "note"}
"""Fields that only explain; ``evidence`` is none of them, as it decides which power a multiplier scales."""


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
        "results": RESULTS,
        "libraries": library_digest(),
        "model": model,
        "variables": [[each.name, each.units, each.dims, each.dtype, each.flags, each.fill] for each in variables],
        "levers": [[axis.cases, [[lever.name, lever.key, lever.values] for lever in axis.levers]] for axis in axes],
        "bases": [[choice, _scenario(base)] for choice, base in bases.items()],
        "factors": [
            [
                factor.key,
                factor.integer,
                factor.axes,
                [[choice, *_law(each)] for choice, each in factor.distributions.items()],
            ]
            for factor in factors
        ],
        "design": dataclasses.asdict(design),
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=_text)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _law(distribution: Distribution) -> list[Any]:
    """Return a distribution as plain values, one that it cuts inside."""
    parts = vars(distribution).values()
    return [distribution.kind, *(_law(part) if isinstance(part, Distribution) else part for part in parts)]


def _scenario(base: Scenario) -> dict[str, Any]:
    """Return a scenario as plain values without the texts that explain it, its maps by their digests."""
    digests = {name: found.digest for name, found in base.maps.items()}
    plain: dict[str, Any] = _numbers(dataclasses.replace(base, maps={}))
    return plain | {"maps": digests}


def _numbers(value: Any) -> Any:
    """Return plain data of records, without the texts that explain it."""
    if isinstance(value, dict):
        return {name: _numbers(item) for name, item in value.items() if name not in TEXTS}
    if isinstance(value, (list, tuple)):
        return [_numbers(item) for item in value]
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return {field.name: _numbers(getattr(value, field.name)) for field in fields if field.name not in TEXTS}
    return value


def _text(value: Any) -> str:
    if isinstance(value, dt.date):
        return str(value)
    raise TypeError(f"{value!r} ({type(value).__name__}) has no fixed text and cannot decide a plan's hash")
