"""Where results stand: layout, Zarr store, memory, the folder of a sweep and its record."""
