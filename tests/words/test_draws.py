"""Draws are addressed, never consumed: each belongs to seed, entity, purpose, occurrence and row."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.words.draws import PER_PAGE, DrawBlock, normals, single, stream_key, uniforms

ROWS = st.lists(st.tuples(st.integers(0, 2**40), st.integers(0, 2**20)), min_size=1, max_size=12)
MANY = [(sample, 0) for sample in range(20_000)]


@given(ROWS, st.integers(0, 3))
def test_a_row_has_the_same_numbers_whatever_rows_stand_beside_it(rows, page):
    together = uniforms(7, "change_7", "launch", rows, page)
    alone = np.concatenate([uniforms(7, "change_7", "launch", [row], page) for row in rows])
    np.testing.assert_array_equal(together, alone)


@given(st.lists(st.sampled_from([(0, 0), (1, 0), (2, 0), (0, 1)]), min_size=1, max_size=12))
def test_rows_that_are_repeated_or_follow_each_other_have_their_own_numbers(rows):
    together = uniforms(7, "change_7", "launch", rows)
    alone = np.concatenate([uniforms(7, "change_7", "launch", [row]) for row in rows])
    np.testing.assert_array_equal(together, alone)


def test_consecutive_samples_take_the_same_numbers_as_samples_asked_for_backwards():
    rows = [(sample, replicate) for replicate in range(3) for sample in range(50)]
    forwards = uniforms(1, "x", "y", rows)
    np.testing.assert_array_equal(forwards, uniforms(1, "x", "y", rows[::-1])[::-1])
    np.testing.assert_array_equal(forwards[60:70], uniforms(1, "x", "y", rows[60:70]))


def test_pages_drawn_together_are_those_drawn_apart():
    rows = [(3, 0), (4, 0), (4, 0), (1, 2)]
    for draw in uniforms, normals:
        apart = np.concatenate([draw(7, "price", "year", rows, page) for page in (2, 3, 4)], axis=-1)
        np.testing.assert_array_equal(draw(7, "price", "year", rows, 2, pages=3), apart)


@given(st.integers(0, 2**63), st.integers(0, 40), st.integers(0, 30))
def test_an_occurrence_lies_on_its_page(seed, occurrence, sample):
    draws = single(seed, sample, 2)
    page, column = divmod(occurrence, PER_PAGE)
    assert draws.uniform("a", "b", occurrence) == uniforms(seed, "a", "b", [(sample, 2)], page)[0, column]
    assert draws.normal("a", "b", occurrence) == normals(seed, "a", "b", [(sample, 2)], page)[0, column]


def test_the_order_of_asking_does_not_matter():
    first, second = single(3), single(3)
    asked = [("a", "launch", 5), ("b", "launch", 0), ("a", "launch", 0), ("a", "landing", 1)]
    here = {key: first.uniform(*key) for key in asked}
    there = {key: second.uniform(*key) for key in reversed(asked)}
    assert here == there


def test_a_run_of_a_block_draws_what_it_draws_alone():
    rows = [(4, 0), (5, 0), (5, 1), (900, 3)]
    block = DrawBlock(11, rows)
    for position, row in enumerate(rows):
        for occurrence in range(9):
            assert block.run(position).normal("asset", "failure", occurrence) == single(11, *row).normal(
                "asset", "failure", occurrence
            )


def test_a_number_is_that_of_a_generator_with_its_key_and_counter():
    rows = [(7, 2), (8, 2), (2**40, 0), (3, 1), (3, 1)]
    drawn = uniforms(11, "asset", "failure", rows, page=5)
    for row, (sample, replicate) in enumerate(rows):
        counter = np.array([sample, replicate, 5, 0], dtype=np.uint64)
        alone = np.random.Philox(key=stream_key(11, "asset", "failure"), counter=counter)
        np.testing.assert_array_equal(drawn[row], ((alone.random_raw(PER_PAGE) >> np.uint64(12)) + 0.5) * 2.0**-52)


@pytest.mark.parametrize("bits", [0, 2**64 - 1])
def test_not_even_the_outermost_bits_give_zero_or_one(monkeypatch, bits):
    class Outermost:
        def __init__(self, key):
            pass

        def random_raw(self, size):
            return np.full(size, bits, dtype=np.uint64)

    monkeypatch.setattr(np.random, "Philox", Outermost)
    numbers = uniforms(1, "ends", "open", [(0, 0)])
    assert numbers.min() > 0.0
    assert numbers.max() < 1.0
    assert np.isfinite(normals(1, "ends", "open", [(0, 0)])).all()


@pytest.mark.parametrize("column", range(PER_PAGE))
def test_uniforms_are_uniform(column):
    numbers = uniforms(2, "statistics", "uniform", MANY)[:, column]
    assert numbers.mean() == pytest.approx(0.5, abs=0.01)
    assert numbers.var() == pytest.approx(1 / 12, rel=0.05)
    assert scipy.stats.kstest(numbers, "uniform").pvalue > 1e-4


def test_normals_are_normal():
    numbers = normals(2, "statistics", "normal", MANY)
    assert numbers.mean() == pytest.approx(0.0, abs=0.02)
    assert numbers.std() == pytest.approx(1.0, rel=0.02)
    assert scipy.stats.kstest(numbers[:, 0], "norm").pvalue > 1e-4


BASE = uniforms(5, "long_march_5", "launch", MANY)[:, 0]
SHIFTED = [(sample + 1, 0) for sample in range(20_000)]
OTHERS = {
    "entity": uniforms(5, "long_march_10", "launch", MANY)[:, 0],
    "purpose": uniforms(5, "long_march_5", "landing", MANY)[:, 0],
    "seed": uniforms(6, "long_march_5", "launch", MANY)[:, 0],
    "replicate": uniforms(5, "long_march_5", "launch", [(sample, 1) for sample in range(20_000)])[:, 0],
    "next sample": uniforms(5, "long_march_5", "launch", SHIFTED)[:, 0],
    "occurrence": uniforms(5, "long_march_5", "launch", MANY)[:, 1],
    "page": uniforms(5, "long_march_5", "launch", MANY, page=1)[:, 0],
}


@pytest.mark.parametrize("other", OTHERS)
def test_draws_of_another_owner_row_or_occurrence_are_independent(other):
    assert not np.any(OTHERS[other] == BASE)
    assert abs(np.corrcoef(BASE, OTHERS[other])[0, 1]) < 0.03
    # Deviations go together no more than their directions.
    assert abs(np.corrcoef((BASE - 0.5) ** 2, (OTHERS[other] - 0.5) ** 2)[0, 1]) < 0.03


def test_names_that_run_together_are_not_the_same_owner():
    assert single(1).uniform("ab", "c") != single(1).uniform("a", "bc")
    assert single(1).uniform("1a", "c") != single(11).uniform("a", "c")
