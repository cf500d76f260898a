"""``lunarsim value``: what it would be worth to know more."""

import json


def test_a_stored_sweep_gives_the_value_of_information(command, ten_years):
    code, out, err = command("value", str(ten_years), "--json", "--measure", "plant.availability", "--cost", "10")
    assert (code, err) == (0, "")
    (one,) = json.loads(out)["combinations"]
    assert 0 <= one["evsi_value"] <= one["evpi_high"]
    code, out, _ = command("value")
    assert code == 0
    assert "Value of information: Net present value of the mine [million USD]" in out
    assert "\nUSD of 2025.\n" in out
    assert "Joint station (ILRS)" in out


def test_wrong_lines_say_what_is_allowed(command, ten_years):
    for words, message in (
        (("--outcome", "npv_mus"), "npv_musd"),
        (("--by", "site"), "no levers"),
        (("a", "b"), "too many"),
    ):
        code, out, err = command("value", *words)
        assert (code, out) == (2, "")
        assert message in err
    assert "--measure FACTOR" in command("value", "--help")[1]


def test_the_way_that_is_offered_is_an_option(command, ten_years):
    code, _, err = command("value", str(ten_years), "--outcome", "missions_flown", "--by", "site")
    assert code == 2
    worded = ("value", str(ten_years), "--outcome", "missions_flown", "--better")
    assert "single option" in command(*worded, "lower")[2]
    assert "'hihger'" in command("value", str(ten_years), "--better", "hihger")[2]
    assert err
