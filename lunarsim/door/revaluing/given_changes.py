"""The overrides of ``lunarsim revalue``: read, checked and held against the stored sweep, all their errors together."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from lunarsim.door.line.additions import without_blocs
from lunarsim.door.line.error_list import ErrorList
from lunarsim.door.line.keys import parameter_at
from lunarsim.door.line.option_catalog import EXPERIMENT, Catalog
from lunarsim.door.line.override_checks import is_choice, override_errors
from lunarsim.door.line.overrides import SEARCHPATH, ParsedOverride, duplicates, encodable, folder_faults, parse
from lunarsim.door.line.overrides import without_searchpath as without_folders
from lunarsim.door.line.reading import read_line
from lunarsim.door.line.vetting import OVER_ALL
from lunarsim.scenario.declare.checking import checked
from lunarsim.study.request.levers import is_setting
from lunarsim.study.revaluing.changes import Changes, line_to_simulate, words_without
from lunarsim.study.revaluing.refusals import refusals
from lunarsim.study.revaluing.revaluation import Original
from lunarsim.words.errors import MOST_FAULTS, Fault, InputError

OUTPUT = ("output.name", "output.dir")
"""Settings of a sweep that a line of revalue may give: where the new one goes."""


def given_changes(overrides: Sequence[str], original: Original) -> Changes:
    """Return what some overrides change of a stored sweep.

    Parameters
    ----------
    overrides : sequence of str
        In Hydra's grammar.
    original : Original
        The stored sweep.

    Raises
    ------
    InputError
        With all errors: names, values, and what cannot be changed without simulating it again, with the line for that.
    """
    errors = ErrorList()
    parsed: list[ParsedOverride] = []
    for text in overrides[:MOST_FAULTS]:
        with errors.collecting():
            parsed.append(parse(encodable(text)))
    errors.add(duplicates(parsed))
    searched = [one for one in parsed if one.key == SEARCHPATH]
    parsed, folders = without_folders(parsed, errors)
    errors.add(folder_faults(folders))
    typed_words = {one.key: one.text for one in parsed}
    parsed, blocs = without_blocs(parsed, errors)
    catalog = Catalog([folder.resolve() for folder in folders])
    programs = tuple(dict.fromkeys(name for base in original.plan.bases.values() for name in base.programs))
    values: dict[str, Any] = {}
    if blocs is not None:
        values |= blocs.content
    options: dict[str, str] = {}
    output: dict[str, Any] = {}
    for one in parsed:
        if wrong := _errors(one, original, catalog, programs):
            errors.add(wrong)
        elif is_choice(one.key, catalog):
            options[one.key] = str(one.values[0])
        else:
            declared, hint = parameter_at(one.key, programs)
            (value,) = one.values
            if one.key in OUTPUT:
                output[one.key.partition(".")[2]] = value
            else:
                values[one.key] = checked(value, declared, hint)
    words = {key: text for key, text in typed_words.items() if key in {*values, *options}}
    errors.add(refusals(words, original.request, original.plan))
    if not words and not errors:
        raise InputError([Fault("revalue", "needs a new value, such as: lunarsim revalue finance.discount_rate=0.05")])
    groups = {}
    if not errors:
        with errors.collecting():
            groups = _groups(options, [one.text for one in searched], original)
    if errors:
        raise InputError(errors)
    typed = (*words.values(), *(one.text for one in searched if options))
    return Changes(values, options, groups, typed, output)


def _errors(one: ParsedOverride, original: Original, catalog: Catalog, programs: Sequence[str]) -> list[Fault]:
    """Return what is wrong with one override by itself, and why a form of it has no place here."""
    group = one.key.partition("@")[0]
    if one.key in OUTPUT and one.form == "fixed":
        return override_errors(one, catalog, programs, multirun=False)
    if is_setting(one.key) or group == EXPERIMENT:
        return [Fault(one.path, "says how a sweep is made, which is not made again here; start a new sweep")]
    if isinstance(one.values[0] if one.values else None, Mapping):
        return [Fault(one.path, "is given a mapping; give each value by its own key")]
    wrong = override_errors(one, catalog, programs, multirun=True)
    if not wrong and one.form != "fixed":
        refused = list(refusals({one.key: one.text}, original.request, original.plan))
        return refused or [_not_one_value(one, original)]
    return wrong


def _not_one_value(one: ParsedOverride, original: Original) -> Fault:
    """Return what is wrong with an interval or a list of values."""
    line = line_to_simulate(original.request, one.key, one.text, sweeps=True)
    if one.form == "factor":
        return Fault(one.path, f"is given a distribution, whose values are not drawn here; simulate it: {line}")
    each = [shlex.quote(f"{one.key}={value}") for value in one.values[:2]]
    instead = f"revalue once for each: lunarsim revalue {each[0]}" if each else "give one value"
    return Fault(one.path, f"is given several values, allowed one; {instead}, or simulate it: {line}")


def _groups(
    options: Mapping[str, str], folders: Sequence[str], original: Original
) -> dict[str, Callable[[Mapping[str, str]], Mapping[str, Any]]]:
    """Return what gives the values of the groups whose option is chosen: those of the stored line with that option.

    Raises
    ------
    InputError
        If an option file has errors.
    """
    if not options:
        return {}
    chosen = original.request.config.get("choices", {})
    varied = {lever.key for lever in original.request.levers}
    whole = [f"{key}={chosen[key]}" for key in OVER_ALL if chosen.get(key) and key not in varied]
    own = [word for word in original.request.command if word.lstrip("+").partition(".")[0] in options and "." in word]
    single = [word for word in own if word.partition("=")[0] not in varied and "(" not in word]
    texts = [
        *folders,
        *words_without(whole, set(options)),
        *single,
        *(f"{key}={name}" for key, name in options.items()),
    ]
    composer = read_line(texts, multirun=False).composer

    def of(group: str) -> Callable[[Mapping[str, str]], Mapping[str, Any]]:
        def tree(levers: Mapping[str, str]) -> Mapping[str, Any]:
            found = composer({key: name for key, name in levers.items() if key in OVER_ALL}).tree[group]
            return dict(deepcopy(found))

        return tree

    return {group: of(group) for group in options}
