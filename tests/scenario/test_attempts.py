"""The record of landing attempts, and what of it is known at a date."""

import pytest

from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.landing_attempts import LandingRecord, landing_attempts, landing_record

PHASES = ("launch", "cruise", "descent", "touchdown")


@pytest.mark.parametrize(
    ("developer", "as_of", "record"),
    [
        ("china", "2026-07-01", (4, 4)),
        ("china", "2024-05-31", (3, 3)),
        ("china", "2013-12-13", (0, 0)),
        ("russia", "2026-07-01", (1, 0)),
        ("russia", "2023-08-18", (0, 0)),
        ("india", "2026-07-01", (2, 1)),
        ("japan", "2026-07-01", (1, 0)),
        ("ispace", "2025-06-04", (1, 0)),
        ("intuitive_machines", "2026-07-01", (2, 0)),
        ("firefly", "2026-07-01", (1, 1)),
        ("hughes", "2026-07-01", (7, 5)),
        ("grumman", "2026-07-01", (7, 6)),
        ("usa", "2026-07-01", (0, 0)),
    ],
)
def test_a_developer_s_record_holds_what_had_ended(developer, as_of, record):
    assert landing_record(developer, as_of) == LandingRecord(*record)


def test_what_was_lost_at_launch_is_no_landing_attempt():
    at_launch = [attempt for attempt in landing_attempts() if attempt.phase == "launch"]
    assert len(at_launch) == 12
    assert {attempt.developer for attempt in at_launch} == {"ussr"}
    assert landing_record("ussr", "2026-07-01").attempts == 27 - 12


def test_the_attempts_are_those_of_the_record_by_outcome_and_phase():
    recent = [attempt for attempt in landing_attempts() if attempt.launched.year >= 2013]
    outcomes = [attempt.outcome for attempt in recent]
    assert [outcomes.count(outcome) for outcome in ("success", "partial", "failure")] == [6, 3, 6]
    phases = [attempt.phase for attempt in recent]
    assert [phases.count(phase) for phase in PHASES] == [0, 2, 5, 2]
    assert len(landing_attempts()) == 56


def test_every_attempt_is_dated_in_order_and_has_a_source_and_a_phase_where_it_failed():
    rows = read("attempts")
    for key, row in rows["attempts"].items():
        assert row["source"] in rows["sources"], key
        assert row["launched"] <= row["ended"], key
        assert row["outcome"] in ("success", "partial", "failure"), key
        assert (row["phase"] is None) == (row["outcome"] == "success"), key
        assert row["phase"] is None or row["phase"] in PHASES, key
    assert set(rows["sources"]) == {row["source"] for row in rows["attempts"].values()}
