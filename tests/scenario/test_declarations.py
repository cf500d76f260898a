"""One declaration per parameter carries all that is known of it."""

import dataclasses
import re

import numpy as np
import pytest

from lunarsim.scenario.declare.checking import checked, declarations
from lunarsim.scenario.declare.declaration import EVIDENCE
from lunarsim.scenario.scenario import COLLECTIONS, GROUPS
from tests.scenario.building import scenario_of

ALL = [
    pytest.param(group, name, *declaration, id=f"{group}.{name}")
    for group, cls in (GROUPS | COLLECTIONS).items()
    for name, declaration in declarations(cls).items()
]
FROM_RECORDS = {"site", "missions", "vehicles", "assets", "official_milestones"}
"""Groups whose values, with their sources, stand in option files and libraries."""


def default_of(group, name):
    (field,) = (field for field in dataclasses.fields((GROUPS | COLLECTIONS)[group]) if field.name == name)
    return field.default


def where(wrong):
    """Return the names of the parameters of which ``wrong(group, name, declared, kind)`` holds."""
    return [parameter.id for parameter in ALL if wrong(*parameter.values)]


def test_there_are_parameters_to_look_at():
    assert len(ALL) > 250


def test_every_parameter_says_what_it_is_as_a_sentence():
    assert where(lambda group, name, declared, kind: not (declared.about[0].isupper() or declared.choices)) == []
    assert where(lambda group, name, declared, kind: not declared.about.endswith(".")) == []


def test_every_number_has_a_unit_and_no_word_has_one():
    numbers = (int, float, int | None, float | None)
    assert where(lambda group, name, declared, kind: bool(declared.unit) != (kind in numbers)) == []


def test_every_figure_has_a_source_and_a_known_level_of_evidence():
    def unsourced(group, name, declared, kind):
        needs = group not in FROM_RECORDS and (kind in (int, float) or declared.choices or declared.date)
        return needs and not declared.source

    assert where(lambda group, name, declared, kind: declared.evidence not in EVIDENCE) == []
    assert where(unsourced) == []


@pytest.mark.parametrize("group", GROUPS | COLLECTIONS)
def test_every_field_of_a_group_is_a_declared_parameter(group):
    cls = (GROUPS | COLLECTIONS)[group]
    assert {field.name for field in dataclasses.fields(cls)} == set(declarations(cls))


def test_a_default_passes_its_own_check():
    def refused(group, name, declared, kind):
        default = default_of(group, name)
        if default is dataclasses.MISSING:
            return False
        try:
            return checked(default, declared, kind) != default
        except ValueError as problem:
            raise AssertionError(f"{group}.{name}") from problem

    assert where(refused) == []


MONEY_UNITS = ("USD", "MUSD", "USD/kg", "USD/year")
"""Units that UDUNITS does not know."""


def test_units_are_units_of_udunits_or_money():
    cf_units = pytest.importorskip("cf_units")
    for parameter in ALL:
        declared = parameter.values[2]
        if declared.unit and declared.unit not in MONEY_UNITS:
            cf_units.Unit(declared.unit)


UNCERTAIN = [parameter for parameter in ALL if parameter.values[2].distribution is not None]


@pytest.mark.parametrize(("group", "name", "declared", "kind"), UNCERTAIN)
def test_a_factor_draws_what_is_allowed_and_may_be_its_default(group, name, declared, kind):
    low, high = declared.distribution.quantile(np.array([0.001, 0.999]))
    assert declared.low <= low < high <= declared.high
    # Programs have figures of their own, so that only those of the groups must lie within.
    assert low <= default_of(group, name) <= high


def test_at_least_twenty_factors_of_all_levels_of_evidence_are_uncertain_by_default():
    assert len(UNCERTAIN) >= 20
    assert {parameter.values[2].evidence for parameter in UNCERTAIN} >= {"measured", "published", "analogue", "assumed"}


def test_market_and_finance_act_on_the_accounts_only():
    feeds = {(p.values[0], p.values[2].feeds_back) for p in ALL if p.values[0] in ("market", "finance")}
    assert feeds == {("market", False), ("finance", False)}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("programs.china.orbiter_success", 0.95),
        ("programs.china.landing_attempts", None),
        ("landing.success_first", 0.25),
        ("landing.success_second", 0.5),
        ("landing.success_experienced", 0.75),
        ("landing.record_strength", 7.7),
        ("launch.stand_down_median_days", 187.0),
        ("launch.stand_down_interval_exponent", 0.58),
        ("launch.stand_down_ln_sd", 0.75),
        ("slips.chain_correlation", 0.8),
        ("slips.overconfidence", 1.5),
        ("slips.common_shelved_share", 0.75),
        ("slips.new_start_gap_years", 1.3),
        ("slips.new_start_years", 3.0),
        ("logistics.return_success", 0.92),
        ("plant.power_kw", 60.0),
        ("station.asset_mass_position", 0.0),
        ("station.power_multiplier", 1.0),
        ("cooperation.patience_years", 6.0),
    ],
)
def test_a_calibrated_default_changes_on_purpose_only(key, value):
    assert scenario_of().value(key) == value


OWN_WORK = re.compile(
    r"^assumed|\bfits?\b (of|to)|calibrated|Jeffreys|\b\d+ of \d+ |same record|\bderived\b|\bpractice\b"
)
"""What says that a figure is not as published: a guess, a fit or a count of our own, or a way of doing things."""


def test_no_figure_of_our_own_making_is_called_published_or_measured():
    def claims(group, name, declared, kind):
        return bool(OWN_WORK.search(declared.source)) and declared.evidence in ("published", "measured")

    assert where(claims) == []


@pytest.mark.parametrize(
    ("key", "level"),
    [
        ("programs.china.rebuild_days", "analogue"),
        ("landing.success_first", "analogue"),
        ("landing.descent_hazard_share", "analogue"),
        ("launch.stand_down_median_days", "analogue"),
        ("finance.discount_rate", "analogue"),
        ("timeline.horizon_years", "assumed"),
        ("plant.reactor_kg_per_kw", "published"),
        ("deposit.feldspathic_term_ppm", "measured"),
    ],
)
def test_a_label_claims_no_more_than_its_source_gives(key, level):
    declared, _ = scenario_of().declaration(key)
    assert declared.evidence == level
