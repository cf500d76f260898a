"""Suggestions for tab completion; without Hydra, whose own completion first composes a config."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from lunarsim.door.completing.typed import Typed
from lunarsim.door.line.option_catalog import Catalog
from lunarsim.door.options import COMMON, HELP, Option
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


ZSH = {
    "install": """\
_lunarsim()
{
    # Completion gives whole words, in which zsh breaks nothing; the line ends at the cursor.
    local line="${(j: :)${(@)words[1,CURRENT-1]}} $IPREFIX$PREFIX"
    local -a choices
    choices=("${(@f)$(COMP_LINE=$line COMP_POINT= command ${(Q)words[1]} -sc query=zsh 2>/dev/null)}")
    choices=(${choices:#})
    if (( $#choices )); then
        compadd -Q -S '' -- $choices
    else
        _files
    fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _lunarsim lunarsim
""",
    "uninstall": """\
compdef -d lunarsim
unfunction _lunarsim
""",
}
"""The same in zsh."""

SCRIPTS = {"bash": BASH, "zsh": ZSH}
"""What switches completion on or off, by shell; fish gets Hydra's own."""


def suggestions(line: str) -> list[str]:
    """Return what could stand for the last word of a command line, the program's name included in the line."""
    words = line.split()[1:]
    last = "" if not words or line[-1].isspace() else words.pop()
    folders = [Path(folder) for flag, folder in pairwise(words) if flag in ("-cd", "--config-dir")]
    catalog = Catalog([folder for folder in folders if folder.is_dir()])
    from lunarsim.door.line.keys import suggested_fields

    inside = suggested_fields(line, last, catalog)
    candidates = _candidates(Typed(tuple(words), last, catalog)) if inside is None else inside
    # The shell is given words: one with a space, or with what a terminal would obey, is none.
    return sorted({word for word in candidates if word.startswith(last) and word.isprintable() and " " not in word})


def _candidates(typed: Typed) -> Iterable[str]:
    words, last, catalog = typed
    verb = next((word for word in words if not word.startswith("-")), None)
    flag, equals, value = last.partition("=")
    if equals and (option := _awaiting_value(flag, verb)):
        return [f"{flag}={each}" for each in _values_of(option, typed._replace(last=value))]
    if last.startswith("-"):
        offered = (*load(verb).options, HELP) if verb in VERBS else COMMON
        return [form for option in offered for form in option.forms]
    if words and (option := _awaiting_value(words[-1], verb)):
        return _values_of(option, typed)
    if verb in VERBS:
        return load(verb).suggestions(typed)
    from lunarsim.door.line.keys import suggested_keys, suggested_values

    if "=" in last:
        return suggested_values(last, catalog)
    return [*(VERBS if not words else ()), *suggested_keys(last, catalog)]


def _values_of(option: Option, typed: Typed) -> Iterable[str]:
    return option.choices if option.suggestions is None else option.suggestions(typed)


def _awaiting_value(word: str, verb: str | None) -> Option | None:
    """Return the option whose value must follow a word, of the verb first; names of files are left to the shell."""
    if not word.startswith("-"):
        return None
    own = load(verb).options if verb in VERBS else ()
    needy = (option for option in (*own, *all_options()) if option.value is not None and option.default_value is None)
    return next((option for option in needy if word in option.forms), None)
