"""The mass balance of any graph of units: every element and every stream, recycles included."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.process.mass_balance import (
    SOIL,
    Output,
    Reagent,
    Unit,
    flowsheet_needs,
    separation_mass_pull,
    solve_balance,
    without_reagents,
)
from lunarsim.physics.resource.oxides import reo_kg

OXIDE = np.append(np.linspace(1.14, 1.27, 15), 1.53)
GRADE = np.linspace(2e-4, 1e-5, 16)


def one_way(stream, recovery, **more):
    return Output(stream, np.asarray(recovery, dtype=float)[..., None], **more)


@st.composite
def graphs(draw):
    """Draw a graph whose streams go on to later units, come back to earlier ones or leave; some are assayed."""
    count = draw(st.integers(1, 6))
    runs = draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    feeds = [[] for _ in range(count)]
    feeds[0].append(SOIL)
    units = []
    for index in range(count):
        outputs = []
        ways = draw(st.integers(0, 3))
        share, pull = rng.dirichlet(np.ones(ways + 1), (runs, 16)), rng.dirichlet(np.ones(ways + 1), runs)
        for output in range(ways):
            stream = f"s{index}.{output}"
            target = draw(st.integers(-1, count - 1))
            if target >= 0:
                feeds[target].append(stream)
            # Part of everything takes the rest, so that it drains.
            recovery = 0.9 * share[..., output]
            if draw(st.booleans()):
                outputs.append(Output(stream, recovery, 0.9 * pull[..., output]))
            else:
                outputs.append(Output(stream, recovery, purity=rng.uniform(0.9, 1.0, runs)))
        rest = f"rest{index}"
        later = draw(st.integers(index + 1, count))
        if later < count:
            feeds[later].append(rest)
        units.append((f"u{index}", tuple(outputs), rest))
    grade = rng.uniform(0.0, 1e-3, (runs, 16))
    return tuple(Unit(name, tuple(feeds[at]), ways, rest) for at, (name, ways, rest) in enumerate(units)), grade


@given(graphs())
def test_every_element_and_every_kilogram_that_enters_a_unit_or_the_plant_leaves_it(case):
    units, grade = case
    balance = solve_balance(units, grade, OXIDE)
    for unit in units:
        ways = [*(output.stream for output in unit.outputs), unit.rest]
        out = [balance.flow[unit.name, stream] for stream in ways]
        fed = balance.feed[unit.name]
        np.testing.assert_allclose(sum(flow.element_kg for flow in out), fed.element_kg, rtol=1e-9, atol=1e-18)
        # Assayed outputs may take more mass than others leave, so the scale is what moves.
        scale = sum(np.abs(flow.mass_kg) for flow in out) + 1e-12
        assert (np.abs(sum(flow.mass_kg for flow in out) - fed.mass_kg) <= 1e-9 * scale).all()
        inflow = sum(flow.element_kg for (_, stream), flow in balance.flow.items() if stream in unit.feeds) + (
            grade if SOIL in unit.feeds else 0.0
        )
        np.testing.assert_allclose(inflow, fed.element_kg, rtol=1e-9, atol=1e-18)
    np.testing.assert_allclose(sum(flow.element_kg for flow in balance.product.values()), grade, rtol=1e-9, atol=1e-18)
    np.testing.assert_allclose(sum(flow.mass_kg for flow in balance.product.values()), 1.0, rtol=1e-9)


@given(graphs())
def test_a_run_alone_has_the_same_balance_as_in_its_block(case):
    units, grade = case
    block = solve_balance(units, grade, OXIDE)

    def at(run, value):
        return value if value is None or np.ndim(value) == 0 else value[run : run + 1]

    for run in range(len(grade)):
        mine = [
            unit._replace(
                outputs=tuple(
                    o._replace(recovery=at(run, o.recovery), mass_pull=at(run, o.mass_pull), purity=at(run, o.purity))
                    for o in unit.outputs
                )
            )
            for unit in units
        ]
        alone = solve_balance(mine, grade[run : run + 1], OXIDE)
        for output, flow in alone.flow.items():
            np.testing.assert_array_equal(flow.element_kg[0], block.flow[output].element_kg[run])
            np.testing.assert_array_equal(flow.mass_kg[0], block.flow[output].mass_kg[run])


@given(st.floats(0.01, 0.99), st.floats(0.0, 0.99), st.floats(0.01, 0.99))
def test_a_recycle_equals_its_closed_form(recovery, recycle, pull):
    # What the step leaves goes round: R (1 + x + x2 + ...) with x = (1 - R) b.
    units = (
        Unit("step", (SOIL, "back"), (one_way("product", recovery, mass_pull=pull),), "left"),
        Unit("bleed", ("left",), (one_way("back", recycle, mass_pull=recycle),), "waste"),
    )
    balance = solve_balance(units, GRADE, OXIDE)
    expected = recovery / (1.0 - (1.0 - recovery) * recycle)
    np.testing.assert_allclose(balance.product["product"].element_kg, expected * GRADE, rtol=1e-10)
    mass = pull / (1.0 - (1.0 - pull) * recycle)
    assert balance.product["product"].mass_kg == pytest.approx(mass, rel=1e-10)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=5))
def test_the_recoveries_of_a_chain_multiply(recoveries):
    names = [SOIL, *(f"s{index}" for index in range(len(recoveries)))]
    units = [
        Unit(f"u{at}", (names[at],), (one_way(names[at + 1], recovery, mass_pull=0.5),), f"w{at}")
        for at, recovery in enumerate(recoveries)
    ]
    made = solve_balance(units, GRADE, OXIDE).product[names[-1]]
    np.testing.assert_allclose(made.element_kg, np.prod(recoveries) * GRADE, rtol=1e-12, atol=1e-300)
    assert made.mass_kg == pytest.approx(0.5 ** len(recoveries))


def test_elements_may_part_ways():
    recovery = np.zeros(16)
    recovery[5] = 1.0
    balance = solve_balance([Unit("u", (SOIL,), (Output("a", recovery, 0.1),), "b")], GRADE, OXIDE)
    assert balance.product["a"].element_kg[5] == GRADE[5]
    assert balance.product["b"].element_kg[5] == 0.0
    assert balance.product["b"].element_kg[4] == GRADE[4]


def test_an_assayed_output_weighs_its_oxides_over_its_purity_and_scandium_counts_not():
    balance = solve_balance([Unit("u", (SOIL,), (one_way("product", 0.5, purity=0.95),), "b")], GRADE, OXIDE)
    product = balance.product["product"]
    assert product.mass_kg == pytest.approx(reo_kg(0.5 * GRADE, OXIDE) / 0.95)
    assert product.mass_kg == pytest.approx(0.5 * (GRADE * OXIDE)[:15].sum() / 0.95)
    assert product.mass_kg + balance.product["b"].mass_kg == pytest.approx(1.0, abs=1e-15)


NEEDY = (
    Unit("melt", (SOIL,), (one_way("oxygen", 0.0, mass_pull=0.2, energy_kwh_per_kg=20.0, plant_kg_per_kg_year=0.1),),
         "slag", energy_kwh_per_kg=0.65),
    Unit("leach", ("slag",), (one_way("product", 0.6, purity=0.95),), "waste",
         (Reagent(1.05, 0.001), Reagent(0.9, 0.5, "product")), 1.0, 0.03),
)  # fmt: skip


def test_needs_are_counted_per_feed_and_per_output():
    balance = solve_balance(NEEDY, GRADE, OXIDE)
    needs = flowsheet_needs(NEEDY, balance, OXIDE)
    assert needs.energy_kwh == pytest.approx(0.65 + 20.0 * 0.2 + 0.8)
    assert needs.plant_kg_per_kg_year == pytest.approx(0.1 * 0.2 + 0.03 * 0.8)
    assert needs.reagent_kg == pytest.approx(0.8 * 1.05e-3 + 0.6 * reo_kg(GRADE, OXIDE) * 0.9 * 0.5)


def test_without_reagents_the_melt_goes_on_and_the_slag_is_waste():
    idle = without_reagents(NEEDY, "waste")
    balance = solve_balance(idle, GRADE, OXIDE)
    assert "product" not in balance.product
    assert balance.product["oxygen"].mass_kg == pytest.approx(0.2)
    np.testing.assert_allclose(balance.product["waste"].element_kg, GRADE)
    needs = flowsheet_needs(idle, balance, OXIDE)
    assert needs.energy_kwh == pytest.approx(0.65 + 20.0 * 0.2)
    assert needs.reagent_kg == 0.0


@given(st.floats(1e-3, 1.0), st.floats(0.0, 2.0), st.floats(0.0, 0.05))
def test_a_concentrate_is_richer_than_its_feed_and_no_purer_than_the_mineral(recovery, exponent, mineral):
    pull = separation_mass_pull(recovery, exponent, mineral)
    assert recovery * mineral <= pull <= recovery * (1 + 1e-12)
    # The more is recovered, the leaner the concentrate.
    better = separation_mass_pull(min(recovery * 1.1, 1.0), exponent, mineral)
    assert min(recovery * 1.1, 1.0) / better <= recovery / pull * (1 + 1e-9)


def test_the_grade_recovery_curve_goes_through_a_measured_separation():
    # DLR 2024: ilmenite 3 times enriched at a recovery of 0.32.
    assert 0.32 / separation_mass_pull(0.32, 0.964, 0.0) == pytest.approx(3.0, rel=1e-3)
