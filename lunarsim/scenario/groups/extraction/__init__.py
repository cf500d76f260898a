"""Groups of what is mined: site, deposit, mine, flowsheet and plant."""
