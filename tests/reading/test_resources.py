"""Resources as they are reported: P90 is the low case, classes are kept apart, old stores have none."""

import numpy as np
import pytest

from lunarsim.reading.analysis.mine.by_stage import by_stage
from lunarsim.reading.analysis.mine.per_kilogram import per_kilogram
from lunarsim.reading.analysis.mine.reported_resource import above_cutoffs, class_words, has_resources, resources
from lunarsim.reading.analysis.summary import needed
from lunarsim.reading.tables.json_summary import as_record
from lunarsim.reading.tables.summary_table import summarize
from tests.reading.made import ANY_NAME, CUTOFFS, NAN, STAGED, along, of, sweep

TEN = np.arange(10.0, 110.0, 10.0)
TARGET, INFERRED = 0, 1


def deposit_sweep(levers=None, samples=10, **others):
    columns = {"resource_class": INFERRED, "ree_in_place_t": along(TEN), "ree_recoverable_t": along(TEN / 10)}
    return sweep(levers, samples=samples, **(columns | others))


def test_the_low_case_is_what_nine_of_ten_runs_reach_or_exceed():
    report = resources(deposit_sweep())
    assert report["reported_class"].values.tolist() == ["inferred"]
    one = of(report, "ree_in_place_t").isel({"reported_class": 0})
    low, middle, high = (float(one["tonnage_value"].sel({"report_case": case})) for case in ("P90", "P50", "P10"))
    assert (low, middle, high) == (10.0, 50.0, 90.0)
    assert (low <= TEN).mean() >= 0.9
    assert low < middle < high
    assert float(one["mean_value"]) == 55.0


def test_runs_of_different_classes_are_not_mixed_and_failed_ones_are_in_none():
    classes = along([TARGET] * 2 + [INFERRED] * 8).astype(int)
    status = along([1] * 9 + [2]).astype(int)
    report = resources(deposit_sweep(resource_class=classes, status=status))
    assert report["run_count"].values.tolist() == [2, 7]
    assert report["class_share"].values == pytest.approx([2 / 9, 7 / 9])
    assert of(report, "ree_in_place_t")["mean_value"].values.tolist() == [15.0, 60.0]


def test_levers_stay_dimensions():
    classes = np.array([TARGET, INFERRED]).reshape(2, 1, 1)
    report = resources(deposit_sweep({"site": ["a", "b"]}, resource_class=classes))
    values = of(report, "ree_recoverable_t")["mean_value"].transpose("site", "reported_class").values
    assert values == pytest.approx(np.array([[5.5, NAN], [NAN, 5.5]]), nan_ok=True)


@pytest.mark.parametrize("name", ANY_NAME)
def test_a_lever_may_have_any_name(name):
    assert of(resources(deposit_sweep({name: [1, 2]})), "ree_in_place_t")["mean_value"].sizes[name] == 2
    curve = sweep({name: [1, 2]}, trailing=CUTOFFS, resource_class=0, soil_above_cutoff_t=5.0,
                  ree_grade_above_cutoff_ppm=1.0)  # fmt: skip
    assert above_cutoffs(curve, name)["soil_value"].sizes[name] == 2


def test_a_store_of_an_earlier_version_has_none():
    old = sweep(ree_in_place_t=1.0, ree_recoverable_t=1.0)
    assert not has_resources(old)
    assert as_record(needed(old), "x")["resources"] == []
    with pytest.raises(ValueError, match="resource_class not in the dataset"):
        resources(old)


def test_without_a_finished_run_there_is_no_report():
    with pytest.raises(ValueError, match="no run ended well"):
        resources(deposit_sweep(status=2))
    with pytest.raises(ValueError, match="no run ended well"):
        above_cutoffs(sweep(trailing=CUTOFFS, status=2, resource_class=0, soil_above_cutoff_t=1.0,
                            ree_grade_above_cutoff_ppm=1.0))  # fmt: skip


