"""How announced dates slip, how forecasts of dates score, and how launchers and landers succeed."""
