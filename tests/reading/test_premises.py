"""Premises of rare earths from the Moon come out of the figures of a sweep, and change when they do."""

import copy
import json

import numpy as np
import pytest

from lunarsim.reading.analysis.mine import premises as module
from lunarsim.reading.analysis.mine.premises import premises
from lunarsim.reading.analysis.mine.premises_in_words import premises_in_words
from lunarsim.reading.analysis.parameter_values import parameter_values
from lunarsim.reading.tables.summary_table import summarize
from lunarsim.scenario.library.files import read
from lunarsim.words.errors import AnalysisError
from tests.reading.made import NAN, along, sweep

CONFIG = {
    "logistics": {"return_usd_per_kg": 4.5e4, "delivery_usd_per_kg": 2e5},
    "market": {"price_multiplier": 1.0, "separation_discount": 0.4},
    "flowsheet": {"reo_purity": 0.9},
}


def made(values=None, levers=None, config=None, **outcomes):
    """Return a sweep of a mine that makes 2 kg a year, with uncertain factors if given."""
    produced = {"ree_produced_kg": 20.0, "reo_produced_kg": 24.0, "first_product_year": 2044.5, "soil_mined_t": 40.0}
    found = sweep(levers, **produced | outcomes)
    found.attrs["config"] = json.dumps(CONFIG if config is None else config)
    return found.assign({key: ("sample", each) for key, each in (values or {}).items()})


def said(text, **what):
    (sentence,) = (each for each in premises_in_words(made(**what)) if text in each)
    return sentence


def test_export_of_light_rare_earths_pays_at_no_present_figure_unless_the_figures_say_so():
    usual = said("Export of light")
    assert usual == (
        "Export of light rare earths pays at no present figure. Separated, the dearest light oxide, Pr, sells at 128 "
        "USD/kg today. Less the cost of separation, a kilogram brings 77.0 USD, and to bring it home costs 50,000 USD "
        "without craft and propellant."
    )
    cheap = said("Export of light", values={"logistics.return_usd_per_kg": [1.0, 4e4, 1.0, 4e4]})
    assert "pays for the return alone in 50 % of the runs" in cheap
    dear = said("Export of light", values={"market.price_multiplier": [1e3, 1.0, 1.0, 1.0]})
    assert "pays for the return alone in 25 % of the runs" in dear
    assert "at 1.00 to 1,000 times present prices, a kilogram brings 77.0 to 77,000 USD, and" in dear


def test_use_on_the_moon_changes_the_sign_and_demand_limits_it():
    usual = said("Use on the Moon")
    assert usual.startswith("Use on the Moon changes the sign in 100 % of the runs: a kilogram that is made there and ")
    assert "needs no return and saves its delivery, 200,000 USD. " in usual
    assert usual.endswith("makes 2.00 kg a year in the median: demand, not price, is the limit.")
    free = said("Use on the Moon", values={"logistics.delivery_usd_per_kg": [0.0, 2e5, 2e5, 2e5]})
    assert "changes the sign in 75 % of the runs" in free
    # Export that pays for its return leaves no sign to change, whatever delivery costs.
    home = said("Use on the Moon", values={"logistics.return_usd_per_kg": [1.0, 1.0, 1.0, 4e4]})
    assert "changes the sign in 25 % of the runs" in home
    none = said("Use on the Moon", values={"logistics.return_usd_per_kg": [1.0] * 4})
    assert "changes the sign in none of the runs" in none
    cheap = {"logistics.delivery_usd_per_kg": [50.0] * 4, "logistics.return_usd_per_kg": [1e6] * 4}
    assert "changes the sign in 100 % of the runs" in said("Use on the Moon", values=cheap)
    much = CONFIG | {"market": CONFIG["market"] | {"in_space_kg_per_year": 300.0}}
    assert "about 300 kg a year" in said("Use on the Moon", config=much)
    assert said("Use on the Moon", config=much).endswith("all of it could be used.")
    paying = said("Use on the Moon", npv_in_space_musd=along([1.0, -1.0, -1.0, -1.0]))
    assert paying.endswith("With it alone the mine pays in 25 % of the runs.")
    assert said("Use on the Moon", npv_in_space_musd=-1.0).endswith("the mine pays in none of the runs.")


