"""What is asked: levers, uncertain factors, exclusions and settings."""
