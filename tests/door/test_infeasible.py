"""A lever value that can never be as asked is recorded with its text, and the others run."""

import pytest

import lunarsim

OK, INFEASIBLE = 1, 4

BY_LEVER = {
    "too heavy": (["missions.ilrs_1.launch_mass_kg=5000,30000"], "missions.ilrs_1: sends 30000 kg"),
    "never powered": (["assets.ilrs_laboratory.load_kw=3,5000"], "assets.ilrs_laboratory: takes 5000 kW"),
    "plant without power": (["site=fra_mauro", "plant.power_kw=80,0"], "plant.power_kw: is 0 at a site away from the "),
    "circle": (["missions.change_7.needs=[],[ilrs_2]"], "closes a circle: "),
    "horizon": (
        ["timeline.horizon_years=34,30", "missions.change_8.planned=2059-01-01"],
        "missions.change_8.planned: is 2059-01-01, not before the timeline ends on 2056-07-01; set timeline.horizon_",
    ),
    "site": (["scenario=race", "site.most_stations=2,1"], "rival.site: is shackleton, where ilrs stands; its lit pl"),
}


@pytest.mark.parametrize("kind", BY_LEVER)
@pytest.mark.filterwarnings("ignore::lunarsim.errors.InfeasibleWarning")
def test_a_lever_value_that_can_never_be_has_status_4_and_its_text(kind):
    line, problem = BY_LEVER[kind]
    ds = lunarsim.sweep([*line, "design.samples=1", "uncertainties=none", "output=none"]).squeeze()
    assert ds.status.values.tolist() == [OK, INFEASIBLE]
    assert problem in ds.error.values[1]
    assert "; set " in ds.error.values[1]
