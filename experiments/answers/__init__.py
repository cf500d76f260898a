"""Answers of the experiments: figures from their sweeps, put into words; ``python -m experiments.answers`` makes them.

Each module answers one experiment. ``SWEEPS`` are the lines to run, by name; ``figures`` takes their datasets and
returns the figures of the answer; ``claims`` yields what its words take for granted, and whether it holds; ``ANSWER``
is the text, with a field for each figure; ``picture``, where there is one, draws it.
"""
