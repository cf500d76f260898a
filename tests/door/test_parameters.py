"""``lunarsim parameters``: value, unit, range, distribution, source and evidence of each."""

import pytest

from lunarsim.door.line.headers import header
from lunarsim.door.line.keys import parameter_keys
from lunarsim.door.parameter_table import rows
from lunarsim.scenario.acting import conditions
from lunarsim.words.errors import InputError


@pytest.fixture(autouse=True)
def _in_an_empty_folder(here):
    return here


def test_every_parameter_of_every_group_and_program_is_there():
    assert [row.parameter for row in rows()] == list(parameter_keys(("china", "russia", "usa")))


def test_a_declared_value_comes_with_its_declared_source():
    (row,) = rows("plant.feed_t_per_year")
    assert (row.value, row.unit, row.evidence) == ("100", "t year-1", "analogue")
    assert "Schreiner" in row.source


def test_a_value_from_an_option_file_comes_with_that_files_source():
    by_key = {row.parameter: row for row in rows("programs.")}
    assert by_key["programs.china.foreign_parts_share"].value == "0.1"
    assert "UAE rover" in by_key["programs.china.foreign_parts_share"].source
    assert "UAE rover" not in by_key["programs.russia.foreign_parts_share"].source
    assert by_key["programs.china.landing_attempts"].value == "null"
    assert "attempts.yml" in by_key["programs.china.landing_attempts"].source
    (thorium,) = rows("site.thorium_ppm")
    assert thorium.evidence == "measured"


def test_a_file_may_give_one_value_a_source_and_an_evidence_of_its_own():
    by_key = {row.parameter.rpartition(".")[2]: row for row in rows("programs.china.")}
    assert "UAE rover" in by_key["foreign_parts_share"].source
    assert "UAE rover" not in by_key["slip_ln_mean"].source
    assert by_key["foreign_parts_share"].evidence == "assumed"
    assert by_key["slip_ln_mean"].evidence == "analogue"
    (exporter,) = rows("programs.russia.energy_exporter")
    assert exporter.evidence == "published"


def test_what_a_file_says_of_one_value_is_read_beside_what_it_says_of_all(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("# Mine.\n# source: all\n# evidence: published\n# source(a.b): one\n# evidence(c): assumed\na: 1\n")
    parsed = header(path)
    assert (parsed.of("a.b").source, parsed.of("a.b").evidence) == ("one", "published")
    assert (parsed.of("c").source, parsed.of("c").evidence) == ("all", "assumed")
    assert (parsed.source, parsed.about) == ("all", "Mine.")


def test_the_filter_searches_keys_and_meanings():
    assert {row.parameter for row in rows("renewal")} >= {
        "cooperation.renewal_probability",
        "cooperation.first_renewal",
    }
    with pytest.raises(InputError, match="unknown filter"):
        rows("no such thing")


@pytest.mark.parametrize(
    ("text", "meant"),
    [("missions.chang_7", "missions.change_7"), ("missions.chang_7.planed", "missions.change_7.planned")],
)
def test_a_mistyped_record_is_answered_with_the_nearest_one(text, meant):
    with pytest.raises(InputError, match=f"did you mean '{meant}'"):
        rows(text)


def test_library_records_are_listed_where_the_filter_names_them():
    listed = rows("missions.change_8.")
    assert {"missions.change_8.planned", "missions.change_8.vehicle"} <= {row.parameter for row in listed}
    assert all(row.source for row in listed)


def test_an_uncertain_parameter_comes_with_the_condition_under_which_it_acts():
    by_key = {row.parameter: row.acts_if for row in rows()}
    assert by_key["plant.reactor_kg_per_kw"] == conditions("plant.reactor_kg_per_kw") != ""
    assert by_key["programs.usa.slip_multiplier"] == "programs.usa.active is true and waits.slip is true"
    assert by_key["deposit.thorium_multiplier"] == by_key["programs.usa.active"] == ""
    assert by_key["station.power_multiplier"] == "hardware that can come has power that is analogue or assumed"


@pytest.mark.parametrize("width", [0, 40, 80, 200])
def test_the_condition_is_shown_in_a_pipe_and_on_terminals_of_any_width(command, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("sys.stdout.isatty", lambda: width > 0, raising=False)
    _, out, _ = command("parameters", "deposit.silicic_ree_per_thorium")
    assert "site.silicicistrue" in "".join(out.split())


def test_off_a_terminal_the_text_is_plain_and_aligned(command):
    code, out, _ = command("parameters", "deposit")
    assert code == 0
    lines = out.splitlines()
    assert "\x1b" not in out
    assert lines[0].split()[:3] == ["parameter", "value", "unit"]
    column = lines[0].index("value")
    assert all(line[column - 1] == " " != line[column] for line in lines)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_on_terminals_of_any_width_nothing_is_lost(command, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    _, out, _ = command("parameters", "deposit.access")
    shown = "".join(out.split())
    assert "deposit.access" in shown
    assert "terrestrialopenpits" not in shown
    assert "range0.3to0.8" in shown


def test_lists_of_lists_are_shown_as_they_are_typed():
    (row,) = (each for each in rows("missions.artemis_4.") if each.parameter == "missions.artemis_4.alternatives")
    names = [f"artemis_{number}_lander" for number in (4, 5, 6, 7, 8, 9)]
    assert row.value == f"[[{', '.join([*names[:2], 'blue_moon_2_lander', *names[2:]])}]]"


def test_a_what_if_is_no_published_figure_of_its_mission():
    found = {row.parameter.rpartition(".")[2]: row for row in rows("missions.change_7.")}
    assert found["planned"].evidence == "published"
    for lever in ("outcome", "cancelled"):
        assert (found[lever].evidence, found[lever].source) == ("assumed", "a lever, not a finding")
