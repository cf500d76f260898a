"""What designs and levers that move together leave in an export."""

import pytest

from lunarsim.reading.export.files import export
from tests.study.test_resumed_designs import stored_once


@pytest.mark.parametrize("form", ["csv", "netcdf", "parquet"])
@pytest.mark.parametrize("name", ["pair", "cases", "until", "saltelli", "exclude"])
def test_an_export_holds_all_that_moves(tmp_path, made_once, name, form):
    pytest.importorskip({"netcdf": "h5netcdf", "parquet": "pyarrow"}.get(form, "csv"))
    written = export(stored_once(made_once, name), form, tmp_path / f"sweep.{form}")
    assert written.stat().st_size > 0
    if form == "csv" and name in ("pair", "cases"):
        header = written.read_text(encoding="utf-8").splitlines()[0]
        assert "units" in header
        assert "delivery_usd_per_kg" in header
