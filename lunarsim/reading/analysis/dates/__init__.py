"""Analyses of dates: delays by cause, launches, contributions of partners, spans of one run."""
