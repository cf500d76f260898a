"""The lowest floor: units and dates, errors, texts for a terminal, distributions and random draws."""
