"""The mine: deposit, flowsheet, plant, the flights that supply it and the return of its product."""
