"""A Dask cluster: the executor that runs blocks on it, the connection to it and its workers."""

__all__ = ["dask_executor"]
