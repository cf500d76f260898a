"""``lunarsim backcast``: the slip model scored on statements of dates."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lunarsim.door.options import JSON, Arguments, Option
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
        from lunarsim.door.backcasting.statements import COLUMNS

        needed = f"needs a file with the columns {', '.join(COLUMNS)}; see lunarsim backcast --help"
        raise InputError([Fault("backcast", needed)])
    from lunarsim.door.backcasting.report import as_json, as_text, report

    scored = report(Path(name), options["as_of"], options["until"])
    print(as_json(scored) if options["json"] else as_text(scored))
    return 0


def details() -> Iterable[str]:
    """Return what the help says beside usage and options."""
    from lunarsim.door.backcasting.statements import COLUMNS, FURTHER
    from lunarsim.physics.chance.slip_ratio import PRECISION_DAYS
    from lunarsim.scenario.library.paths import shipped

    yield (
        "STATEMENTS.csv holds one public statement of a date in each row. Its first line names the columns, of which "
        f"these are read: {', '.join(COLUMNS)}. Dates read 2026-07-01; a precision is one of "
        f"{', '.join(PRECISION_DAYS)}; actual_launch is empty where the mission has not flown. Read where they are "
        f"there: {' and '.join(FURTHER)}, which tell firms from agencies, and crewed landings, crewed flights and "
        "first flights of launch vehicles from others."
    )
    yield f"An example: {shipped('experiments') / 'backcast_statements.csv'}"


VERB = Verb(
    run,
    (
        JSON,
        Option(
            "--as-of",
            value=str,
            shown="DATE",
            about="date of the fit: the newest known then; left out, the newest of all",
        ),
        Option("--until", value=str, shown="DATE", about="date by which missions without actual date had not flown"),
    ),
    details=details,
)
