"""Stores that somebody made up, with right checksums where needed: each verb refuses them with one clear line."""

import json
import os
import resource
import shutil

import numpy as np
import pytest
import zarr

from lunarsim.study.store.checked import checked_store
from tests.end_to_end.test_damaged_stores import VERBS, Sweep
from tests.study.resealing import attribute, reseal


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    return Sweep(tmp_path_factory.mktemp("made_up"))


def of_array(name, **changes):
    """Return a change of the metadata of an array."""

    def change(document):
        document["consolidated_metadata"]["metadata"][name].update(changes)

    return change


def of_attributes(name, **changes):
    """Return a change of the attributes of an array."""

    def change(document):
        document["consolidated_metadata"]["metadata"][name]["attributes"].update(changes)

    return change


def _chunks(shape):
    return {"name": "regular", "configuration": {"chunk_shape": shape}}


def renamed(document):
    members = document["consolidated_metadata"]["metadata"]
    members["new\n\x1b[31m"] = members["line_kg"]


def no_metadata(document):
    del document["consolidated_metadata"]


def all_attributes_a_list(document):
    document["attributes"] = [1]


STRUCTURE = {
    "an enormous shape": (of_array("line_kg", shape=[10**12, 2, 6, 1]), "shape of line_kg"),
    "more runs than a plan has": (of_array("sample", shape=[10**8]), "100,000,000"),
    "a shape that is not that of the labels": (of_array("line_kg", shape=[2, 2, 7, 1]), "has 7 of sample"),
    "a negative length": (of_array("line_kg", shape=[2, 2, -6, 1]), "shape of line_kg"),
    "an enormous chunk": (of_array("month", chunk_grid=_chunks([10**12])), "chunk shape of month"),
    "a chunk shape of zero": (of_array("line_kg", chunk_grid=_chunks([1, 1, 0, 1])), "chunk shape of line_kg"),
    "chunks that are not blocks": (of_array("line_kg", chunk_grid=_chunks([1, 1, 2, 1])), "the chunks of line_kg"),
    "complex numbers": (of_array("line_kg", data_type="complex128"), "of the kind 'complex128'"),
    "texts for numbers": (of_array("line_kg", data_type="string"), "the codecs of line_kg"),
    "a kind of another package": (of_array("line_kg", data_type={"name": "evil"}), "of the kind"),
    "a dimension twice": (of_array("line_kg", dimension_names=["slip", "slip", "sample", "replicate"]), "twice: slip"),
    "an unknown dimension": (
        of_array("outcome", dimension_names=["thorium_ppm", "slip", "sample", "replicate", "x"]),
        "'x', which has no labels",
    ),
    "no names of dimensions": (of_array("line_kg", dimension_names=None), "does not name its dimensions"),
    "another codec": (
        of_array("line_kg", codecs=[{"name": "bytes", "configuration": {"endian": "little"}}]),
        "the codecs",
    ),
    "bytes in another order": (
        of_array(
            "line_kg",
            codecs=[
                {"name": "bytes", "configuration": {"endian": "big"}},
                {"name": "blosc", "configuration": {"cname": "zstd"}},
                {"name": "crc32c"},
            ],
        ),
        "the codecs of line_kg",
    ),
    "another fill value": (of_array("line_kg", fill_value=1.0), "the fill value 1.0"),
    "another fill value of a count": (of_array("missions_flown", fill_value=3), "the fill value 3"),
    "a count without fill value": (of_attributes("missions_flown", _FillValue=0), "the fill value -1"),
    "a fill value of the status": (of_array("status", fill_value=1), "the fill value 1"),
    "a status that is masked": (of_attributes("status", _FillValue=1), "the fill value 0"),
    "a scale": (of_attributes("line_kg", scale_factor=2.0), "the attribute 'scale_factor'"),
    "an offset": (of_attributes("line_kg", add_offset=2.0), "the attribute 'add_offset'"),
    "units of a duration": (of_attributes("line_kg", units="days"), "the units 'days'"),
    "units of a time": (of_attributes("line_kg", units="days since 1970-01-01"), "the units 'days since"),
    "odd units of labels": (of_attributes("month", units="fortnights since Monday"), "the units 'fortnights"),
    "a name that is a number": (of_attributes("line_kg", long_name=5), "long_name of line_kg is 5"),
    "attributes of an array as a list": (of_array("line_kg", attributes=[1]), "line_kg has no attributes"),
    "attributes as a list": (all_attributes_a_list, "it has no attributes"),
    "no block shape": (attribute(block_shape=None), "it lacks the attribute block_shape"),
    "another block shape": (attribute(block_shape=[1, 1, 1, 1]), "attribute block_shape is"),
    "a block shape as text": (attribute(block_shape="all"), "attribute block_shape is 'all'"),
    "a command that is a number": (attribute(command=7), "its attribute command is of type int"),
    "a config that is no mapping": (attribute(config="[1]"), "its attribute config is not the JSON of a mapping"),
    "a config nested deeply": (attribute(config="[" * 10**5), "its attribute config is not the JSON"),
    "a request as a number": (attribute(request=1), "its attribute request is of type int"),
    "no metadata of arrays": (no_metadata, "it has no consolidated metadata"),
    "a strange name": (renamed, "is not an array that lunarsim writes"),
    "no digest and no format": (attribute(format=None), "was made by|not what its digest says|its format is"),
}


