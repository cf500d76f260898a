"""The words of a command line: options with dashes, a verb, overrides."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NoReturn

from lunarsim.words.errors import Fault, InputError, nearest

VERBS = {
    "show": "[STORE] [--json]  table of the outcomes of a stored sweep, the newest one if left out; or as JSON",
    "resume": "[STORE]     run what is missing or failed in a stored sweep; executor=... runs it otherwise",
    "replay": "[STORE] KEY=VALUE ...  one run again, exactly, with log of events and Gantt chart: site=peary sample=17",
    "export": "[STORE] --to FORM  write a stored sweep as netcdf, csv or parquet; --output FILE: where",
    "backcast": "STATEMENTS.csv [--json]  score announced dates against actual ones; --as-of DATE: with an earlier fit",
    "parameters": "[FILTER]  every parameter: value, unit, range, distribution, source, evidence",
}
"""The first words that are no overrides, with what the help says of them."""

WITH_OVERRIDES = ("resume", "replay")
"""Verbs that take words with ``=`` as well."""

OF_VERBS = {
    "show": ("json",),
    "replay": ("picture",),
    "export": ("to", "output"),
    "backcast": ("json", "as_of", "until"),
}
"""Options with dashes that only these verbs understand, as fields of Arguments."""

EXPORTS = ("netcdf", "csv", "parquet")
"""Forms in which a sweep is exported."""

FLAGS = {
    "-m": "--multirun",
    "-cd": "--config-dir",
    "-c": "--cfg",
    "-i": "--info",
    "-p": "--package",
    "-h": "--help",
    "-sc": "--shell-completion",
    "": "--resolve --hydra-help --version --dry-run --to --output --picture --json --as-of --until",
}
"""Short and long forms of the options with dashes."""

_REFUSED = {
    "--config-name": "the base config is lunarsim's own; options of yours go into a folder for --config-dir",
    "--config-path": "the config folder is lunarsim's own; options of yours go into a folder for --config-dir",
    "--experimental-rerun": "it reads pickles",
    "--run": "that is what happens without it",
}


@dataclass(frozen=True)
class Arguments:
    """A command line taken apart.

    Parameters
    ----------
    words : tuple of str
        What has no dashes: a verb with its argument, or overrides.
    line : tuple of str
        The whole line as given, for the record.
    """

    words: tuple[str, ...]
    line: tuple[str, ...]
    multirun: bool
    config_dir: tuple[Path, ...]
    cfg: str | None
    info: str | None
    package: str | None
    resolve: bool
    help: bool
    hydra_help: bool
    version: bool
    dry_run: bool
    shell_completion: bool
    to: str | None
    output: Path | None
    picture: Path | None
    json: bool
    as_of: str | None
    until: str | None

    @property
    def verb(self) -> str | None:
        """The first word, where it is a verb."""
        return self.words[0] if self.words and self.words[0] in VERBS else None


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise InputError([Fault("command line", message)])


def take_apart(arguments: Sequence[str]) -> Arguments:
    """Return the parts of a command line.

    Raises
    ------
    InputError
        If an option with dashes is unknown or lacks its value.
    """
    parser = _Parser(add_help=False, allow_abbrev=False)
    for name, short in (("multirun", "m"), ("help", "h"), ("shell-completion", "sc")):
        parser.add_argument(f"-{short}", f"--{name}", action="store_true")
    for name in ("resolve", "hydra-help", "version", "dry-run", "json"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("-cd", "--config-dir", action="append", default=[], type=Path)
    parser.add_argument("-c", "--cfg", choices=("job", "hydra", "all"))
    infos = ("all", "config", "defaults", "defaults-tree", "plugins", "searchpath")
    parser.add_argument("-i", "--info", nargs="?", const="all", choices=infos)
    parser.add_argument("-p", "--package")
    parser.add_argument("--to", choices=EXPORTS)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--as-of", metavar="DATE")
    parser.add_argument("--until", metavar="DATE")
    known, words = parser.parse_known_args(arguments)
    unknown = [word for word in words if word.startswith("-")]
    if unknown:
        raise InputError([Fault(word, _unknown_flag(word)) for word in unknown])
    options = vars(known)
    strange = [
        Fault(f"--{name.replace('_', '-')}", f"belongs to the verb {' or '.join(verbs)}, which comes first")
        for name in dict.fromkeys(name for names in OF_VERBS.values() for name in names)
        for verbs in [[verb for verb, names in OF_VERBS.items() if name in names]]
        if options[name] and (not words or words[0] not in verbs)
    ]
    if strange:
        raise InputError(strange)
    return Arguments(
        words=tuple(words), line=tuple(arguments), **(options | {"config_dir": tuple(options["config_dir"])})
    )


def check_flags(arguments: Arguments, asked: str, allowed: Collection[str] = ()) -> None:
    """Refuse options with dashes that would be ignored.

    Parameters
    ----------
    arguments : Arguments
        The line.
    asked : str
        What the line asks for, in words.
    allowed : collection of str
        Names of the fields of Arguments that have a meaning there.

    Raises
    ------
    InputError
        With every such option.
    """
    flags = [field.name for field in fields(arguments) if field.name not in ("words", "line")]
    given = [name for name in flags if getattr(arguments, name) not in (None, False, ())]
    faults = [
        Fault(f"--{name.replace('_', '-')}", f"has no meaning with {asked}") for name in given if name not in allowed
    ]
    if faults:
        raise InputError(faults)


def check_words(words: Sequence[str]) -> None:
    """Refuse words that are neither verb nor override.

    Raises
    ------
    InputError
        With the nearest verb, or what an override looks like.
    """
    faults = []
    for position, word in enumerate(words):
        if "=" in word or word.startswith("~"):
            continue
        guess = nearest(word, VERBS) if position == 0 else None
        if guess is not None:
            faults.append(Fault(word, f"unknown verb; did you mean {guess!r}?"))
        elif word in VERBS:
            faults.append(Fault(word, "is a verb; verbs come first and without overrides"))
        else:
            faults.append(Fault(word, f"is neither a verb ({', '.join(VERBS)}) nor an override (key=value)"))
    if faults:
        raise InputError(faults)


def _unknown_flag(word: str) -> str:
    name = word.partition("=")[0]
    if name in _REFUSED:
        return f"is refused: {_REFUSED[name]}"
    flags = [flag for pair in FLAGS.items() for text in pair for flag in text.split()]
    guess = nearest(name, flags)
    return "unknown option" + (f"; did you mean {guess!r}?" if guess else "; see lunarsim --help")
