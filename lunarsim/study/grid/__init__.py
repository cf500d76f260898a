"""The plan of a sweep: checked, laid out in blocks, with its fingerprint and stopping rule."""
