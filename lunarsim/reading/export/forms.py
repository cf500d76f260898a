"""The forms in which a sweep is exported; imports nothing."""

from __future__ import annotations

from typing import NamedTuple


class Form(NamedTuple):
    """A form of export.

    Parameters
    ----------
    suffix : str
        End of its files' names.
    writer : str
        Module of this folder and function in it, which writes a dataset to a path and returns notes.
    package : str
        Package that it needs beside those of every installation, and
    extra : str
        the extra of lunarsim that brings it; both empty where it needs none.
    summary_alone : str
        The function that writes its summary without the runs; empty where it has none.
    """

    suffix: str
    writer: tuple[str, str]
    package: str = ""
    extra: str = ""
    summary_alone: str = ""


FORMS = {
    "netcdf": Form(".nc", ("netcdf", "write"), "h5netcdf", "netcdf"),
    "csv": Form(".csv", ("row_files", "write_csv")),
    "parquet": Form(".parquet", ("row_files", "write_parquet"), "pyarrow", "parquet"),
    "xlsx": Form(".xlsx", ("spreadsheet", "write"), "xlsxwriter", "xlsx", "write_summary"),
}
