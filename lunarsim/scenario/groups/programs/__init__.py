"""Groups of those who fly: programs, their agreement and money, launches and landings."""
