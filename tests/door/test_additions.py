"""Additions of files to a line: tables of levers and the user's distributions; and pairs."""

import pytest

from lunarsim.door.line.overrides import parse
from lunarsim.door.line.reading import read_line
from lunarsim.scenario.building import build
from lunarsim.scenario.library.paths import shipped
from lunarsim.study.request.request import Cases, Interval, Lever
from lunarsim.words.errors import InputError

TABLE = "case,site,plant.units,timeline.start\nbase,shackleton,1,2026-07-01\nlarge,fra_mauro,4,2027-01-01\n"


@pytest.fixture
def line(here):
    """Read a line that is right, as a request, in a folder that has a table."""
    (here / "cases.csv").write_text(TABLE)

    def read(*words, folders=()):
        return read_line(words, True, folders).request(words)

    return read


def test_the_columns_of_a_table_are_levers_along_its_cases(line):
    request = line("design.table=cases.csv", "plant.power_kw=80,90")
    assert request.cases == Cases(("site", "plant.units", "timeline.start"), ("base", "large"))
    assert request.levers == (
        Lever("plant.power_kw", (80, 90), False),
        Lever("site", ("shackleton", "fra_mauro"), True),
        Lever("plant.units", (1, 4), False),
        Lever("timeline.start", ("2026-07-01", "2027-01-01"), False),
    )


def test_cases_without_names_are_numbered(line, here):
    (here / "plain.csv").write_text("plant.units\n1\n\n4\n")
    assert line("design.table=plain.csv").cases == Cases(("plant.units",), ("0", "1"))


def test_a_table_runs_and_is_stored_by_case(command, here, no_tables):
    import xarray as xr

    (here / "cases.csv").write_text(TABLE)
    code, out, _ = command("-m", "design.table=cases.csv", "design.samples=2", "uncertainties=none")
    assert code == 0
    with xr.open_zarr(out.rsplit("dataset: ")[1].strip()) as ds:
        assert ds.case.values.tolist() == ["base", "large"]
        assert ds.units.values.tolist() == [1, 4]


