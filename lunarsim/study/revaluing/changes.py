"""What is changed of a stored sweep, and the request that would simulate it so from the start."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from lunarsim.study.request.request import Request
from lunarsim.study.request.settings import Output

GroupOf = Callable[[Mapping[str, str]], Mapping[str, Any]]
"""Gives the values of a config group, for a choice of options of the levers that are groups."""


@dataclass(frozen=True)
class Changes:
    """New values of parameters that only the accounts read.

    Parameters
    ----------
    values : mapping
        Checked values by their keys.
    options : mapping
        The option that is chosen of a config group, by the group.
    groups : mapping
        What gives the values of each of these groups.
    words : tuple of str
        The overrides as typed.
    output : mapping
        Settings of the group ``output`` that the line gives.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, GroupOf] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    output: Mapping[str, Any] = field(default_factory=dict)

    @property
    def output_words(self) -> list[str]:
        """The overrides of ``output``, as they would be typed."""
        return [f"output.{name}={value}" for name, value in self.output.items()]

    def put_into(self, tree: Mapping[str, Any], options: Mapping[str, str]) -> dict[str, Any]:
        """Return a composed tree with these changes."""
        changed = deepcopy(dict(tree)) | {group: dict(of(options)) for group, of in self.groups.items()}
        for key, value in self.values.items():
            *parents, last = key.split(".")
            here = changed
            for parent in parents:
                here = here.setdefault(parent, {})
            here[last] = value
        return changed


def changed_request(request: Request, changes: Changes, beside: Output) -> Request:
    """Return the request of a sweep that is simulated with some changes from the start.

    Parameters
    ----------
    request : Request
        That of the stored sweep.
    changes : Changes
        What is changed.
    beside : Output
        Where the new sweep goes, unless the changes say where.
    """
    compose = request.compose
    first = {lever.key: lever.values[0] for lever in request.levers if lever.group}
    config = changes.put_into(request.config, first)
    if changes.options:
        config["choices"] = {**config.get("choices", {}), **changes.options}
    gone = {*changes.values, *changes.options}
    moved = {f"output.{name}" for name in changes.output}
    return dataclasses.replace(
        request,
        compose=lambda options: changes.put_into(compose(options), options),
        intervals=tuple(interval for interval in request.intervals if interval.key not in gone),
        output=dataclasses.replace(beside, **changes.output),
        command=(*words_without(request.command, gone | moved), *changes.words, *changes.output_words),
        config=config,
    )


def words_without(command: Sequence[str], keys: set[str]) -> list[str]:
    """Return the words of a command line that give none of some keys a value."""
    return [word for word in command if word.partition("=")[0].lstrip("+") not in keys]


def line_to_simulate(request: Request, key: str, word: str, sweeps: bool = False) -> str:
    """Return the line that simulates a sweep with one of its overrides replaced; one that ``sweeps`` needs ``-m``."""
    words = words_without(request.command, {key})
    flag = ["-m"] if sweeps and not {"-m", "--multirun"} & set(words) else []
    return shlex.join(["lunarsim", *flag, *words, word])
