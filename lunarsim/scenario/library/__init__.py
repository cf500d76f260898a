"""The data files of ``configs/library/``: missions, vehicles, assets, elements, and the fits to the record."""
