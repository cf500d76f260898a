"""``lunarsim export``: a stored sweep written as a file of another form."""

from __future__ import annotations

from pathlib import Path

from lunarsim.door.completing.suggestions import outcomes, stores
from lunarsim.door.options import Arguments, Option
from lunarsim.door.verb import Verb, store_details
from lunarsim.reading.export.forms import FORMS
from lunarsim.words.errors import Fault, InputError


def run(arguments: Arguments) -> int:
    """Write a stored sweep to a file, print its path and return the exit code.

    Raises
    ------
    InputError
        If no form is given, or the file cannot be one.
    """
    name, options = arguments.argument(), arguments.verb_options
    form = options["to"]
    if form is None:
        raise InputError([Fault("export", f"needs --to {'|'.join(FORMS)}")])
    from lunarsim.door.find_store import find_store

    path = find_store(name)
    from lunarsim.door.plan_notes import note_on_stderr
    from lunarsim.reading.export.files import export

    chosen = None
    if options["outcomes"] is not None:
        from lunarsim.reading.outcome_names import split_patterns

        chosen = split_patterns(options["outcomes"])
    print(f"exported: {export(path, form, options['output'], note_on_stderr, chosen, options['quantiles'])}")
    return 0


VERB = Verb(
    run,
    (
        Option("--to", value=str, choices=tuple(FORMS), about="form of the file"),
        Option(
            "--outcomes",
            value=str,
            shown="NAME,...",
            about="which outcomes, with * for any characters; left out, all",
            suggestions=outcomes,
        ),
        Option("--quantiles", about="of xlsx: the summary, units and assumptions without the runs"),
        Option("--output", value=Path, shown="FILE", about="where it goes; left out, beside the dataset"),
    ),
    stores,
    store_details,
)
