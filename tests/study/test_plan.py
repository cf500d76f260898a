import dataclasses
import time

import pytest

from lunarsim.study.grid.planning import make_plan
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE
from lunarsim.words.errors import InputError
from tests.study.conftest import SITES, asked, compose
from tests.study.models import SMALL


def problems(call):
    with pytest.raises(InputError) as caught:
        call()
    return {fault.path: fault.problem for fault in caught.value.faults}


def names(plan):
    return [axis.name for axis in plan.axes]


def test_a_dimension_is_named_by_the_last_part_of_the_key(plan):
    made = plan({"plant.units": [1, 2]}, {"site": ["shackleton"], "program@programs.russia": ["reformed"]})
    assert sorted(names(made)) == ["russia", "site", "units"]
    assert made.run_dims[-2:] == ("sample", "replicate")


def test_two_levers_with_the_same_last_part_are_named_by_their_keys(plan):
    made = plan({"programs.china.slip_multiplier": [0.5, 1], "programs.russia.slip_multiplier": [0.5, 1]})
    assert names(made) == ["programs.china.slip_multiplier", "programs.russia.slip_multiplier"]


def test_a_lever_named_like_a_variable_or_a_dimension_gets_another_name():
    variables = [dataclasses.replace(SMALL.variables[0], name="units"), *SMALL.variables]

    class Clashing(type(SMALL)):
        pass

    model = Clashing()
    model.variables = (*variables, dataclasses.replace(SMALL.variables[0], name="ilrs", dims=("station",)))
    model.coordinates = lambda scenarios: (
        SMALL.coordinates(scenarios) | {"station": SMALL.coordinates(scenarios)["bloc"]}
    )
    made = make_plan(asked({"plant.units": [1, 2]}, {"station": ["ilrs"]}), model, "here:MODEL")
    assert names(made) == ["station.option", "plant.units"]


@pytest.mark.parametrize(
    ("arguments", "path", "part"),
    [
        ({"levers": {"plant.units": []}}, "plant.units", "no values"),
        ({"levers": {"plant.units": [1, 1]}}, "plant.units", "1 2 times"),
        ({"levers": {"plant.units": [1, 1.0]}}, "plant.units", "1 2 times"),
        ({"levers": {"plant.units": [1, -2]}}, "plant.units", "-2, allowed 0 to 10000"),
        ({"levers": {"plant.units": [1.5]}}, "plant.units", "whole number"),
        ({"levers": {"plant.availability": [float("nan")]}}, "plant.availability", "nan"),
        ({"levers": {"plant.unit": [1]}}, "plant.unit", "did you mean 'units'"),
        ({"levers": {"missions.nowhere.planned": ["2030-01-01"]}}, "missions.nowhere.planned", "unknown mission"),
        ({"levers": {"design.samples": [1, 2]}}, "design.samples", "how the sweep is made"),
        ({"groups": {"executor": ["serial", "processes"]}}, "executor", "how the sweep is made"),
        ({"groups": {"experiment": ["a", "b"]}}, "experiment", "how the sweep is made"),
        ({"groups": {"site": ["shackleton", "shackleton"]}}, "site", "2 times"),
        ({"samples": 10**9}, "design.samples", "1,000,000,000 runs"),
        ({"levers": {"plant.units": range(10000)}, "samples": 10**5}, "design.samples", "10000 units"),
        ({"intervals": [("plant.availability", 0.9, 0.2)]}, "plant.availability", "lower one first"),
        ({"intervals": [("plant.availability", 0.2, 1.2)]}, "plant.availability", "1.2 lies outside 0 to 1"),
        ({"intervals": [("plant.availability", float("nan"), 1)]}, "plant.availability", "nan"),
        ({"intervals": [("plant.power_source", 0, 1)]}, "plant.power_source", "not a number"),
        ({"intervals": [("waits.slip", 0, 1)]}, "waits.slip", "not a number"),
        ({"intervals": [("plant.planned", 0, 1)]}, "plant.planned", "not a number"),
        ({"intervals": [("plant.units", 1.5, 4)]}, "plant.units", "whole numbers"),
        ({"intervals": [("plant.power_kw", 0, 9, "log")]}, "plant.power_kw", "allowed above 0"),
        ({"intervals": [("plant.power_kw", 1, 9, "triangular")]}, "plant.power_kw", "outside its triangular"),
        ({"intervals": [("timeline.horizon_years", 5, 9)]}, "timeline.horizon_years", "lever"),
        ({"intervals": [("executor.workers", 1, 2)]}, "executor.workers", "how the sweep is made"),
        ({"intervals": [("vehicles.nowhere.flights", 1, 2)]}, "vehicles.nowhere.flights", "nowhere"),
        ({"intervals": [("plant.power_kw", 1, 9)] * 2}, "plant.power_kw", "2 intervals"),
        ({"intervals": [("plant.power_kw", 1, 9)], "design": "nominal"}, "plant.power_kw", "nominal samples nothing"),
        ({"levers": {"plant.power_kw": [1]}, "intervals": [("plant.power_kw", 1, 9)]}, "plant.power_kw", "one of them"),
    ],
)
def test_an_error_is_reported_with_its_key_and_what_is_allowed(plan, arguments, path, part):
    errors = problems(lambda: plan(**arguments))
    assert list(errors) == [path]
    assert part in errors[path]


