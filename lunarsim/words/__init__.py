"""The lowest floor: units and dates, errors, distributions and random draws."""
