"""Every public function of physics states the unit of what it takes and gives, and where it comes from."""

import inspect
import re

import pytest

from tests.physics.public import functions

SUFFIX = {
    "USD": "_usd",
    "day": "_days",
    "USD/kWh": "_usd_per_kwh",
    "USD/kg": "_usd_per_kg",
    "MUSD": "_musd",
    "MUSD/yr": "_musd_per_year",
    "Wh/kg": "_wh_per_kg",
    "kW": "_kw",
    "kWh": "_kwh",
    "kWh/kg": "_kwh_per_kg",
    "kWh/kg/km": "_kwh_per_kg_km",
    "kg": "_kg",
    "kg/d": "_kg_per_day",
    "kg/h": "_kg_h",
    "kg/kW": "_kg_per_kw",
    "kg/kg": "_kg_per_kg",
    "kg/kg/yr": "_kg_per_kg_year",
    "kg/yr": "_kg_per_year",
    "km": "_km",
    "km/h": "_km_h",
    "km/s": "_km_s",
    "km2": "_km2",
    "m": "_m",
    "ppm": "_ppm",
    "s": "_s",
    "t": "_t",
    "wt%": "_wt_pct",
    "deg": "_deg",
    "h": "_hours",
    "h/kg": "_hours_per_kg",
    "yr": "_years",
    "1/h": "_per_hour",
    "1/yr": "_per_year",
}
# What a figure is counted per may follow its unit: energy_kwh_per_kg_slag.
PER = ("_oxygen", "_reo", "_slag")
# Shares of mass, tables of elements, and sources and light of a site are named by what they are.
NAMED_OTHERWISE = {"balance", "cycle", "oxide_factor", "reo_fractions", "reo_purity", "patterns", "sources"}


FUNCTIONS = [pytest.param(function, id=name) for name, function in functions().items()]


def unit(declaration):
    match = re.search(r"\[([^\]]+)\]", declaration)
    return match.group(1) if match else None


def parameters(doc):
    section = doc.split("Parameters\n----------\n", 1)[-1].split("\nReturns\n", 1)[0]
    return dict(re.findall(r"^(\w+) : (.+)$", section, flags=re.MULTILINE))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_public_function_states_units_and_source(function):
    doc = inspect.getdoc(function)
    assert doc is not None
    assert doc.splitlines()[0].startswith("Return ") or doc.splitlines()[0].split()[0] in {"Make", "Fill"}
    assert re.search(r"^Source: \S", doc, flags=re.MULTILINE), "no Source"
    declared = parameters(doc)
    assert list(declared) == list(inspect.signature(function).parameters), "parameters and their text differ"
    assert all(unit(text) for text in declared.values()), f"no unit: {declared}"
    returns = doc.split("Returns\n-------\n", 1)[-1].splitlines()[0]
    assert unit(returns), f"no unit of the result: {returns}"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_bare_number_carries_its_unit_in_its_name(function):
    for name, text in parameters(inspect.getdoc(function)).items():
        if unit(text) != "1" and name not in NAMED_OTHERWISE:
            endings = tuple(SUFFIX[unit(text)] + what for what in ("", *PER))
            assert name.endswith(endings), f"{name} is in {unit(text)}"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_argument_and_result_has_a_type(function):
    assert set(inspect.get_annotations(function)) == {*inspect.signature(function).parameters, "return"}


def test_the_walk_goes_through_all_rooms():
    assert {name.split(".")[0] for name in functions()} == {
        "chance",
        "logistics",
        "money",
        "power",
        "process",
        "reliability",
        "resource",
        "sphere",
        "transport",
    }
    assert len(functions()) > 40