@pytest.mark.parametrize(
    ("name", "text", "path", "part"),
    [
        ("../cases.csv", None, "design.table", "outside"),
        ("/etc/passwd", None, "design.table", "outside"),
        ("link.csv", None, "design.table", "outside"),
        ("nothing.csv", None, "design.table", "No such file"),
        ("cases.txt", "plant.units\n1\n", "design.table", "not a CSV file"),
        ("a.csv", b"plant.units\n\xff\n", "design.table", "not UTF-8"),
        ("a.csv", "plant.units\n" + "1\n" * 600_000, "design.table", "larger than 1 MB"),
        ("a.csv", "", "a.csv", "holds no cases"),
        ("a.csv", "plant.units\n", "a.csv", "holds no cases"),
        ("a.csv", "case\nx\n", "a.csv", "holds no cases"),
        ("a.csv", "plant.units,site\n1\n", "a.csv, line 2", "1 cells, the header 2"),
        ("a.csv", "plant.units,site\n1,\n", "a.csv, line 2", "no value of site"),
        ("a.csv", "plant.units,plant.units\n1,2\n", "a.csv: plant.units", "2 columns"),
        ("a.csv", "plant.units,\n1,2\n", "a.csv: header", "without a key"),
        ("a.csv", "case,plant.units\nx,1\nx,2\n", "a.csv: case", "'x' 2 times"),
        ("a.csv", 'plant.units\n"1\n', "a.csv, line 2", "cannot be read"),
        ("a.csv", 'plant.units\n"1,2"\n', "a.csv, line 2: plant.units", "must be one value"),
        ("a.csv", 'plant.units\n"interval(1,2)"\n', "a.csv, line 2: plant.units", "must be one value"),
        ("a.csv", "plant.units\n${oc.env:HOME}\n", "a.csv, line 2: plant.units", "interpolation"),
        ("a.csv", "plant.units\n1\n-4\n", "a.csv, line 3: plant.units", "-4, allowed 0 to"),
        ("a.csv", "plant.unit\n1\n", "a.csv: plant.unit", "did you mean 'units'"),
        ("a.csv", "site\nshakleton\n", "a.csv, line 2: site", "did you mean 'shackleton'"),
        ("a.csv", "design.samples\n3\n", "a.csv: design.samples", "applies to the whole sweep"),
        ("a.csv", "hydra.run.dir\nx\n", "a.csv: hydra.run.dir", "Hydra"),
        ("a.csv", "plant.availability\nnan\n", "a.csv, line 2: plant.availability", "allowed 0 to 1"),
    ],
)
def test_a_table_that_is_wrong_says_where(here, name, text, path, part):
    (here.parent / "cases.csv").write_text(TABLE)
    (here / "link.csv").symlink_to(here.parent / "cases.csv")
    if text is not None:
        (here / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        read_line([f"design.table={name}"])
    assert [fault.path for fault in caught.value.faults] == [path]
    assert part in caught.value.faults[0].problem


def test_a_foreign_table_gets_an_answer_about_itself(here):
    (here / "runs.csv").write_text(
        "scenario,policy,discount rate,plant.units,waits.slip,cutoff.programs,station.name\n"
        "Worst case,Build now,5%,about 2,yes,russia,Station (2nd)\n"
        'ilrs_joint,"Wait, see",0.03,"1,000",true,[russia],x\n'
    )
    with pytest.raises(InputError) as caught:
        read_line(["design.table=runs.csv"])
    said = {fault.path: fault.problem for fault in caught.value.faults}
    assert len(said) == len(caught.value.faults) == 7
    assert said["runs.csv: policy"].startswith("is not a column of levers: unknown key 'policy'")
    assert "did you mean 'finance.discount_rate'?" in said["runs.csv: discount rate"]
    assert "unknown option of scenario 'Worst case'; allowed: artemis" in said["runs.csv, line 2: scenario"]
    assert "is 'about 2', must be a whole number" in said["runs.csv, line 2: plant.units"]
    assert "is '1,000', must be one value; write a number such as" in said["runs.csv, line 3: plant.units"]
    assert "is 'yes', must be true or false" in said["runs.csv, line 2: waits.slip"]
    assert "write a list such as [a,b]" in said["runs.csv, line 2: cutoff.programs"]


def test_a_table_of_results_is_named_so_once_and_not_by_its_rows(here):
    (here / "runs.csv").write_text("scenario,plant.units\n" + "".join(f"Case {row},1\n" for row in range(30)))
    with pytest.raises(InputError) as caught:
        read_line(["design.table=runs.csv"])
    (fault,) = caught.value.faults
    assert fault.path == "runs.csv: scenario"
    assert "looks like results of experiments" in fault.problem
    assert "options of scenario: artemis" in fault.problem


def test_numbers_and_texts_of_a_table_are_those_of_the_command_line(here, line):
    numbers = ("1", "+2", "-0.5", "1e-3", "2.", ".5", "1E2", "1_0")
    (here / "a.csv").write_text("site.longitude_deg\n" + "\n".join(numbers))
    read = line("design.table=a.csv").levers[0].values
    assert [repr(value) for value in read] == [repr(float(parse(f"a={text}").values[0])) for text in numbers]
    (here / "a.csv").write_text("station.name\nmy (2nd) station\n'quoted'\nplain words\n")
    assert line("design.table=a.csv").levers[0].values == ("my (2nd) station", "quoted", "plain words")


def test_what_a_table_gives_is_given_once(here, line):
    with pytest.raises(InputError, match=r"cases.csv: plant.units: is a column of the table and given elsewhere"):
        line("design.table=cases.csv", "plant.units=3")


def test_a_table_needs_the_sweep_flag(here, line):
    with pytest.raises(InputError, match=r"design.table: it sweeps site, plant.units, timeline.start; sweeps need -m"):
        read_line(["design.table=cases.csv"], multirun=False)


def test_the_table_of_an_experiment_lies_beside_it(line, own):
    folder = own("design: {table: mine.csv}\n")
    (folder / "experiment" / "mine.csv").write_text("plant.units\n7\n8\n")
    assert line("experiment=mine", folders=(folder,)).levers == (Lever("plant.units", (7, 8), False),)
    replaced = line("experiment=mine", "design.table=cases.csv", folders=(folder,))
    assert replaced.cases.labels == ("base", "large")


def test_an_experiment_reaches_no_table_outside_its_folder(here, own):
    folder = own("design: {table: ../../desk/cases.csv}\n")
    (here / "cases.csv").write_text(TABLE)
    with pytest.raises(InputError, match="outside"):
        read_line(["experiment=mine"], True, (folder,))


def test_options_that_a_table_names_may_be_the_users(line, here, own):
    folder = own("thorium_ppm: 7\nname: mine\n", "site")
    text = (shipped("configs") / "site" / "fra_mauro.yaml").read_text().replace("name: fra_mauro", "name: mine")
    (folder / "site" / "mine.yaml").write_text(text)
    (here / "a.csv").write_text("site\nmine\nshackleton\n")
    request = line("design.table=a.csv", folders=(folder,))
    assert build(request.compose({"site": "mine"})).site.name == "mine"


def test_pairs_are_a_list_or_a_list_of_lists(line):
    words = ["site=shackleton,fra_mauro", "plant.units=1,2", "waits=all,none", "plant.power_kw=80,90"]
    assert line(*words, "design.pair=[site,plant.units]").design.pair == (("site", "plant.units"),)
    two = line(*words, "design.pair=[[site,plant.units],[waits,plant.power_kw]]").design.pair
    assert two == (("site", "plant.units"), ("waits", "plant.power_kw"))


def test_only_pairs_that_occur_decide_whether_a_line_can_be_built(line):
    words = ["scenario=china_alone,ilrs_joint", "station.lead=china,russia"]
    assert line(*words, "design.pair=[scenario,station.lead]").design.pair


@pytest.mark.parametrize("value", ["3", "[3]", "[[site],3]", "site"])
def test_a_pair_that_is_no_list_of_keys_is_an_error(faults, value):
    assert "design.pair" in faults(f"design.pair={value}", "site=peary,fra_mauro", multirun=True)


def test_constraints_are_texts(line):
    made = line("site=shackleton,fra_mauro", "plant.units=1,2", "design.exclude=['plant.units>1 and site=shackleton']")
    assert made.design.exclude == ("plant.units>1 and site=shackleton",)


OWN = """use: none
factors:
  plant.availability: interval(0.5,0.9)
  logistics.delivery_usd_per_kg: tag(log,interval(1e3,1e6))
"""


def test_a_file_of_uncertainties_lists_distributions(line, own):
    request = line("uncertainties=mine", folders=(own(OWN, "uncertainties"),))
    assert request.intervals == (
        Interval("plant.availability", 0.5, 0.9, "uniform", yields=True),
        Interval("logistics.delivery_usd_per_kg", 1e3, 1e6, "log", yields=True),
    )
    assert request.uncertainties.use == "none"


def test_it_needs_no_sweep_flag_and_an_interval_on_the_line_goes_before_it(own, here):
    folder = own(OWN, "uncertainties")
    assert len(read_line(["uncertainties=mine"], False, [folder]).request([]).intervals) == 2
    request = read_line(["uncertainties=mine", "plant.availability=interval(0.1,0.2)"], True, [folder]).request([])
    assert [(each.low, each.yields) for each in request.intervals] == [(0.1, False), (1e3, True)]


@pytest.mark.parametrize(
    ("text", "path", "part"),
    [
        ("factors: [1]", "uncertainties.factors", "must be a mapping"),
        ("factors: {plant.units: 3}", "uncertainties.factors.plant.units", "must be a distribution"),
        ("factors: {plant.units: '1,2'}", "uncertainties.factors.plant.units", "must be a distribution"),
        ("factors: {plant.units: 'interval(2,1)'}", "uncertainties.factors.plant.units", "first end"),
        ("factors: {plant.sise: 'interval(1,2)'}", "uncertainties.factors.plant.sise", "unknown"),
        (
            "factors: {plant.availability: 'interval(1,2)'}",
            "uncertainties.factors.plant.availability",
            "allowed 0 to 1",
        ),
        ("factors: {timeline.horizon_years: 'interval(1,2)'}", "uncertainties.factors.timeline.horizon_years", "never"),
        ("factor: {}", "uncertainties.factor", "unknown"),
    ],
)
def test_a_file_of_uncertainties_that_is_wrong_says_where(faults, own, text, path, part):
    errors = faults("uncertainties=mine", folders=(own(text, "uncertainties"),))
    assert list(errors) == [path]
    assert part in errors[path]
