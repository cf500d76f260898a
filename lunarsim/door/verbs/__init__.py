"""One module for each verb of the command line; ``lunarsim/door/verb_table.py`` lists them."""

__all__ = []
