"""The fingerprint of a plan: equal where the results are equal.

Texts that only explain, such as long names, titles and sources, are not in it, nor is the version of the package: what
its code makes of a plan is in it as the number ``RESULTS``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from lunarsim.scenario.library.digest import TEXTS, library_digest, whole_library_digest
from lunarsim.scenario.library.places.known_sites import known_sites, site_named
from lunarsim.scenario.scenario import Scenario
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.request.factors import Factor
from lunarsim.study.request.levers import Axis
from lunarsim.study.request.settings import Design
from lunarsim.version import RESULTS
from lunarsim.words.distributions import Distribution
from lunarsim.world.outcomes.variable import Variable

EARLIER_TEXTS = frozenset({"title", "source", "note"})
"""Fields that are not in the hashes of earlier stores."""


def plan_hash(
    *,
    model: str,
    variables: Sequence[Variable],
    axes: Sequence[Axis],
    bases: Mapping[tuple[int, ...], Scenario],
    factors: Sequence[Factor],
    design: Design,
    is_earlier: bool = False,
) -> str:
    """Return the hash of all that decides results; not of executor, workers or the size of blocks.

    The order of a lever's values counts, as it does in the dataset. Only data is hashed, so that all processes agree.
    Where ``is_earlier``, it is the hash that earlier stores have, which counts all files and texts of the library.
    """
    texts = EARLIER_TEXTS if is_earlier else TEXTS
    libraries = (
        {"libraries": whole_library_digest()}
        if is_earlier
        else {"libraries": library_digest(), "sites": _sites(axes, bases, texts)}
    )
    content = {
        "results": RESULTS,
        **libraries,
        "model": model,
        "variables": [[each.name, each.units, each.dims, each.dtype, each.flags, each.fill] for each in variables],
        "levers": [[axis.cases, [[lever.name, lever.key, lever.values] for lever in axis.levers]] for axis in axes],
        "bases": [[choice, _scenario(base, texts)] for choice, base in bases.items()],
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


def agreed_hash(expected: str, plan: Plan) -> str:
    """Return the hash of a plan: in the earlier form where that is the one expected, else in the present one."""
    parts: dict[str, Any] = {
        "model": plan.model_name,
        "variables": plan.variables,
        "axes": plan.axes,
        "bases": plan.bases,
        "factors": plan.factors,
        "design": plan.design,
    }
    present = plan_hash(**parts)
    return expected if present != expected and plan_hash(**parts, is_earlier=True) == expected else present


def _sites(
    axes: Sequence[Axis], bases: Mapping[tuple[int, ...], Scenario], texts: Collection[str]
) -> list[dict[str, Any]]:
    """Return the places that stations and levers name, which are read from their files while a run goes on."""
    named = {(station.site, base.site) for base in bases.values() for station in base.stations.values()}
    values = {value for axis in axes for lever in axis.levers for value in lever.values if isinstance(value, str)}
    named |= {(name, base.site) for base in bases.values() for name in values & set(known_sites())}
    sites = [_numbers(site_named(name, present), texts) for name, present in sorted(named, key=str)]
    return [site for place, site in enumerate(sites) if site not in sites[:place]]


def _law(distribution: Distribution) -> list[Any]:
    """Return a distribution as plain values, one that it cuts inside."""
    parts = vars(distribution).values()
    return [distribution.kind, *(_law(part) if isinstance(part, Distribution) else part for part in parts)]


def _scenario(base: Scenario, texts: Collection[str]) -> dict[str, Any]:
    """Return a scenario as plain values without the texts that explain it, its maps by their digests."""
    digests = {name: found.digest for name, found in base.maps.items()}
    plain: dict[str, Any] = _numbers(dataclasses.replace(base, maps={}), texts)
    if not base.own_blocs:
        del plain["own_blocs"]
    return plain | {"maps": digests}


def _numbers(value: Any, texts: Collection[str]) -> Any:
    """Return plain data of records, without the texts that explain it."""
    if isinstance(value, dict):
        return {name: _numbers(item, texts) for name, item in value.items() if name not in texts}
    if isinstance(value, (list, tuple)):
        return [_numbers(item, texts) for item in value]
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return {field.name: _numbers(getattr(value, field.name), texts) for field in fields if field.name not in texts}
    return value


def _text(value: Any) -> str:
    if isinstance(value, dt.date):
        return str(value)
    raise TypeError(f"{value!r} ({type(value).__name__}) has no fixed text and cannot decide a plan's hash")
