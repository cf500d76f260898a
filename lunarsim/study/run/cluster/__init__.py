"""A Dask cluster: the connection to it and its workers."""

__all__ = ["connection", "runs_made", "time_limits", "workers"]
