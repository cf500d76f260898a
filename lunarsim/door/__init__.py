"""The interfaces for users: command line and Python, Hydra's composition and grammar, vetting of untrusted files."""