@pytest.mark.parametrize("case", STRUCTURE)
def test_what_lunarsim_does_not_write_is_refused_before_anything_is_read(swept, case):
    change, said = STRUCTURE[case]
    document = json.loads((swept.whole / "zarr.json").read_bytes())
    change(document)
    from lunarsim.study.store.checked.metadata import signed

    text = json.dumps(document)
    try:
        (swept.path / "zarr.json").write_bytes(signed(document))
    except (AttributeError, KeyError, TypeError):
        (swept.path / "zarr.json").write_text(text)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for verb in VERBS:
        answer = swept.answer(verb)
        if case == "no digest and no format" and isinstance(answer, tuple):
            assert answer == swept.right[verb]
            continue
        assert isinstance(answer, str), f"{verb}: {answer}"
        assert any(each in answer for each in said.split("|")), f"{verb}: {answer}"
        assert len(answer) < 500
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 200_000


REQUESTS = {
    "a design with a text for a number": ("design", {"samples": "many"}),
    "a design that is a list": ("design", [1]),
    "a setting that there is not": ("design", {"strange": 1}),
    "levers that are a text": ("levers", "site"),
    "a name that is a number": ("name", 3),
}


@pytest.mark.parametrize("case", REQUESTS)
def test_a_request_of_other_types_is_refused_by_what_needs_it(swept, case):
    swept.mend()
    field, value = REQUESTS[case]
    request = json.loads(json.loads((swept.whole / "zarr.json").read_bytes())["attributes"]["request"])
    request[field] = request[field] | value if isinstance(value, dict) else value
    reseal(swept.path, attribute(request=json.dumps(request)))
    answer = swept.answer("replay")
    assert isinstance(answer, str)
    assert "its request cannot be read" in answer
    assert swept.answer("show") == swept.right["show"]


def test_scenarios_of_other_types_are_refused_by_what_needs_them(swept):
    swept.mend()
    for scenarios in ("[]", "[[1, 2]]", '[["{}", {"site": [1]}]]', '[["{}", {"missions": 3}]]', "[" * 10**5):
        reseal(swept.path, attribute(scenarios=scenarios))
        assert isinstance(swept.answer("replay"), str)


def _swap(path):
    one, two = path / "line_kg/c/0/0/0/0", path / "line_kg/c/1/0/0/0"
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)


def _fifo(path):
    (path / "line_kg/c/0/0/0/0").unlink()
    os.mkfifo(path / "line_kg/c/0/0/0/0")


def _folder(path):
    (path / "line_kg/c/0/0/0/0").unlink()
    (path / "line_kg/c/0/0/0/0").mkdir()


def _link(path):
    (path / "line_kg/c/0/0/0/0").rename(path.parent / "elsewhere")
    (path / "line_kg/c/0/0/0/0").symlink_to(path.parent / "elsewhere")


def _device(path):
    (path / "line_kg/c/0/0/0/0").unlink()
    (path / "line_kg/c/0/0/0/0").symlink_to("/dev/zero")