def test_all_errors_are_reported_at_once(plan):
    errors = problems(
        lambda: plan(
            levers={"plant.units": [-1], "plant.sise": [1], "plant.power_kw": [5]},
            groups={"site": []},
            intervals=[("finance.discount_rate", 3, 2)],
            changes={"deposit.depth_m": -1, "logistics.cargo_vehicl": "x"},
        )
    )
    assert set(errors) == {
        "plant.units",
        "plant.sise",
        "site",
        "finance.discount_rate",
        "deposit.depth_m",
        "logistics.cargo_vehicl",
    }


def test_a_lever_may_mend_what_the_base_breaks(plan):
    made = plan({"station.lead": ["china", "russia"]}, changes={"station.lead": "nobody"})
    assert made.notes == ()


def test_a_bad_value_of_one_option_among_several_is_an_error(plan):
    errors = problems(lambda: plan(groups={"site": ["shackleton", "below_zero"]}))
    assert "allowed 0 to 60" in errors["site.thorium_ppm"]


def test_combinations_that_are_all_infeasible_are_an_error(plan):
    assert problems(lambda: plan(changes={"plant.power_kw": 0.0})) == {"plant.power_kw": "no power, no plant"}


def test_combinations_that_all_break_a_rule_are_an_error(plan):
    assert "unknown program" in problems(lambda: plan({"station.lead": ["nobody", "noone"]}))["station.lead"]


def test_a_combination_that_breaks_a_rule_is_reported_before_the_start(plan):
    made = plan({"station.lead": ["china", "usa"], "plant.power_kw": [80, 0]})
    assert len(made.notes) == 3
    assert any("station.lead=china, plant.power_kw=0" in note and "no power" in note for note in made.notes)
    assert any("station.lead=usa" in note and "must take part" in note for note in made.notes)


def test_what_is_lost_with_a_cancelled_mission_is_noted_with_the_combination_in_which_it_is():
    def notes(levers, **settings):
        request = asked(levers, design="nominal", use="default", **settings)
        made = make_plan(request, CAMPAIGNS, CAMPAIGNS_REFERENCE).notes
        return [note for note in made if note.startswith("cancelled: ")]

    (everywhere,) = notes({"plant.units": [0, 1]}, changes={"missions.change_8.cancelled": True})
    assert everywhere.startswith("cancelled: change_8; so crewed_landing_3, ")
    assert everywhere.endswith(" can never fly")
    (note,) = notes({"missions.change_8.cancelled": [False, True], "plant.units": [0, 1]})
    assert note == f"{everywhere} (at missions.change_8.cancelled=true, plant.units=0 and one more combination)"


