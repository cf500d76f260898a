"""What the shell offers at a press of Tab; needs no Hydra, whose own completion composes a whole config first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from lunarsim.door.line.arguments import EXPORTS, FLAGS, VERBS
from lunarsim.door.line.keys import parameter_at, parameter_keys
from lunarsim.door.line.option_catalog import Catalog
from lunarsim.scenario.declare.checking import declarations
from lunarsim.scenario.library.files import read
from lunarsim.scenario.scenario import COLLECTIONS
from lunarsim.words.errors import InputError

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
"""What ``eval`` takes in bash to switch completion on or off. Hydra's own script loses what stands before an @."""


def suggestions(line: str) -> list[str]:
    """Return what could stand for the last word of a command line, the program's name included in the line."""
    words = line.split()[1:]
    last = "" if not words or line[-1].isspace() else words.pop()
    folders = [Path(folder) for flag, folder in pairwise(words) if flag in ("-cd", "--config-dir")]
    catalog = Catalog([folder for folder in folders if folder.is_dir()])
    if words and words[-1] in ("-cd", "--config-dir", "--output", "--picture"):
        return []
    return sorted({word for word in _candidates(words, last, catalog) if word.startswith(last)})


def _candidates(words: list[str], last: str, catalog: Catalog) -> Iterable[str]:
    if last.startswith("-"):
        return [flag for pair in FLAGS.items() for text in pair for flag in text.split()]
    if words and words[-1] == "--to":
        return EXPORTS
    verb = next((word for word in words if not word.startswith("-")), None)
    if verb in VERBS:
        return _after(verb, last, catalog)
    if "=" in last:
        return _choices(last, catalog)
    return [*(VERBS if not words else ()), *_keys(last, catalog)]


def _after(verb: str, last: str, catalog: Catalog) -> Iterable[str]:
    """Return what may follow a verb; names of stores are left to the shell."""
    if verb == "parameters":
        return parameter_keys(catalog.programs)
    if verb == "resume":
        offered = _choices(last, catalog) if "=" in last else _keys(last, catalog)
        return [word for word in offered if word.startswith("executor")]
    return []


def _choices(last: str, catalog: Catalog) -> list[str]:
    """Return the words that the values of the key in the last word would make."""
    key, _, value = last.partition("=")
    start = f"{key}=" + (value[: value.rindex(",") + 1] if "," in value else "")
    return [f"{start}{option}" for option in _values(key, catalog)]


def _keys(last: str, catalog: Catalog) -> Iterator[str]:
    """Yield the keys that may follow, to the next dot: there are too many to list them all at once."""
    yield from (f"{key}=" for key in catalog.base)
    depth = last.count(".")
    keys = list(parameter_keys(catalog.programs))
    collection = last.partition(".")[0]
    if not depth:
        yield from (f"{name}." for name in COLLECTIONS)
    elif collection in COLLECTIONS and collection != "programs":
        keys += (
            f"{collection}.{name}.{field}"
            for name in _names(collection)
            for field in declarations(COLLECTIONS[collection])
        )
    for key in keys:
        parts = key.split(".")
        yield ".".join(parts[: depth + 1]) + ("." if len(parts) > depth + 1 else "=")


def _names(collection: str) -> Iterable[str]:
    files = {"missions": "missions_latest"}
    return read(files.get(collection, collection))


def _values(key: str, catalog: Catalog) -> Iterable[str]:
    if key in catalog.base:
        return catalog.options(key.partition("@")[0])
    try:
        declared, hint = parameter_at(key, catalog.programs)
    except InputError:
        return ()
    return ("true", "false") if hint is bool else declared.choices
