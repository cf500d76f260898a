import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.study.grid.chunk_grid import Grid

shapes = st.lists(st.integers(1, 7), min_size=2, max_size=5).map(tuple)


@given(shapes, st.integers(1, 200))
def test_blocks_cover_every_run_once_and_are_cells_of_the_chunk_grid(shape, block_runs):
    grid = Grid.cut(shape, block_runs)
    covered = np.zeros(shape, dtype=int)
    for index in range(grid.blocks):
        region = grid.region(index)
        covered[region] += 1
        assert all(part.start % chunk == 0 for part, chunk in zip(region, grid.chunk, strict=True))
        assert grid.block_shape(index) == covered[region].shape
    assert (covered == 1).all()


@given(shapes, st.integers(1, 200))
def test_a_block_holds_no_more_runs_than_asked_and_not_far_fewer(shape, block_runs):
    grid = Grid.cut(shape, block_runs)
    largest = math.prod(grid.chunk)
    assert largest <= block_runs
    # Near-equal parts of one dimension: at worst a little over half of what would fit.
    assert 2 * largest > block_runs / max(shape) or largest == grid.runs


@given(shapes, st.integers(1, 200))
def test_the_chunk_is_ones_then_a_cut_then_whole(shape, block_runs):
    chunk = Grid.cut(shape, block_runs).chunk
    cut = [n for n, (part, length) in enumerate(zip(chunk, shape, strict=True)) if part != length]
    if cut:
        assert all(part == 1 for part in chunk[: cut[-1]])


def test_combinations_run_over_the_levers_of_the_block():
    grid = Grid.cut((2, 3, 10, 1), 20)
    assert grid.chunk == (1, 2, 10, 1)
    assert list(grid.combinations(2)) == [(1, 0), (1, 1)]