def test_hardware_that_a_factor_may_make_too_heavy_for_its_lander_is_noted_before_the_start():
    def notes(design, **changes):
        made = make_plan(asked({}, design=design, changes=changes, use="default"), CAMPAIGNS, CAMPAIGNS_REFERENCE).notes
        return [note for note in made if note.startswith("some samples")]

    heavy = {"assets.ilrs_crew_module.mass_high_kg": 5_600}
    (note,) = notes("lhs", **heavy)
    told = "some samples may be recorded as infeasible: missions.ilrs_crew_module: its assets weigh 5599.84 kg, Long "
    assert note.startswith(f"{told}March 10 lands 5000 kg")
    assert notes("lhs") == notes("nominal", **heavy) == []


def test_every_declared_distribution_is_a_factor_with_some_for_each_program(plan):
    keys = {factor.key for factor in plan().factors}
    assert {"plant.availability", "programs.china.slip_multiplier", "programs.russia.slip_multiplier"} <= keys
    assert len(keys) >= 20


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"changes": {"plant.availability": 0.9}}, "command line"),
        ({"changes": {"plant.availability": 0.7}}, "command line"),
        ({"levers": {"plant.availability": [0.5, 0.9]}}, "lever"),
    ],
)
def test_a_parameter_that_the_user_sets_is_no_factor(plan, arguments, word):
    made = plan(**arguments)
    assert "plant.availability" not in {factor.key for factor in made.factors}
    assert [note for note in made.notes if "plant.availability" in note and word in note]


def test_a_value_other_than_the_default_drops_the_distribution_that_belongs_to_the_default(plan):
    alone = plan(groups={"program@programs.russia": ["reformed"]})
    assert "programs.russia.slip_multiplier" not in {factor.key for factor in alone.factors}
    both = plan(groups={"site": list(SITES), "program@programs.russia": ["declared", "reformed"]})
    (factor,) = (each for each in both.factors if each.key == "programs.russia.slip_multiplier")
    assert factor.axes == (1,)
    assert factor.varies((0,))
    assert not factor.varies((1,))
    assert factor.values([0.2, 0.9], (1,)).tolist() == [0.5, 0.5]


def test_only_intervals_count_where_the_declared_distributions_are_not_used(plan):
    made = plan(intervals=[("plant.units", 1, 4)], use="none")
    assert [factor.key for factor in made.factors] == ["plant.units"]


def test_an_interval_on_whole_numbers_gives_each_of_them_the_same_chance(plan):
    (factor,) = plan(intervals=[("plant.units", 1, 4)], use="none").factors
    drawn = factor.typed_values(factor.values([0.001, 0.2499, 0.2501, 0.4999, 0.5001, 0.7499, 0.7501, 0.999]))
    assert drawn == [1, 1, 2, 2, 3, 3, 4, 4]
    assert all(type(value) is int for value in drawn)


def test_draws_beyond_the_allowed_range_are_set_to_its_ends(plan):
    (factor,) = plan(intervals=[("plant.availability", 0.1, 0.9, "normal")], use="none").factors
    assert factor.values([1e-12, 1 - 1e-12]).tolist() == [0, 1]


def test_nominal_has_one_sample_and_no_factor(plan):
    made = plan(design="nominal", samples=50, replicates=3)
    assert made.grid.shape == (1, 3)
    assert made.factors == ()


def test_labels_are_the_union_over_levers_of_the_time_span(plan):
    made = plan({"timeline.horizon_years": [10, 20]}, {"timeline": ["default", "late"]})
    assert made.labels["year"] == tuple(range(2026, 2048))


def test_the_hash_distinguishes_plans_by_what_decides_results(plan):
    made = plan({"plant.units": [1, 2]})
    assert plan({"plant.units": [1, 2]}, block_runs=3, executor="processes", store=True).hash == made.hash
    others = [
        plan({"plant.units": [1, 3]}),
        plan({"plant.units": [1, 2]}, seed=6),
        plan({"plant.units": [1, 2]}, samples=9),
        plan({"plant.units": [1, 2]}, design="monte_carlo"),
        plan({"plant.units": [1, 2]}, changes={"plant.power_kw": 79.0}),
        plan({"plant.units": [1, 2]}, intervals=[("plant.power_kw", 1, 9)]),
        plan({"plant.units": [1, 2]}, intervals=[("plant.power_kw", 1, 9.0000000001)]),
    ]
    assert len({made.hash, *(other.hash for other in others)}) == 1 + len(others)


