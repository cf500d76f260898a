"""What a user reads when an input is wrong."""

import pickle

import pytest

from lunarsim.words.errors import Fault, InputError, LunarsimError, StoreError, nearest, unknown

FAULTS = (Fault("plant.units", "is -1, allowed 0 to 10000"), Fault("site.thorium_ppm", "is 99, allowed 0 to 60 ppm"))


def test_all_problems_stand_in_one_text_with_their_paths():
    text = str(InputError(FAULTS))
    assert text.startswith("2 problems:")
    for fault in FAULTS:
        assert f"{fault.path}: {fault.problem}" in text


def test_a_single_problem_needs_no_list():
    assert str(InputError(FAULTS[:1])) == "plant.units: is -1, allowed 0 to 10000"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_input_error_survives_the_way_between_processes(protocol):
    again = pickle.loads(pickle.dumps(InputError(FAULTS), protocol))
    assert again.faults == FAULTS
    assert str(again) == str(InputError(FAULTS))


def test_a_store_error_survives_the_way_between_processes():
    assert str(pickle.loads(pickle.dumps(StoreError("no store at x")))) == "no store at x"


def test_wrong_input_ends_with_another_code_than_other_errors():
    assert InputError(FAULTS).exit_code == 2
    assert LunarsimError("x").exit_code == 1


def test_the_nearest_name_is_suggested():
    assert nearest("plnat", ["plan", "plant", "station"]) == "plant"
    text = unknown("fra_maro", ["fra_mauro", "shackleton"], "site")
    assert text == "unknown site 'fra_maro'; did you mean 'fra_mauro'?"


def test_where_nothing_is_alike_few_names_are_listed_and_many_are_not():
    assert nearest("zzz", ["active", "lapsed"]) is None
    assert unknown("zzz", ["lapsed", "active"]) == "unknown name 'zzz'; allowed: active, lapsed"
    assert unknown("zzz", [f"name_{number}" for number in range(13)]) == "unknown name 'zzz'"
