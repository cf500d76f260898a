"""``lunarsim discover``: the box of factors in which a target is met."""

import json

import pytest

from lunarsim.door.completion import suggestions


def test_a_stored_sweep_is_searched_for_a_box(command, ten_years):
    code, out, err = command("discover", str(ten_years), "--target", "plant.availability>=0.7", "--json")
    assert (code, err) == (0, "")
    (one,) = json.loads(out)["combinations"]
    assert one["found"]
    (factor,) = one["factors"]
    assert factor["key"] == "plant.availability"
    assert factor["low"] == pytest.approx(0.7, abs=0.02)
    code, out, _ = command("discover", "--target", "plant.availability>=0.7")
    assert code == 0
    assert "above 0.7" in out
    assert "Joint station (ILRS)" in out


def test_wrong_lines_say_what_to_type(command, ten_years):
    code, out, err = command("discover")
    assert (code, out) == (2, "")
    assert "lunarsim discover --target 'station_extended_year<=2045'" in err
    code, out, err = command("discover", "--target", "station_workin<=2030", "--target", "x")
    assert (code, out) == (2, "")
    assert "station_workin<=2030" in err
    assert "x: is not a condition" in err
    code, _, err = command("discover", "--target", "station_working<=1999")
    assert code == 2
    assert "hardly ever met" in err
    code, _, err = command("discover", "--target", "station_working<=2030", "--levers", "site")
    assert code == 2
    assert "the sweep has no levers" in err


def test_help_and_completion(command, ten_years):
    code, out, _ = command("discover", "--help")
    assert code == 0
    assert "--target CONDITION" in out
    assert "station_working_year" in suggestions("lunarsim discover --target station_w")
