"""Published figures that lunarsim must give again, each with its source and tolerance."""
