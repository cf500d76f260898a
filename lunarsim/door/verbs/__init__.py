"""The verbs of the command line, one module each, with what they need."""
