"""How announced dates slip and landers fail."""