def test_batteries_defense_and_rock_are_those_of_the_library_and_the_runs(monkeypatch):
    usual = premises_in_words(made())
    assert usual[2].startswith("Lithium-ion batteries hold no rare earths; ")
    assert usual[2].endswith("about 10 kg in a hybrid car, and take 6 % of all use.")
    assert usual[3] == "Defense uses 0.1 % of the tonnes, 390 t a year."
    assert usual[4].startswith("Rock moved for a tonne of rare earths: 2,000 t on the Moon, 16 to 3,600")
    assert usual[4].endswith("16 to 3,600 t on Earth, 980 in the mean.")
    changed = {name: copy.deepcopy(read(name)) for name in ("premises", "market", "elements")}
    changed["premises"]["batteries"]["lithium_ion_kg"]["value"] = 0.2
    changed["premises"]["rock_to_metal"]["high"] = 5000
    changed["market"]["demand"]["sectors"]["batteries"]["share"] = 0.5
    changed["market"]["demand"]["sectors"]["defense"]["share"] = 0.05
    changed["market"]["prices"]["newest_2025"]["usd_per_kg"]["Nd"] = 1e6
    monkeypatch.setattr(module, "read", changed.__getitem__)
    export, _, batteries, defense, rock = premises_in_words(made())
    assert "the dearest light oxide, Nd, sells at 1.38 million USD/kg" in export
    assert "pays for the return alone in 100 % of the runs" in export
    assert batteries.startswith("Lithium-ion batteries hold 0.2 kg of rare earths each")
    assert batteries.endswith("50 % of all use.")
    assert defense == "Defense uses 5 % of the tonnes, 19,500 t a year."
    assert "5,000 t on Earth" in rock


def test_without_a_mine_or_where_options_hide_a_figure_nothing_is_said():
    assert premises_in_words(made(soil_mined_t=0.0)) == []
    assert premises_in_words(sweep()) == []
    hidden = made({}, {"logistics": ["a", "b"]})
    hidden.attrs["levers"] = json.dumps({"logistics": ["a", "b"]})
    assert premises_in_words(hidden) == []
    with pytest.raises(AnalysisError, match=r"logistics\.return_usd_per_kg"):
        premises(hidden)


LANDED = {"ree": (("beyond_market_share",), ["La", "Tm", "Yb", "Lu"])}


def test_elements_of_which_more_lands_than_the_world_uses_are_named_the_most_affected_first():
    shares = np.array([[0.0, 0.5, 0.2, 1.0], [0.0, 0.1, 0.2, 0.8], [NAN] * 4, [1.0] * 4])[:, np.newaxis]
    status = along([1, 1, 1, 2]).astype(int)
    told = said("More lands", trailing=LANDED, beyond_market_share=shares, status=status)
    # The third run delivers nothing, and the fourth did not end well.
    assert told.endswith("years with deliveries: Lu 90 %, Tm 30 %, Yb 20 % (beyond_market_share).")
    assert premises_in_words(made(trailing=LANDED, beyond_market_share=shares))[-1].startswith("More lands")
    none = made(trailing=LANDED, beyond_market_share=0.0)
    assert not any("More lands" in each for each in premises_in_words(none))
    alone = made(trailing=LANDED, beyond_market_share=shares, soil_mined_t=0.0)
    assert len(premises_in_words(alone)) == 1


def test_tables_have_what_they_need_to_tell_of_elements_beyond_their_markets(capsys):
    summarize(made(trailing=LANDED, beyond_market_share=0.25, station_basic_year=2040.0))
    assert "with deliveries: La 25 %, Tm 25 %, Yb 25 %" in " ".join(capsys.readouterr().out.split())


def test_of_many_elements_beyond_their_markets_the_first_are_named():
    many = {"ree": (("beyond_market_share",), [f"E{index}" for index in range(7)])}
    assert "E5 60 %, E4 50 %, E3 40 %, E2 30 %, 2 more elements (" in said(
        "More lands", trailing=many, beyond_market_share=np.arange(1, 8) / 10
    ).replace("E6 70 %, ", "")


def test_runs_that_did_not_end_well_do_not_count():
    values = {"logistics.return_usd_per_kg": [1.0, 4e4, 4e4, 4e4]}
    failed = made(values, status=along([2, 1, 1, 1]).astype(int))
    assert float(premises(failed)["export_pays_share"]) == 0.0


def test_a_parameter_is_known_as_factor_lever_or_configured():
    dataset = made({"plant.availability": [0.1, 0.2, 0.3, 0.4]}, {"units": [1, 2]})
    dataset["units"].attrs["config_key"] = "plant.units"
    assert parameter_values(dataset, "plant.availability").dims == ("sample",)
    assert parameter_values(dataset, "plant.units").values.tolist() == [1.0, 2.0]
    assert parameter_values(dataset, "logistics.delivery_usd_per_kg").item() == 2e5
    assert parameter_values(dataset, "market.no_such_name") is None
