"""Reading the results: datasets in, tables, datasets and figures out; knows xarray, not the world."""
