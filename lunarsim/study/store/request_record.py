"""The record of a request in its dataset: enough to make the same plan again, whatever became of the config files."""

from __future__ import annotations

import copy
import dataclasses
import json
import shlex
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, Union

from lunarsim.scenario.declare.checking import build_group
from lunarsim.study.request.request import Request
from lunarsim.study.request.settings import SETTINGS, Executor
from lunarsim.words.errors import Fault, InputError, StoreError

_KEPT_ELSEWHERE = ("compose", "config", "command")
"""Fields of a request that are no plain values, or are attributes of their own."""

_PLAIN: Mapping[Any, tuple[type, ...]] = {str: (str,), int: (int,), float: (int, float), bool: (bool,)}

Compose = Callable[[Mapping[str, str]], Mapping[str, Any]]


class Recorder:
    """Composes as another function does, and keeps what came out.

    Parameters
    ----------
    compose : callable
        Gives the tree of a choice of options.
    """

    def __init__(self, compose: Compose) -> None:
        self._compose = compose
        self.trees: dict[str, str] = {}

    def __call__(self, options: Mapping[str, str]) -> Mapping[str, Any]:
        """Return the tree of a choice of options."""
        tree = self._compose(options)
        self.trees[_key(options)] = json.dumps(tree, ensure_ascii=False)
        return tree

    def compact(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the trees by their choice: the first one whole, of the others the groups that differ from it."""
        listed = [(choice, json.loads(text)) for choice, text in self.trees.items()]
        return [
            (choice, {group: part for group, part in tree.items() if not index or part != listed[0][1].get(group)})
            for index, (choice, tree) in enumerate(listed)
        ]


def recorded(request: Request) -> tuple[Request, Recorder]:
    """Return a request that records what it composes, and the record."""
    recorder = Recorder(request.compose)
    return dataclasses.replace(request, compose=recorder), recorder


def record_attributes(request: Request, recorder: Recorder) -> dict[str, str]:
    """Return the attributes of the dataset that :func:`stored_request` reads."""
    fields = {field.name for field in dataclasses.fields(request)} - set(_KEPT_ELSEWHERE)
    # Plain dataclasses only: what a field holds is turned into lists and mappings, compose is left out before.
    plain = {name: _plain(getattr(request, name)) for name in sorted(fields)}
    return {
        "request": json.dumps(plain, ensure_ascii=False),
        "scenarios": json.dumps(recorder.compact(), ensure_ascii=False),
    }


def stored_request(attrs: Mapping[str, Any], where: str) -> Request:
    """Return the request that a dataset was made from.

    Parameters
    ----------
    attrs : mapping
        Attributes of the dataset.
    where : str
        Name of the dataset for messages.

    Raises
    ------
    StoreError
        If the attributes hold no request that this version understands.
    InputError
        With all settings in it that no line could have asked for: they are checked as any input is.
    """
    faults: list[Fault] = []
    try:
        trees = json.loads(attrs["scenarios"])
        plain = json.loads(attrs["request"])
        fields_read = {
            "compose": _lookup({choice: trees[0][1] | tree for choice, tree in trees}, where),
            "config": json.loads(attrs["config"]),
            "command": tuple(shlex.split(attrs["command"])),
        }
        # Types as well: other settings decide what is planned, and rebuilding refuses theirs.
        build_group(Executor, plain.get("executor", {}), f"{where}: executor", faults)
        if faults:
            raise InputError(faults)
        hints = typing.get_type_hints(Request)
        fields_read |= {name: _rebuilt(hints[name], value) for name, value in plain.items()}
        for group, cls in SETTINGS.items():
            build_group(cls, plain.get(group, {}), f"{where}: {group}", faults)
        request = Request(**fields_read)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as error:
        version = attrs.get("lunarsim_version", "unknown")
        raise StoreError(
            f"{where}: its request cannot be read ({type(error).__name__}: {error}); it was made by lunarsim {version}"
        ) from error
    if faults:
        raise InputError(faults)
    return request


def _key(options: Mapping[str, str]) -> str:
    return json.dumps(dict(sorted(options.items())), ensure_ascii=False)


def _lookup(trees: Mapping[str, Mapping[str, Any]], where: str) -> Compose:
    def compose(options: Mapping[str, str]) -> Mapping[str, Any]:
        try:
            return copy.deepcopy(trees[_key(options)])
        except KeyError:
            raise StoreError(f"{where}: holds no scenario for {dict(options)}; it belongs to another plan") from None

    return compose


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _rebuilt(hint: Any, value: Any) -> Any:
    """Return a plain value in the type that is declared for it."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = typing.get_type_hints(hint)
        return hint(**{name: _rebuilt(hints[name], item) for name, item in value.items()})
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        inner = [arguments[0]] * len(value) if arguments[-1] is Ellipsis else arguments
        return tuple(_rebuilt(one, item) for one, item in zip(inner, value, strict=True))
    if typing.get_origin(hint) is Mapping:
        return {key: _rebuilt(arguments[1], item) for key, item in value.items()}
    if typing.get_origin(hint) in (Union, types.UnionType) and value is not None:
        return _rebuilt(next(one for one in arguments if one is not types.NoneType), value)
    if hint in _PLAIN and not (isinstance(value, _PLAIN[hint]) and isinstance(value, bool) == (hint is bool)):
        raise TypeError(f"{value!r} is no {hint.__name__}"[:200])
    if isinstance(value, list):
        return tuple(value)
    return value
