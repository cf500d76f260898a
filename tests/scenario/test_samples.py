"""Places whose soil was returned, as far as a date knows them."""

import datetime as dt

import pytest

from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.places.sampled_places import sampled_places
from lunarsim.words.units import parse_date


def test_the_places_of_all_returned_soils_are_there_with_their_sources():
    library = read("samples")
    assert len(library["places"]) == 11
    assert all(row["source"] in library["sources"] for row in library["places"].values())
    for place in sampled_places("2026-07-01"):
        assert -90 <= place.latitude_deg <= 90
        assert -180 <= place.longitude_deg <= 180
        assert dt.date(1969, 7, 24) <= place.returned <= dt.date(2024, 6, 25)


@pytest.mark.parametrize(("as_of", "newest", "count"), [
    ("1969-07-24", "Apollo 11", 1),
    ("2020-12-15", "Luna 24", 9),
    ("2021-06-16", "Chang'e-5", 10),
    ("2024-06-25", "Chang'e-6", 11),
])  # fmt: skip
def test_a_date_knows_what_had_come_by_then(as_of, newest, count):
    places = sampled_places(as_of)
    assert (places[-1].title, len(places)) == (newest, count)
    assert all(place.returned <= parse_date(as_of) for place in places)


def test_before_the_first_landing_there_was_no_soil():
    assert sampled_places("1969-07-01") == ()
