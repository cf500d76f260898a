"""Options with dashes: their declaration, those that belong to no verb, and the arguments parsed from them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from lunarsim.door.verb_table import VERBS
from lunarsim.words.errors import Fault, InputError, unknown_choice

if TYPE_CHECKING:
    from lunarsim.door.completing.typed import Typed


@dataclass(frozen=True)
class Option:
    """An option with dashes.

    Parameters
    ----------
    flag : str
        Its long form, such as ``--config-dir``.
    short : str
        Its short form, such as ``-cd``; empty where it has none.
    value : callable, optional
        Converts the text of its value; left out, the option is a switch without a value.
    choices : tuple of str
        The allowed values; empty where any value is.
    default_value : str, optional
        The value where the option stands alone; left out, an option with a value needs one.
    repeated : bool
        Whether it may be given several times, which makes a list.
    shown : str
        What stands for its value in the help of its verb.
    about : str
        What that help says of it.
    suggestions : callable, optional
        Takes a line as far as it is typed, and returns what may stand for the value, which is its last word; left out,
        it is one of the choices.
    """

    flag: str
    short: str = ""
    value: Callable[[str], Any] | None = None
    choices: tuple[str, ...] = ()
    default_value: str | None = None
    repeated: bool = False
    shown: str = ""
    about: str = ""
    suggestions: Callable[[Typed], Iterable[str]] | None = None

    @property
    def name(self) -> str:
        """The flag as an identifier."""
        return self.flag.lstrip("-").replace("-", "_")

    @property
    def forms(self) -> tuple[str, ...]:
        """The short form, where there is one, and the long one."""
        return (self.short, self.flag) if self.short else (self.flag,)

    def add_to(self, parser: argparse.ArgumentParser) -> None:
        """Declare it to a parser."""
        if self.value is None:
            parser.add_argument(*self.forms, action="store_true")
        elif self.repeated:
            parser.add_argument(*self.forms, type=self.value, action="append", default=[])
        else:
            alone: dict[str, Any] = {} if self.default_value is None else {"nargs": "?", "const": self.default_value}
            parser.add_argument(*self.forms, type=self.value, choices=self.choices or None, **alone)


def of_lever_values(suggestions: Callable[[Typed], Iterable[str]]) -> Option:
    """Return the option by which values of levers are given to a verb that takes no other conditions."""
    return Option(
        "--given",
        value=str,
        repeated=True,
        shown="LEVER=VALUE",
        about="only these values of a lever: site=peary, 'price_multiplier<=2'; repeatable",
        suggestions=suggestions,
    )


JSON = Option("--json", about="print JSON for other programs")

HELP = Option("--help", "-h", about="print this help and stop")

COMMON = (
    Option("--multirun", "-m"),
    Option("--config-dir", "-cd", Path, repeated=True),
    Option("--cfg", "-c", str, ("job", "hydra", "all")),
    Option(
        "--info",
        "-i",
        str,
        ("all", "config", "defaults", "defaults-tree", "plugins", "searchpath"),
        default_value="all",
    ),
    Option("--package", "-p", str),
    Option("--resolve"),
    HELP,
    Option("--hydra-help"),
    Option("--version"),
    Option("--dry-run"),
    Option("--shell-completion", "-sc"),
)
"""The options of run lines and of the command itself."""


@dataclass(frozen=True)
class Arguments:
    """A command line taken apart.

    Parameters
    ----------
    words : tuple of str
        The words without dashes: a verb with its argument, or overrides.
    line : tuple of str
        The whole line as given, for the record.
    verb_options : mapping
        Values of the options of the verb, by their names.
    """

    words: tuple[str, ...]
    line: tuple[str, ...]
    verb_options: Mapping[str, Any]
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

    @property
    def verb(self) -> str | None:
        """The first word, where it is a verb."""
        return self.words[0] if self.words and self.words[0] in VERBS else None

    def argument(self) -> str | None:
        """Return the only word after the verb, None where there is none.

        Raises
        ------
        InputError
            If there are more, or it is an override: a folder may have an equals sign in its name.
        """
        name, overrides = self.argument_and_overrides()
        if overrides and (name is not None or len(overrides) > 1 or not Path(overrides[0]).exists()):
            raise self._too_many()
        return overrides[0] if overrides else name

    def argument_and_overrides(self) -> tuple[str | None, list[str]]:
        """Return the only word after the verb that is no override, None where there is none, and the overrides.

        Raises
        ------
        InputError
            If there is more than one such word.
        """
        from lunarsim.study.store.places.address import is_url

        overrides = [word for word in self.words[1:] if "=" in word and not is_url(word)]
        names = [word for word in self.words[1:] if word not in overrides]
        if len(names) > 1:
            raise self._too_many()
        return (names[0] if names else None), overrides

    def file_argument(self) -> str | None:
        """Return the only word after the verb as the name of a file, which may hold an equals sign.

        Raises
        ------
        InputError
            If there are more.
        """
        if len(self.words) > 2:
            raise self._too_many()
        return self.words[1] if len(self.words) == 2 else None

    def _too_many(self) -> InputError:
        verb = self.words[0]
        problem = f"too many words for {verb}: lunarsim {verb} {VERBS[verb].usage}"
        return InputError([Fault(" ".join(self.words[1:]), problem)])


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise InputError([Fault("command line", message)])

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            raise InputError([Fault(action.option_strings[-1], unknown_choice(str(value), action.choices, "value"))])


def parse(options: Iterable[Option], arguments: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    """Return the values of options by their names, and what is left of a command line.

    Where several options share a flag, the first one counts.

    Raises
    ------
    InputError
        If an option lacks its value or has one that is not allowed.
    """
    parser = _Parser(add_help=False, allow_abbrev=False)
    for option in {option.flag: option for option in reversed(tuple(options))}.values():
        option.add_to(parser)
    values, rest = parser.parse_known_args(list(arguments))
    return vars(values), rest
