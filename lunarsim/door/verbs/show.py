"""``lunarsim show``: the summary of a stored sweep, as a table or as JSON."""

from __future__ import annotations

from lunarsim.door.completing.suggestions import stores
from lunarsim.door.options import Arguments, Option
from lunarsim.door.verb import Verb, store_details


def run(arguments: Arguments) -> int:
    """Print the summary of a stored sweep and return the exit code."""
    name = arguments.argument()
    from lunarsim.door.find_store import find_store

    store = find_store(name)
    if arguments.verb_options["json"]:
        from lunarsim.reading.tables.json_summary import show_json

        show_json(store)
    else:
        from lunarsim.reading.tables.summary_table import show

        show(store)
    return 0


VERB = Verb(run, (Option("--json", about="print JSON for other programs"),), stores, store_details)
