"""A Dask cluster: the connection to it and its workers."""

__all__ = ["connection", "time_limits", "workers"]
