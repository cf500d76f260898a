"""Suggestions for tab completion; without Hydra, whose own completion first composes a config."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from lunarsim.door.line.option_catalog import Catalog
from lunarsim.door.options import Option
from lunarsim.door.verb import all_options, load
from lunarsim.door.verb_table import VERBS

BASH = {
    "install": """\
_lunarsim_complete()
{
    # $2 is what bash will replace: the end of the word after the last of COMP_WORDBREAKS, which may hold @ = and :
    local word="${COMP_LINE:0:COMP_POINT}" kept="" choice
    word="${word##*[[:space:]]}"
    [[ $# -gt 1 && "$word" == *"$2" ]] && kept="${word%"$2"}"
    COMPREPLY=()
    while read -r choice; do
        [[ -n "$choice" ]] && COMPREPLY+=("${choice#"$kept"}")
    done < <(COMP_LINE="$COMP_LINE" COMP_POINT="$COMP_POINT" "${COMP_WORDS[0]:-lunarsim}" -sc query=bash 2>/dev/null |
        tr ' ' '\\n')
}
complete -o nospace -o default -F _lunarsim_complete lunarsim
""",
    "uninstall": """\
complete -r lunarsim
unset -f _lunarsim_complete
""",
}
"""What ``eval`` takes in bash to switch completion on or off. Hydra's own script loses what precedes an @."""


def suggestions(line: str) -> list[str]:
    """Return what could stand for the last word of a command line, the program's name included in the line."""
    words = line.split()[1:]
    last = "" if not words or line[-1].isspace() else words.pop()
    folders = [Path(folder) for flag, folder in pairwise(words) if flag in ("-cd", "--config-dir")]
    catalog = Catalog([folder for folder in folders if folder.is_dir()])
    return sorted({word for word in _candidates(words, last, catalog) if word.startswith(last)})


def _candidates(words: list[str], last: str, catalog: Catalog) -> Iterable[str]:
    if last.startswith("-"):
        return [form for option in all_options() for form in option.forms]
    if words and (option := _awaiting_value(words[-1])):
        return option.choices
    verb = next((word for word in words if not word.startswith("-")), None)
    if verb in VERBS:
        return load(verb).suggestions(last, catalog)
    from lunarsim.door.line.keys import suggested_keys, suggested_values

    if "=" in last:
        return suggested_values(last, catalog)
    return [*(VERBS if not words else ()), *suggested_keys(last, catalog)]


def _awaiting_value(word: str) -> Option | None:
    """Return the option whose value must follow a word; names of files are left to the shell."""
    if not word.startswith("-"):
        return None
    needy = (option for option in all_options() if option.value is not None and option.default_value is None)
    return next((option for option in needy if word in option.forms), None)
