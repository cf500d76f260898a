"""Where results stand: layout, Zarr store, memory, the folder of a sweep and its record."""

__all__ = [
    "attributes",
    "checked",
    "folder",
    "glance",
    "layout",
    "lock",
    "memory",
    "places",
    "provenance",
    "request_record",
    "stored_dataset",
    "stored_sweep",
    "zarr_store",
]
