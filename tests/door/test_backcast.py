"""``lunarsim backcast``: statements of dates in, scores out."""

import json

import pytest

from lunarsim.door.backcasting.statements import COLUMNS, MOST_BYTES, MOST_STATEMENTS
from lunarsim.scenario.library.paths import shipped

HEADER = ",".join(COLUMNS)
GOOD = "Nova 1,Ruritania,2015-01-01,day,2017-07-01,year,2018-03-01"


@pytest.fixture
def file(here):
    def write(*rows, header=HEADER, name="statements.csv", encoding="utf-8"):
        path = here / name
        path.write_bytes("\n".join([header, *rows, ""]).encode(encoding))
        return str(path)

    return write


@pytest.fixture
def answer(command):
    def call(*words):
        code, out, err = command("backcast", *words, "--json")
        assert (code, err) == (0, "")
        return json.loads(out, parse_constant=lambda text: pytest.fail(f"{text} is no JSON"))

    return call


def refused(command, *words):
    code, out, err = command("backcast", *words)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    return err


def test_the_record_of_the_fit_is_scored_and_flagged(answer):
    scores = answer(str(shipped("experiments") / "slips" / "statements.csv"))
    assert (scores["statements"], scores["n"], scores["unflown"]) == (449, 280, 169)
    assert len(scores["missions_in_fit"]) == 123
    assert scores["agencies_not_in_fit"] == []
    assert 0.75 < scores["coverage_80"] < 0.93
    assert 0.4 < scores["coverage_50"] < 0.62
    assert scores["crps_ratio"] == pytest.approx(scores["crps_days"] / scores["face_value_days"], rel=1e-4)
    assert scores["clipped"]["crps_ratio"] < scores["clipped"]["one_ratio_crps_ratio"]
    assert set(scores["by_agency"]) >= {"China", "Russia", "USA"}
    assert scores["missions_equal"]["n"] == 68
    assert sum(group["n"] for group in scores["by_horizon"].values()) == 280
    assert sum(scores["pit"]["flown"]) == pytest.approx(1.0, abs=1e-4)


def test_columns_come_in_any_order_and_others_are_ignored(answer, file):
    header = "notes,actual_launch,planned_precision,planned_launch,announced_precision,announced_on,actor,mission"
    row = '"late, as ever",2018-03-01,year,2017-07-01,day,2015-01-01,Ruritania,Nova 1'
    plain, turned = answer(file(GOOD)), answer(file(row, header=header, encoding="utf-8-sig"))
    assert plain == turned


def test_an_unknown_agency_takes_the_prior_of_the_population(answer, file):
    one, other = (answer(file(GOOD.replace("Ruritania", name))) for name in ("Ruritania", "Atlantis"))
    assert one["agencies_not_in_fit"] == ["Ruritania"]
    assert one["crps_days"] == other["crps_days"]
    assert one["crps_days"] != answer(file(GOOD.replace("Ruritania", "Russia")))["crps_days"]


def test_a_firm_s_mission_and_one_with_a_crew_are_forecast_as_such(answer, file):
    def median_error(milestone, developer):
        header = HEADER + ",milestone,developer"
        row = f"{GOOD.replace('Ruritania', 'USA')},{milestone},{developer}"
        return answer(file(row, header=header))["crps_days"]

    plain = answer(file(GOOD.replace("Ruritania", "USA")))["crps_days"]
    assert median_error("launch", "") == plain
    assert len({plain, median_error("launch", "nasa"), median_error("launch", "Astrobotic")}) == 3
    assert median_error("crewed landing", "nasa") != median_error("launch", "nasa")


def test_the_forecast_is_scored_as_it_is_and_given_that_the_mission_flies(answer, command, file):
    path = file(GOOD, "Nova 2,Ruritania,2016-01-01,day,2018-01-01,day,")
    scores = answer(path)
    for part in (scores["clipped"], scores["old_plans"]):
        assert part["n"] == 2
        assert part["crps_days"] != part["if_flies_crps_days"]
    # What has not flown speaks for a chance of being given up.
    unflown = answer(file("Nova 2,Ruritania,2016-01-01,day,2018-01-01,day,"))
    assert unflown["clipped"]["crps_days"] < unflown["clipped"]["if_flies_crps_days"]
    assert scores["flown_within"]["1_years"]["n"] == 2
    assert scores["flown_within"]["8_years"]["brier"] < scores["flown_within"]["8_years"]["face_value_brier"]
    assert 0.0 < scores["truncated"]["pit_mean"] < 1.0
    _, out, _ = command("backcast", path)
    assert "given that it had flown by 2026-07-01" in out
    assert "if it flies" in out


def test_a_plan_at_or_before_its_announcement_counts_as_one_day(answer, file):
    late, today, next_day = (
        answer(file(GOOD.replace("2017-07-01,year", f"{day},day")))
        for day in ("2014-06-01", "2015-01-01", "2015-01-02")
    )
    assert late["crps_days"] == today["crps_days"] == next_day["crps_days"]
    assert late["face_value_days"] == next_day["face_value_days"]


