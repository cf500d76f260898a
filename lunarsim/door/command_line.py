"""Taking a command line apart, and refusing what would be ignored in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from lunarsim.door.options import COMMON, Arguments, Option, parse
from lunarsim.door.verb_table import VERBS
from lunarsim.words.errors import Fault, InputError, nearest

_REFUSED = {
    "--config-name": "the base config is lunarsim's own; your own options go into a directory for --config-dir",
    "--config-path": "the config folder is lunarsim's own; your own options go into a directory for --config-dir",
    "--experimental-rerun": "it reads pickles",
    "--run": "runs are made without it, too",
}


def take_apart(arguments: Sequence[str]) -> Arguments:
    """Parse a command line.

    Raises
    ------
    InputError
        If an option with dashes is unknown, lacks its value or belongs to another verb.
    """
    # Options may come before the verb, so that any word may be it.
    by_verb = {word: _options_of(word) for word in dict.fromkeys(arguments) if word in VERBS}
    of_verbs = [option for options in by_verb.values() for option in options]
    values, words = parse([*COMMON, *of_verbs], arguments)
    own = by_verb.get(words[0], ()) if words else ()
    if len(by_verb) > 1:
        # Another verb may be the kind of a picture or the name of a sweep; where both have an option, it is the verb's.
        values, words = parse([*COMMON, *own, *of_verbs], arguments)
    flags = {option.flag for option in own}
    given = (option for option in of_verbs if option.flag not in flags)
    misplaced = [option.flag for option in given if values[option.name] not in (None, False, [])]
    unknown = [word for word in words if word.startswith("-")]
    if misplaced or unknown:
        faults = [Fault(word, _no_option(word)) for word in dict.fromkeys([*misplaced, *unknown])]
        overrides = [word for word in words if not word.startswith("-")]
        raise InputError([*faults, *_faults_of(overrides, values)])
    common = {option.name: values[option.name] for option in COMMON}
    return Arguments(
        words=tuple(words),
        line=tuple(arguments),
        verb_options={option.name: values[option.name] for option in own},
        **(common | {"config_dir": tuple(common["config_dir"])}),
    )


def _faults_of(overrides: Sequence[str], values: Mapping[str, Any]) -> Sequence[Fault]:
    """Return what else is wrong with a run line whose options are wrong, so that all is reported at once."""
    if not overrides or overrides[0] in VERBS:
        return ()
    from lunarsim.door.line.reading import read_line

    try:
        check_words(overrides)
        read_line(overrides, values["multirun"], values["config_dir"])
    except InputError as error:
        return error.faults
    return ()


def check_flags(arguments: Arguments, asked: str, allowed: Collection[str] = ()) -> None:
    """Refuse options with dashes that would be ignored.

    Parameters
    ----------
    arguments : Arguments
        The line.
    asked : str
        What the line requests, in words.
    allowed : collection of str
        Names of the common options that have a meaning there.

    Raises
    ------
    InputError
        With every such option.
    """
    given = [option for option in COMMON if getattr(arguments, option.name) not in (None, False, ())]
    errors = [Fault(option.flag, f"has no meaning with {asked}") for option in given if option.name not in allowed]
    if errors:
        raise InputError(errors)


def check_words(words: Sequence[str]) -> None:
    """Refuse words that are neither verb nor override.

    Raises
    ------
    InputError
        With the nearest verb, or what an override looks like.
    """
    errors = []
    # Words after a misspelt verb are its own, right or wrong.
    misspelt = bool(words) and "=" not in words[0] and words[0] not in VERBS and nearest(words[0], VERBS) is not None
    for index, word in enumerate(words[:1] if misspelt else words):
        if "=" in word or word.startswith("~"):
            continue
        guess = nearest(word, VERBS) if index == 0 else None
        if guess is not None:
            errors.append(Fault(word, f"unknown verb; did you mean {guess!r}?"))
        elif word in VERBS:
            errors.append(Fault(word, "is a verb; verbs come first and without overrides"))
        else:
            errors.append(Fault(word, f"is neither a verb ({', '.join(VERBS)}) nor an override (key=value)"))
    if errors:
        raise InputError(errors)


def _options_of(verb: str) -> tuple[Option, ...]:
    from lunarsim.door.verb import load

    return load(verb).options


def _no_option(word: str) -> str:
    """Say why an option with dashes cannot stand on a line."""
    flag = word.partition("=")[0]
    if flag in _REFUSED:
        return f"is refused: {_REFUSED[flag]}"
    from lunarsim.door.verb import all_options, verbs_with

    verbs = verbs_with(flag)
    if verbs:
        listed = " or ".join(filter(None, [", ".join(verbs[:-1]), verbs[-1]]))
        return f"belongs to the verb {listed}, which comes first"
    forms = [form for option in all_options() for form in option.forms]
    guess = nearest(flag, forms)
    return "unknown option" + (f"; did you mean {guess!r}?" if guess else "; see lunarsim --help")
