"""The way in: command line, Hydra's composition and grammar, vetting of what strangers wrote."""
