"""A run gives the same bits alone, as Python floats, and at any place of a block of any size."""

import numpy as np
import pytest

from lunarsim.physics import power, transport
from lunarsim.physics.money import discounting, oxide_market
from lunarsim.physics.process import excavation, kinetics, start_up
from lunarsim.physics.resource import geochemistry, regolith, selection, support, tonnage

RNG = np.random.default_rng(11)
A, B, C = RNG.uniform(0.05, 0.95, (3, 301))
COEFFICIENTS = {"ree_per_thorium": 40.4, "mare_term_ppm": 70.0, "feldspathic_term_ppm": 8.0}

ELEMENTWISE = {
    "europium": lambda a, b, c: geochemistry.europium_ppm(20 * a),
    "sum": lambda a, b, c: geochemistry.sum_ree_ppm(20 * a, 25 * b, **COEFFICIENTS),
    "density": lambda a, b, c: regolith.bulk_density_kg_m3(10 * a),
    "areal mass": lambda a, b, c: regolith.areal_mass_kg_m2(10 * a),
    "grade": lambda a, b, c: tonnage.grade_tonnage(500 * a, 500 * b, c, 1e6).mean_grade_ppm,
    "above": lambda a, b, c: selection.above_cutoff(30 * a, 20 * b, c).mean_ppm,
    "cut-off": lambda a, b, c: selection.thorium_cutoff_ppm(
        900 * a, 25 * b, silicic_ree_per_thorium=9 * c, silicic=np.asarray(c > 0.7), **COEFFICIENTS
    ),
    "within": lambda a, b, c: support.variance_within(a, 2 * b, 5 * c),
    "block": lambda a, b, c: tonnage.block_ln_sd(a, b),
    "cells": lambda a, b, c: tonnage.mean_of_cells_ln_sd(a, 30 * b),
    "reaction": lambda a, b, c: kinetics.first_order_conversion(kinetics.first_order_rate_per_hour(a, b), c),
    "duty": lambda a, b, c: power.duty_factor(a, 300 * b, 354 * c, continuous_share=b, solar_ratio=3 * c),
    "reactor": lambda a, b, c: power.reactor_mass_kg(
        90 * a, reference_power_kw=40.0, reference_mass_kg=6e3, exponent=0.9
    ),
    "rocket": lambda a, b, c: transport.mass_ratio(5 * a, 500 * b),
    "distance": lambda a, b, c: transport.great_circle_km(90 * a, 180 * b, -90 * c, -60 * a),
    "excavator": lambda a, b, c: excavation.excavator_kg_per_day(3e3 * a, b, 80.0, 5 * c, 1.5),
    "haulers": lambda a, b, c: excavation.haulers_needed(300 * a, 80 * b, 700 * c),
    "availability": lambda a, b, c: start_up.learnt_availability(a, 5 * b, c),
    "price": lambda a, b, c: oxide_market.elastic_price(100 * a, 30 * b, 50.0, -c),
    "annuity": lambda a, b, c: discounting.capital_recovery_factor(a, 30 * b),
    "discount": lambda a, b, c: discounting.discount_factors(40 * a, b),
    "learning": lambda a, b, c: discounting.wright_unit_cost(a, 100 * b, c),
}


@pytest.mark.parametrize("function", ELEMENTWISE.values(), ids=ELEMENTWISE.keys())
def test_elementwise_functions_do_not_know_their_block(function):
    block = function(A, B, C)
    np.testing.assert_array_equal(function(A[7:60], B[7:60], C[7:60]), block[7:60])
    alone = [function(float(a), float(b), float(c)) for a, b, c in zip(A, B, C, strict=True)]
    np.testing.assert_array_equal(alone, block)


def test_elements_do_not_know_their_block(patterns):
    def elements(thorium_ppm, feo_wt_pct):
        return geochemistry.element_ppm(
            thorium_ppm, feo_wt_pct, patterns, silicic_ree_per_thorium=6.0, silicic=thorium_ppm > 18.0, **COEFFICIENTS
        )

    block = elements(20 * A, 25 * B)
    shares = geochemistry.reo_fractions(block, patterns.oxide_factor)
    basket = oxide_market.basket_price_usd_per_kg(shares, np.linspace(1.0, 900.0, 16))
    np.testing.assert_array_equal(elements(20 * A[5:8], 25 * B[5:8]), block[5:8])
    for run in range(0, 301, 50):
        one = elements(20 * float(A[run]), 25 * float(B[run]))
        np.testing.assert_array_equal(one, block[run])
        np.testing.assert_array_equal(geochemistry.reo_fractions(one, patterns.oxide_factor), shares[run])
        np.testing.assert_array_equal(geochemistry.ree_sum_ppm(one), geochemistry.ree_sum_ppm(block)[run])
        one_basket = oxide_market.basket_price_usd_per_kg(shares[run], np.linspace(1.0, 900.0, 16))
        assert one_basket == basket[run]


def test_price_paths_do_not_know_their_block():
    normals, uniforms = RNG.standard_normal((301, 30)), RNG.random((301, 30))
    prices, spikes = (
        oxide_market.price_path(normals, 260.0, 0.5, 0.26),
        oxide_market.spike_path(uniforms, 0.1, 6.0, 1.0),
    )
    for run in (0, 1, 150, 300):
        np.testing.assert_array_equal(oxide_market.price_path(normals[run], 260.0, 0.5, 0.26), prices[run])
        np.testing.assert_array_equal(oxide_market.price_path(normals[run : run + 1], 260.0, 0.5, 0.26)[0], prices[run])
        np.testing.assert_array_equal(oxide_market.spike_path(uniforms[run], 0.1, 6.0, 1.0), spikes[run])


@pytest.mark.parametrize("order", ["C", "F"])
def test_present_values_know_neither_their_block_nor_their_order_in_memory(order):
    flows = np.asarray(RNG.standard_normal((301, 361)), order=order)
    factors = discounting.discount_factors(np.arange(361) / 12.0, 0.1)
    block = discounting.net_present_value(flows, factors)
    for run in (0, 7, 300):
        assert discounting.net_present_value(flows[run], factors) == block[run]
        assert discounting.net_present_value(np.ascontiguousarray(flows)[run : run + 1], factors)[0] == block[run]