def test_the_table_names_class_and_low_case(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    summarize(needed(deposit_sweep({"site": ["a", "b"]}, resource_class=np.array([TARGET, INFERRED]).reshape(2, 1, 1))))
    shown = capsys.readouterr().out
    assert "Resource: P50 (P90 low case to P10 high case)" in shown
    lines = [line.split("  ") for line in shown.splitlines() if line.startswith("Rare earths in place [t], ")]
    cells = {parts[0]: [part.strip() for part in parts[1:] if part.strip()] for parts in lines}
    figure = "50 (10 to 90); mean 55"
    assert cells["Rare earths in place [t], exploration target"] == [figure, "-"]
    assert cells["Rare earths in place [t], inferred"] == ["-", figure]
    assert "No tonnage is a reserve." in shown


def test_the_table_shows_how_many_runs_have_a_class(capsys):
    summarize(needed(deposit_sweep(resource_class=along([TARGET] * 3 + [INFERRED] * 7).astype(int))))
    shown = capsys.readouterr().out
    assert "20.0 (10.0 to 30.0); mean 20.0; 30 % of the runs" in shown
    assert "70 % of the runs" in shown


def test_programs_get_the_same_figures():
    (one,) = as_record(needed(deposit_sweep({"site": ["a"]})), "x")["resources"]
    assert one["levers"] == {"site": "a"}
    assert (one["class"], one["runs"], one["share"]) == ("inferred", 10, 1.0)
    assert one["tonnages"]["ree_in_place_t"] == {"low_p90": 10.0, "middle_p50": 50.0, "high_p10": 90.0, "mean": 55.0}


def test_the_grade_above_a_cutoff_is_that_of_runs_with_a_ton_above_it():
    soil = np.array([[9e6, 3e6, 0.5], [9e6, 5e6, 0.0], [9e6, 0.0, 0.0]])[:, np.newaxis]
    grade = np.array([[300.0, 350.0, 601.0], [400.0, 450.0, NAN], [200.0, NAN, NAN]])[:, np.newaxis]
    report = above_cutoffs(
        sweep(samples=3, trailing=CUTOFFS, resource_class=0, soil_above_cutoff_t=soil, ree_grade_above_cutoff_ppm=grade)
    )
    assert report["soil_value"].sel({"report_case": "P50"}).values.tolist() == [9e6, 3e6, 0.0]
    assert report["soil_value"].sel({"report_case": "P90"}).values.tolist() == [9e6, 0.0, 0.0]
    assert report["grade_value"].sel({"report_case": "P50"}).values.tolist()[:2] == [300.0, 350.0]
    assert np.isnan(report["grade_value"].sel(grade_cutoff=600.0)).all()
    assert report["soil_share"].values == pytest.approx([1, 2 / 3, 0])
    assert class_words(report["class_share"]) == "class: exploration target; no reserve"


def test_a_class_of_some_runs_says_of_how_many():
    classes = along([TARGET, INFERRED, INFERRED, INFERRED]).astype(int)
    report = above_cutoffs(
        sweep(trailing=CUTOFFS, resource_class=classes, soil_above_cutoff_t=5.0, ree_grade_above_cutoff_ppm=1.0)
    )
    words = "class: exploration target in 25 % of the runs, inferred in 75 % of the runs; no reserve"
    assert class_words(report["class_share"]) == words


def test_stages_are_means_of_the_lanthanides_in_their_order():
    amounts = np.zeros((2, 1, 5, 4))
    amounts[0] = np.array([[100, 10, 7, 7], [50, 5, 7, 7], [4, 2, 7, 7], [2, 0.5, 7, 0], [1, 0.5, 7, 0]])
    amounts[1, 0, :2] = amounts[0, 0, :2]
    report = by_stage(sweep(samples=2, trailing=STAGED, ree_by_stage_t=amounts))
    assert report["stage"].values.tolist() == ["in_place", "minable", "mined", "produced", "delivered"]
    assert report["total_mean"].values.tolist() == [110, 55, 3, 1.25, 0.75]
    assert report["total_low"].values.tolist() == [110, 55, 0, 0, 0]
    assert report["total_high"].values.tolist() == [110, 55, 6, 2.5, 1.5]
    assert report["nonzero_count"].values.tolist() == [2, 2, 1, 1, 1]
    assert report["product_share"].values.tolist() == [0.5, 0.25, 1.0, 0.0]
    assert report["delivered_share"].values.tolist() == [0.25, 0.25, 1.0, 0.0]


def test_a_kilogram_takes_nothing_where_none_is_made():
    dataset = sweep(ree_produced_kg=along([2.0, 0.0, 4.0, 1.0]), soil_mined_t=along([4.0, 9.0, 4.0, 0.0]))
    report = per_kilogram(dataset, ["soil_mined_t"])["soil_mined_t_per_kilogram"]
    assert report.values.ravel() == pytest.approx([2.0, NAN, 1.0, 0.0], nan_ok=True)
    assert report.attrs["long_name"] == "soil_mined_t per kilogram"
    with pytest.raises(ValueError, match="energy_used_mwh not in the dataset"):
        per_kilogram(dataset, ["energy_used_mwh"])


def test_without_levers_the_heads_of_the_columns_say_what_they_hold(capsys):
    summarize(needed(deposit_sweep()))
    rows = capsys.readouterr().out.partition("\nResource\n\n")[2].splitlines()
    assert rows[0].strip() == "P50 (P90 low case"
    assert rows[1].strip() == "to P10 high case)"
