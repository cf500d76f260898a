"""What the record says of landings: the attempts of ``configs/library/attempts.yml``, each known when it had ended."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

from lunarsim.scenario.library.files import read
from lunarsim.words.units import parse_date


class LandingAttempt(NamedTuple):
    """One spacecraft that was meant to land.

    Parameters
    ----------
    title, developer, design : str
        Its name, who built it, and which landers share its landing system.
    launched, ended : date
        Launch, and landing or loss.
    outcome : str
        success, partial or failure.
    phase : str or None
        Where it was lost or damaged: launch, cruise, descent or touchdown.
    """

    title: str
    developer: str
    design: str
    launched: dt.date
    ended: dt.date
    outcome: str
    phase: str | None


class LandingRecord(NamedTuple):
    """Landing attempts of a developer and those that succeeded in full."""

    attempts: int
    successes: int


@cache
def landing_attempts() -> tuple[LandingAttempt, ...]:
    """Return all attempts, by date of launch."""
    made = (
        LandingAttempt(
            row["title"],
            row["developer"],
            row["design"],
            parse_date(row["launched"]),
            parse_date(row["ended"]),
            row["outcome"],
            row["phase"],
        )
        for row in read("attempts")["attempts"].values()
    )
    return tuple(sorted(made, key=lambda attempt: attempt.launched))


@cache
def landing_record(developer: str, as_of: str) -> LandingRecord:
    """Return a developer's record as it was known at a date; what was lost at launch is no landing attempt.

    Parameters
    ----------
    developer : str
        Its name in the library; one without attempts has an empty record.
    as_of : str
        ISO date; what ends on it is known.
    """
    known = parse_date(as_of)
    own = [
        attempt.outcome
        for attempt in landing_attempts()
        if attempt.developer == developer and attempt.phase != "launch" and attempt.ended <= known
    ]
    return LandingRecord(len(own), own.count("success"))
