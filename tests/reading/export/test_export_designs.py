"""What designs and levers that move together leave in an export."""

import pytest

from lunarsim.reading.export.files import export
from lunarsim.study.run.sweep import run_sweep
from tests.study.conftest import asked
from tests.study.test_resumed_designs import CASES, SMALL


@pytest.mark.parametrize("form", ["csv", "netcdf", "parquet"])
@pytest.mark.parametrize("name", ["pair", "cases", "until", "saltelli", "exclude"])
def test_an_export_holds_all_that_moves(tmp_path, name, form):
    pytest.importorskip({"netcdf": "h5netcdf", "parquet": "pyarrow"}.get(form, "csv"))
    path = run_sweep(asked(**CASES[name], store=True, dir=tmp_path), SMALL, progress=False).path
    written = export(path, form)
    assert written.stat().st_size > 0
    if form == "csv" and name in ("pair", "cases"):
        header = written.read_text(encoding="utf-8").splitlines()[0]
        assert "units" in header
        assert "delivery_usd_per_kg" in header