def _linked_folder(path):
    shutil.rmtree(path.parent / "aside", ignore_errors=True)
    (path / "line_kg").rename(path.parent / "aside")
    (path / "line_kg").symlink_to(path.parent / "aside")


def _large(path):
    with (path / "line_kg/c/0/0/0/0").open("r+b") as file:
        file.truncate(10**10)


def _of_another_variable(path):
    shutil.copy(path / "ishigami/c/0/0/0/0", path / "line_kg/c/0/0/0/0")


CHUNKS = {
    _swap: "0/0/0 is not the chunk that was written there",
    _of_another_variable: "line_kg/c/0/0/0/0 is not the chunk that was written there",
    _fifo: "line_kg/c/0/0/0/0 cannot be read: it is a FIFO, not a regular file",
    _folder: "line_kg/c/0/0/0/0 cannot be read: it is a directory, not a regular file",
    _link: "line_kg/c/0/0/0/0 cannot be read: it is a symbolic link, not a regular file",
    _device: "line_kg/c/0/0/0/0 cannot be read: it is a symbolic link, not a regular file",
    _linked_folder: "/0 cannot be read: line_kg is not a folder",
    _large: "line_kg/c/0/0/0/0 cannot be read: it is larger than",
}


FAST = (_swap, _fifo)


@pytest.mark.parametrize(
    "harm",
    [pytest.param(harm, marks=() if harm in FAST else pytest.mark.slow) for harm in CHUNKS],
    ids=lambda harm: harm.__name__,
)
def test_a_chunk_that_is_another_thing_is_refused_at_once(swept, harm):
    swept.mend()
    harm(swept.path)
    answer = swept.answer("export")
    assert isinstance(answer, str)
    assert CHUNKS[harm] in answer
    for verb in VERBS:
        assert swept.is_right(verb, swept.answer(verb))


@pytest.mark.parametrize("kind", ["fifo", "link", "folder"])
def test_metadata_that_are_no_file_are_refused_at_once(swept, kind):
    swept.mend()
    root = swept.path / "zarr.json"
    root.rename(swept.path.parent / "root.json")
    {"fifo": lambda: os.mkfifo(root), "folder": root.mkdir, "link": lambda: root.symlink_to("/dev/zero")}[kind]()
    for verb in VERBS:
        answer = swept.answer(verb)
        assert isinstance(answer, str), (verb, answer)
        assert "not a regular file" in answer, (verb, answer)


def test_a_status_that_does_not_exist_is_refused(swept):
    swept.mend()
    zarr.open_group(swept.path, mode="r+")["status"][0, 0, 0, 0] = 99
    reseal(swept.path)
    for verb in VERBS:
        assert "status/c/0/0/0/0 holds a status that does not exist" in swept.answer(verb)


def test_a_chunk_of_other_size_with_right_sums_is_refused(swept):
    """Blosc trusts the size that a chunk says of itself, and a reader the array's: memory beyond it would be read."""
    import google_crc32c
    import numcodecs.blosc

    swept.mend()
    packed = numcodecs.blosc.compress(np.zeros(500), b"zstd", 1, 0)
    content = packed + google_crc32c.value(packed).to_bytes(4, "little")
    (swept.path / "line_kg/c/0/0/0/0").write_bytes(content)
    reseal(swept.path)
    assert "line_kg/c/0/0/0/0 is damaged: it is not as large as declared" in swept.answer("export")


def test_a_block_without_its_seal_was_not_finished_and_resume_makes_it_again(swept, monkeypatch):
    monkeypatch.setattr(checked_store, "PATIENCE_S", (0.001,))
    swept.mend()
    (swept.path / "checksums/blocks/c/0/0/0").unlink()
    for verb in ("show", "show --json", "export", "replay"):
        said = "block 0 was not finished (it has a status and no checksums); lunarsim resume makes it again"
        expected = swept.right["replay"] if verb == "replay" else said
        assert expected in (swept.answer(verb),) or said in swept.answer(verb)
    assert swept.answer("resume") == swept.right["resume"]
    assert swept.answer("show") == swept.right["show"]