def test_each_choice_of_config_groups_is_composed_once():
    request = asked({"plant.units": [1, 2, 3]}, {"site": list(SITES)}, samples=100)
    seen = []
    counted = dataclasses.replace(request, compose=lambda options: seen.append(dict(options)) or compose(options))
    make_plan(counted, SMALL, "tests.study.models:SMALL")
    assert seen == [{"site": "shackleton"}, {"site": "fra_mauro"}]


def test_the_plan_of_a_million_runs_is_small_and_made_at_once(plan):
    import pickle

    start = time.process_time()
    made = plan({"plant.units": [1, 2, 3, 4, 5]}, {"site": list(SITES)}, samples=100_000)
    assert time.process_time() - start < 5
    assert made.grid.runs == 10**6
    assert made.grid.blocks == 2000
    assert len(pickle.dumps(made)) < 1e6


def test_a_thousand_million_combinations_are_refused_at_once(plan):
    start = time.process_time()
    levers = {key: range(1, 1001) for key in ("plant.units", "mine.excavators", "deposit.area_km2")}
    errors = problems(lambda: plan(levers, samples=1))
    assert "1,000,000,000 runs (1000 units x 1000 excavators x 1000 area_km2)" in errors["design.samples"]
    assert time.process_time() - start < 2


def test_a_lever_of_one_value_is_a_dimension_of_one(plan):
    made = plan({"plant.units": [3]})
    assert (made.run_dims[0], made.grid.shape[0]) == ("units", 1)


def test_an_interval_on_what_a_choice_of_options_lacks_is_an_error():
    def without_russia(options):
        tree = compose(options)
        if options["site"] == "fra_mauro":
            del tree["programs"]["russia"]
        return tree

    asked_for = asked(groups={"site": list(SITES)}, intervals=[("programs.russia.slip_multiplier", 1, 2)])
    request = dataclasses.replace(asked_for, compose=without_russia)
    errors = problems(lambda: make_plan(request, SMALL, "tests.study.models:SMALL"))
    assert "unknown program 'russia'" in errors["programs.russia.slip_multiplier"]


def test_intervals_of_a_file_give_way_to_levers_and_values_with_a_note(plan):
    from lunarsim.study.request.request import Interval

    request = asked({"plant.units": [1, 2]}, changes={"plant.power_kw": 70.0}, use="none")
    intervals = [Interval(key, 1, 9, yields=True) for key in ("plant.units", "plant.power_kw", "mine.excavators")]
    made = make_plan(dataclasses.replace(request, intervals=tuple(intervals)), SMALL, "tests.study.models:SMALL")
    assert [factor.key for factor in made.factors] == ["mine.excavators"]
    assert [note.split()[0] for note in made.notes] == ["plant.units", "plant.power_kw"]


def test_a_file_of_intervals_is_no_error_where_nothing_is_sampled():
    from lunarsim.study.request.request import Interval

    request = asked(design="nominal", use="none")
    intervals = (Interval("plant.units", 1, 9, yields=True),)
    made = make_plan(dataclasses.replace(request, intervals=intervals), SMALL, "tests.study.models:SMALL")
    assert made.factors == ()


@pytest.mark.parametrize("key", ["second_order", "trajectories", "levels", "tail", "batch_samples", "samples"])
def test_a_setting_that_the_design_does_not_use_is_noted(key):
    request = dataclasses.replace(asked(design="nominal", use="default"), command=(f"design.{key}=2",))
    made = make_plan(request, SMALL, "tests.study.models:SMALL")
    assert any(note.startswith(f"design.{key} has no effect with design=nominal") for note in made.notes)


def test_the_hash_distinguishes_pairs_constraints_chance_and_rules(plan):
    levers = {"plant.units": [1, 2], "mine.excavators": [1, 2]}
    plans = [
        plan(levers),
        plan(levers, pair=(("plant.units", "mine.excavators"),)),
        plan(levers, exclude=["plant.units=1"]),
        plan(levers, common_random_numbers="none"),
        plan(levers, until="mean mass_kg within 5%"),
    ]
    assert len({made.hash for made in plans}) == len(plans)
