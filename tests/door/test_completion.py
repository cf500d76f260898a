"""Tab: verbs, keys and options."""

import pytest

from lunarsim.door.completion import suggestions


@pytest.fixture(autouse=True)
def _in_an_empty_folder(here):
    return here


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("lunarsim sh", ["show"]),
        ("lunarsim par", ["parameters"]),
        ("lunarsim plan", ["plan.", "plan=", "plant.", "plant="]),
        ("lunarsim -m plant.un", ["plant.units="]),
        ("lunarsim programs.", ["programs.china.", "programs.russia."]),
        ("lunarsim programs.china.landing_att", ["programs.china.landing_attempts="]),
        ("lunarsim program@programs.r", ["program@programs.russia="]),
        ("lunarsim scenario=", ["scenario=china_alone", "scenario=ilrs_joint", "scenario=russia_alone"]),
        ("lunarsim -m site=fra_mauro,shack", ["site=fra_mauro,shackleton"]),
        ("lunarsim experiment=site", ["experiment=site_choice"]),
        ("lunarsim cooperation.mode=la", ["cooperation.mode=lapsed"]),
        ("lunarsim waits.slip=", ["waits.slip=false", "waits.slip=true"]),
        ("lunarsim design.sa", ["design.samples="]),
        ("lunarsim missions.change_8.pl", ["missions.change_8.planned=", "missions.change_8.planned_precision="]),
        ("lunarsim --mu", ["--multirun"]),
        ("lunarsim parameters plant.un", ["plant.units"]),
        ("lunarsim show ", []),
        ("lunarsim rep", ["replay"]),
        ("lunarsim resume executor=p", ["executor=processes"]),
        ("lunarsim resume plan", []),
        ("lunarsim export --to n", ["netcdf"]),
        ("lunarsim -m sh", []),
        ("lunarsim libr", []),
        ("lunarsim typo.x=", []),
        ("lunarsim --config-dir ", []),
    ],
)
def test_what_is_offered(line, offered):
    assert suggestions(line) == offered


def test_an_empty_word_offers_verbs_groups_and_the_first_parts_of_keys():
    offered = suggestions("lunarsim ")
    assert {"show", "parameters", "site=", "site.", "missions.", "experiment="} <= set(offered)
    assert not [word for word in offered if word.startswith("library")]


def test_options_of_the_user_are_offered(own):
    folder = own("", group="site", name="rich")
    assert suggestions(f"lunarsim --config-dir {folder} site=ri") == ["site=rich"]


def test_the_shell_is_served_by_the_command(command, monkeypatch):
    monkeypatch.setenv("COMP_LINE", "lunarsim cooperation=")
    _, words, _ = command("-sc", "query=bash")
    assert words.split() == [f"cooperation={name}" for name in ("active", "lapsed", "none", "stochastic")]
    code, script, _ = command("--shell-completion", "install=bash")
    assert code == 0
    assert script.rstrip().endswith("hydra_bash_completion lunarsim")
    assert command("-sc", "install=tcsh")[0] == 2
