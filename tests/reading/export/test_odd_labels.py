"""Labels of any text come back from every form as they are, or as the note says."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lunarsim.reading.export import netcdf, row_files
from lunarsim.reading.export.plain_labels import bracketed, in_brackets
from lunarsim.study.request.request import Cases
from lunarsim.study.run.sweep import run_sweep
from lunarsim.study.store.places.chosen import place_of
from lunarsim.study.store.stored_dataset import open_dataset
from tests.study.conftest import asked

ODD = [
    "null",
    "NA",
    "nan",
    "None",
    "",
    "<NA>",
    "(null)",
    "=1+1",
    "-x",
    " ",
    " a ",
    'a"b',
    "a,b",
    "größe",
    "a\nb",
    "日本",
]
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"])
LABELS = st.lists(st.one_of(st.sampled_from(ODD), st.text(CHARACTERS, max_size=8)), min_size=3, max_size=3, unique=True)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A sweep of three cases, and a folder for files."""
    folder = tmp_path_factory.mktemp("labels")
    cases = Cases(("plant.units",), ("a", "b", "c"))
    request = asked({"plant.units": [1, 2, 3]}, cases=cases, samples=2, use="none", store=True, dir=folder)
    with open_dataset(place_of(run_sweep(request, "tests.study.models:SMALL", progress=False).path)) as dataset:
        yield dataset[["status", "error", "mass_kg"]].load(), folder


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(labels=LABELS)
@example(labels=["null", "", "None"])
@example(labels=["(null)", "null", "((null))"])
def test_labels_come_back_from_csv_and_parquet(stored, labels):
    parquet = pytest.importorskip("pyarrow.parquet")
    dataset, folder = stored
    named = dataset.assign_coords(case=("case", labels))
    expected = [label for label in labels for _ in range(2)]
    row_files.write_parquet(named, folder / "out.parquet")
    assert parquet.read_table(folder / "out.parquet")["case"].to_pylist() == expected
    notes = row_files.write_csv(named, folder / "out.csv")
    renamed = in_brackets(labels)
    # Read as a user would, but for the kind of the column: "007" is a text.
    read = pd.read_csv(folder / "out.csv", dtype={"case": str})
    assert read["case"].tolist() == [renamed.get(label, label) for label in expected]
    assert read["mass_kg"].tolist() == dataset["mass_kg"].values.ravel().tolist()
    assert len(notes) == bool(renamed)
    assert all(f"{old!r} stands as {new}" in notes[0] for old, new in renamed.items())


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(labels=LABELS)
@example(labels=["null", "", "None"])
def test_labels_come_back_from_netcdf_as_an_index(stored, labels):
    xarray, _ = pytest.importorskip("xarray"), pytest.importorskip("h5netcdf")
    dataset, folder = stored
    named = dataset.assign_coords(case=("case", labels))
    netcdf.write(named, folder / "out.nc")
    with xarray.open_dataset(folder / "out.nc", engine="h5netcdf") as read:
        assert read["case"].values.tolist() == read["case_label"].values.tolist() == labels
        for number, label in enumerate(labels):
            assert read["mass_kg"].sel(case=label).values.tolist() == dataset["mass_kg"][number].values.tolist()


def test_only_labels_that_readers_would_lose_or_run_are_in_brackets():
    assert [label for label in ODD if bracketed(label) != label] == [
        "null", "NA", "nan", "None", "", "<NA>", "=1+1", "-x",
    ]  # fmt: skip
    assert in_brackets(["none", "ambitious"]) == {}
    assert in_brackets(["null", "(null)"]) == {"null": "((null))"}