def test_unflown_statements_are_counted_and_scored_by_censoring(answer, file):
    row = "Nova 2,Ruritania,2016-01-01,day,{},day,{}"
    scores = answer(file(GOOD, row.format("2018-01-01", ""), row.format("2040-01-01", "unknown")))
    assert (scores["statements"], scores["n"], scores["unflown"], scores["unflown_not_due"]) == (3, 1, 2, 1)
    assert scores["clipped"]["n"] == 2
    assert scores["until"] == "2026-07-01"


def test_a_file_without_any_flown_mission_has_no_scores_but_is_no_error(answer, command, file):
    path = file("Nova 2,Ruritania,2026-01-01,day,2030-01-01,day,")
    scores = answer(path)
    assert scores["n"] == scores["clipped"]["n"] == 0
    assert scores["crps_days"] is None
    code, out, _ = command("backcast", path)
    assert code == 0
    assert "none" in out


def test_the_fit_known_at_a_date_is_used(answer, file):
    path = file(GOOD)
    assert answer(path, "--as-of", "2022-01-01")["fit_as_of"] == "2021-06-16"
    assert answer(path)["fit_as_of"] == "2026-07-01"
    assert answer(path, "--as-of", "2022-01-01")["crps_days"] != answer(path)["crps_days"]


def test_later_statements_move_the_date_of_the_data(answer, file):
    row = "Nova 2,Ruritania,2027-01-01,day,2028-01-01,day,"
    assert answer(file(GOOD, row))["until"] == "2027-01-01"
    assert answer(file(GOOD, row), "--until", "2029-01-01")["clipped"]["n"] == 2


def test_the_table_names_what_was_in_the_fit_and_the_intervals(command, file):
    rows = [GOOD, GOOD.replace("Nova 1", "luna 25"), GOOD.replace("Nova 1", "Nova 3")]
    code, out, err = command("backcast", file(*rows))
    assert (code, err) == (0, "")
    assert "were in the fit (luna 25)" in out
    assert "Ruritania" in out
    assert "90 %" in out


def test_all_errors_of_a_file_are_reported_with_their_lines(command, file):
    err = refused(
        command,
        file(
            GOOD,
            ",Ruritania,2015-01-01,day,2017-07-01,year,",
            "Nova,Ruritania,2015,day,2017-02-30,year,soon",
            "Nova,Ruritania,2015-01-01,decade,2017-07-01,,",
            "",
            "Nova,Ruritania,2019-01-01,day,2020-01-01,day,2018-01-01",
            "Nova,Ruritania",
        ),
    )
    assert err.startswith("lunarsim: 8 problems:")
    for part in (
        "line 3: mission is empty",
        "line 4: announced_on is '2015', must be a date such as 2026-07-01",
        "line 4: planned_launch is '2017-02-30'",
        "line 4: actual_launch is 'soon', must be a date such as 2026-07-01 or empty",
        "line 5: announced_precision is 'decade', allowed: day, month, quarter, half, year",
        "line 5: planned_precision is ''",
        "line 7: announced_on 2019-01-01 is after actual_launch 2018-01-01",
        "line 8: has 2 cells",
    ):
        assert part in err


def test_many_errors_are_cut_short(command, file):
    err = refused(command, file(*["x"] * 500))
    assert "460 more errors like these" in err


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (HEADER.encode(), "no statement below its header"),
        (b"a;b;c\n1;2;3\n", "lacks the column mission"),
        (HEADER.replace("announced_on", "anounced_on").encode() + b"\n", "lacks the column announced_on; anounced_on?"),
        (HEADER.encode() + b",mission\n", "has a duplicate of the column mission"),
        (HEADER.encode() + b"\n\xff\xfe", "line 2: is not UTF-8 text"),
        (b"PK\x03\x04\0\0", "NUL"),
        (HEADER.encode() + b'\n"open,', "is not CSV"),
        (HEADER.encode() + b"\n" + b"x" * 200_000 + b"\n", "is not CSV"),
        (HEADER.encode() + b"\n" + b"x" * MOST_BYTES, "larger than 5 MB"),
        ((HEADER + "\n" + (GOOD + "\n") * (MOST_STATEMENTS + 1)).encode(), f"allowed {MOST_STATEMENTS}"),
    ],
    ids=[
        "empty",
        "blank",
        "header",
        "semicolons",
        "misspelt",
        "twice",
        "latin",
        "zip",
        "quote",
        "cell",
        "huge",
        "long",
    ],
)
def test_a_wrong_file_is_refused_in_words(command, here, content, part):
    path = here / "wrong.csv"
    path.write_bytes(content)
    assert part in refused(command, str(path))


def test_what_is_not_a_file_or_not_a_date_is_refused(command, here, file):
    assert "cannot be read: No such file" in refused(command, "nowhere.csv")
    assert "is a directory" in refused(command, str(here))
    assert "it is a device, not a regular file" in refused(command, "/dev/zero")
    path = file(GOOD)
    err = refused(command, path, "--as-of", "2021", "--until", "never")
    assert "--as-of: is '2021'" in err
    assert "--until: is 'never'" in err
    assert "--as-of: is 1999-01-01, before the first fit" in refused(command, path, "--as-of", "1999-01-01")
    assert "before the last announcement or launch" in refused(command, path, "--until", "2016-01-01")


def test_nothing_is_written(command, here, file):
    path = file(GOOD, name="a=b.csv")
    assert command("backcast", path)[0] == 0
    assert [entry.name for entry in here.iterdir()] == ["a=b.csv"]
