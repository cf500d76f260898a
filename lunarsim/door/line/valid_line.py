"""A line that was read and is valid, and the request that it makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lunarsim.door.line.composing import Composed, Composer
from lunarsim.door.line.option_catalog import EXPERIMENT, Catalog
from lunarsim.door.line.override_checks import is_choice, values_of
from lunarsim.door.line.overrides import ParsedOverride
from lunarsim.scenario.scenario import MAPPED, Scenario
from lunarsim.study.request.request import Cases, Lever, Request
from lunarsim.study.request.settings import SETTINGS


@dataclass(frozen=True)
class Line:
    """A line that was read and is valid.

    Parameters
    ----------
    overrides : tuple of ParsedOverride
        Its overrides, and after them the levers and factors of its experiment.
    catalog : Catalog
        What could be chosen.
    composer : Composer
        Composes the tree for any choice of options.
    first : Composed
        The tree of the first combination of levers.
    scenario : Scenario
        The scenario of that combination, or of the first one that can be built.
    settings : dict
        Instances of the groups of settings.
    cases : Cases, optional
        Which of the levers a table gives.
    """

    overrides: tuple[ParsedOverride, ...]
    catalog: Catalog
    composer: Composer
    first: Composed
    scenario: Scenario
    settings: dict[str, Any]
    cases: Cases | None

    def request(self, command: Sequence[str]) -> Request:
        """Return the request that the study takes; ``command`` is the line as typed, with its options with dashes."""
        request = request_of(self.overrides, self.catalog, self.composer, self.first, self.settings)
        return replace(request, cases=self.cases, command=tuple(command))

    def first_options(self) -> dict[str, str]:
        """Return the first option of each lever that is a group."""
        groups = (one for one in levers_of(self.overrides) if is_choice(one.key, self.catalog))
        return {one.key: values_of(one, self.catalog)[0] for one in groups}


def scenario_part(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return the groups of a tree that make the scenario."""
    return {key: value for key, value in tree.items() if key not in SETTINGS and key != "sweep"}


def request_of(
    overrides: Sequence[ParsedOverride],
    catalog: Catalog,
    composer: Composer,
    first: Composed,
    settings: Mapping[str, Any],
) -> Request:
    """Return the request of a line that was read in full: its overrides, and what its first combination is made of."""
    levers = (Lever(one.key, values_of(one, catalog), is_choice(one.key, catalog)) for one in levers_of(overrides))
    choices = first.choices
    moved = {one.key for one in overrides if one.form != "fixed"}
    return Request(
        compose=lambda options: scenario_part(composer(options).tree),
        levers=tuple(levers),
        intervals=tuple(one.interval for one in overrides if one.interval is not None),
        # Maps are added to it while trees are composed.
        maps=composer.maps if moved & set(MAPPED) else {},
        name=choices.get(EXPERIMENT) or choices.get("scenario") or "lunarsim",
        config=first.tree | {"choices": {key: choices.get(key) for key in catalog.base}},
        **settings,
    )


def levers_of(overrides: Iterable[ParsedOverride]) -> list[ParsedOverride]:
    """Return the overrides that are levers."""
    return [one for one in overrides if one.form in ("lever", "pattern")]
