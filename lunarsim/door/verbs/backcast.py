"""``lunarsim backcast``: the slip model scored on statements of dates."""

from __future__ import annotations

from pathlib import Path

from lunarsim.door.options import Arguments, Option
from lunarsim.door.verb import Verb
from lunarsim.words.errors import Fault, InputError


def run(arguments: Arguments) -> int:
    """Print the scores of the slip model on a file of statements and return the exit code.

    ``--as-of`` gives the date of the fit: the newest that was known then; left out, the newest of all. ``--until``
    gives the date by which missions without actual date had not flown; left out, it is the later of the date of the
    newest fit and the last date of an announcement or a launch in the file.

    Raises
    ------
    InputError
        With all errors in the file, or in the options.
    """
    name, options = arguments.file_argument(), arguments.verb_options
    if name is None:
        raise InputError([Fault("backcast", "needs a file: lunarsim backcast STATEMENTS.csv")])
    from lunarsim.door.backcasting.report import as_json, as_text, report

    scored = report(Path(name), options["as_of"], options["until"])
    print(as_json(scored) if options["json"] else as_text(scored))
    return 0


VERB = Verb(run, (Option("--json"), Option("--as-of", value=str), Option("--until", value=str)))
