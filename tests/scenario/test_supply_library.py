"""The library of supplies: complete, each figure with its source, and of classes that there are."""

import pytest

from lunarsim.physics.logistics.crew_demand import CrewNeeds, crew_demand, crew_needs
from lunarsim.physics.logistics.supplies import STOWAGES, base_class
from lunarsim.physics.logistics.supply_table import STOCKS, class_shares
from lunarsim.scenario.declare.declaration import EVIDENCE
from lunarsim.scenario.library.asset import FUNCTIONS
from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.supplies import (
    container_figures,
    crew_items,
    hardware_class,
    stock_mixes,
    supply_figures,
)


def test_every_figure_has_source_and_evidence_and_lies_in_its_range():
    for name, figure in {**supply_figures(), **container_figures()}.items():
        assert len(figure.source) > 15, name
        assert figure.evidence in EVIDENCE, name
        assert (figure.low is None) == (figure.high is None), name
        if figure.low is not None:
            assert figure.low <= figure.value <= figure.high, name
    library = read("supplies")
    for record in (*library["sources"].values(), *library["stocks"].values()):
        assert record["evidence"] in EVIDENCE
        assert len(record["source"]) > 15


def test_items_are_of_known_classes_stowages_counts_and_recoveries():
    assert len(crew_items()) == len(read("supplies")["crew"]) == 22
    for item in crew_items():
        assert base_class(item.supply.class_of_supply) in (2, 3, 7)
        assert item.supply.stowage in STOWAGES
        assert item.per in CrewNeeds._fields
        assert item.recovery in ("", "water", "gas")
        assert item.mass_kg > 0.0
    assert set(container_figures()) == set(STOWAGES)
    assert all(getattr(crew_needs(crew_items(), 0.42), per) for per in CrewNeeds._fields)


def test_what_lasts_some_days_is_counted_by_the_day():
    clothing = next(item for item in crew_items() if item.supply.class_of_supply == 205)
    assert clothing.mass_kg == pytest.approx(2.3 / 4)


def test_the_crew_and_the_mixes_give_all_stocks_of_a_run():
    crew = crew_demand(
        crew_needs(crew_items(), 0.42), person_days=100.0, eva_crew_hours=50.0, persons=4.0, missions=1.0
    )
    mixes = {"crew_provisions": crew, **stock_mixes()}
    assert set(mixes) == set(STOCKS)
    factors = {name: figure.value for name, figure in container_figures().items()}
    classes = {stock: set(class_shares(mix, factors)) for stock, mix in mixes.items()}
    assert classes["crew_provisions"] == {2, 3, 5, 7}
    assert classes["spares"] == classes["reagents"] == {4, 5}
    assert class_shares(mixes["propellant"], factors) == {1: 1.0, 5: 0.0}


def test_hardware_of_any_function_has_a_class():
    assert set(read("supplies")["hardware"]) == {*FUNCTIONS, "none"}
    assert {base_class(hardware_class([function])) for function in FUNCTIONS} == {6, 8}
    assert hardware_class(["command", "power"]) == hardware_class(["power", "command"]) == 803
    assert hardware_class([]) == 902
