"""Indices and coefficients of outcomes that chance moves, too, and designs whose rows share it."""

import numpy as np
import pytest
import yaml

from lunarsim.reading.analysis.sensitivity.evidence import shares_by_evidence
from lunarsim.reading.analysis.sensitivity.morris_effects import elementary_effects
from lunarsim.reading.analysis.sensitivity.one_at_a_time import swings
from lunarsim.reading.analysis.sensitivity.regression import regression_coefficients
from lunarsim.reading.analysis.sensitivity.sobol_indices import sobol_indices
from lunarsim.scenario.library.paths import shipped
from lunarsim.study.request.design_kinds import DESIGN_KINDS
from lunarsim.words.errors import AnalysisError
from tests.end_to_end.functions import ALL, KEYS, row


def test_first_orders_are_right_although_chance_is_most_of_an_outcome(stored):
    result = sobol_indices(stored(design="saltelli", samples=256, replicates=4, **ALL), ["noisy_kg"])
    expected = np.array([16, 4, 1, 0]) / 21
    # Chance moves all rows of a replicate alike, so that nothing of it is left in the indices.
    assert row(result, "noisy_kg", "first_order").values == pytest.approx(expected, abs=0.03)
    assert row(result, "noisy_kg", "total_effect").values == pytest.approx(expected, abs=0.03)
    assert float(row(result, "noisy_kg", "total_effect").sel({"factor": KEYS[3]})) == 0
    assert "notes" not in result.attrs


def test_the_share_of_chance_stands_beside_the_indices(stored):
    sweep = stored(design="saltelli", samples=32, replicates=32, **ALL)
    result = sobol_indices(sweep, ["noisy_kg", "swayed_kg", "line_kg"])
    # Of a uniform draw times 20, and times 5 (1/2 + u): 400/12 and 25/12 (1 + 1/12) beside 21/12 of the factors.
    for name, of_chance in (("noisy_kg", 400), ("swayed_kg", 25 * 13 / 12)):
        share, low, high = (float(row(result, name, f"chance_share{end}")) for end in ("", "_low", "_high"))
        assert share == pytest.approx(of_chance / (of_chance + 21), abs=0.1)
        assert low < of_chance / (of_chance + 21) < high
    assert float(row(result, "line_kg", "chance_share")) == 0
    shares = shares_by_evidence(result)
    assert shares["chance_share"].identical(result["chance_share"])


def test_an_interval_of_indices_holds_what_other_histories_would_give(stored):
    """A factor whose effect chance changes: of one history the index is exact and wrong, of four it says so."""
    result = sobol_indices(stored(design="saltelli", samples=256, replicates=4, **ALL), ["swayed_kg"])
    low, high = (row(result, "swayed_kg", f"first_order_{end}").values[0] for end in ("low", "high"))
    assert low < 16 / 21 < high
    once = sobol_indices(stored(design="saltelli", samples=256, replicates=1, **ALL), ["swayed_kg"])
    assert "given one history" in once.attrs["notes"]
    assert np.isnan(float(row(once, "swayed_kg", "chance_share")))
    narrow = (row(once, "swayed_kg", "first_order_high") - row(once, "swayed_kg", "first_order_low")).values[0]
    assert high - low > 1.3 * narrow


@pytest.mark.parametrize("sharing", ["levers", "none"])
@pytest.mark.parametrize(
    ("analysis", "settings"),
    [
        (sobol_indices, {"design": "saltelli", "samples": 8}),
        (elementary_effects, {"design": "morris", "trajectories": 4}),
        (swings, {"design": "one_at_a_time"}),
    ],
    ids=["saltelli", "morris", "one_at_a_time"],
)
def test_rows_without_common_chance_are_refused_with_the_line_to_run(stored, analysis, settings, sharing):
    sweep = stored(**settings, common_random_numbers=sharing)
    sweep = sweep.assign_attrs(command=f"scenario=artemis design.common_random_numbers={sharing} output.name='a b'")
    line = f"lunarsim scenario=artemis 'output.name=a b' design={settings['design']} design.common_random_numbers=all"
    with pytest.raises(AnalysisError) as caught:
        analysis(sweep, "noisy_kg" if analysis is swings else ["noisy_kg"])
    assert str(caught.value).endswith(f"run again with: {line}")
    assert f"design.common_random_numbers={sharing}" in str(caught.value)


def test_the_option_of_each_design_whose_rows_are_compared_shares_their_chance():
    for name, kind in DESIGN_KINDS.items():
        if kind.rows == "structured":
            option = yaml.safe_load((shipped("configs") / "design" / f"{name}.yaml").read_text(encoding="utf-8"))
            assert option["common_random_numbers"] == "all"
    option = yaml.safe_load((shipped("configs") / "design/saltelli.yaml").read_text(encoding="utf-8"))
    assert option["replicates"] >= 4


def test_the_share_of_chance_stands_beside_a_regression(stored):
    sweep = stored(design="lhs", samples=64, replicates=4)
    result = regression_coefficients(sweep, ["swayed_kg"])
    expected = 25 * 13 / 12 / (25 * 13 / 12 + 21)
    assert float(row(result, "swayed_kg", "chance_share")) == pytest.approx(expected, abs=0.1)
    assert "notes" not in result.attrs
    once = regression_coefficients(stored(design="lhs", samples=256), ["swayed_kg"])
    assert np.isnan(float(row(once, "swayed_kg", "chance_share")))


def test_regression_over_samples_that_share_their_chance_says_of_how_many_histories(stored):
    once = regression_coefficients(stored(design="lhs", samples=64, **ALL), ["swayed_kg"])
    assert "given one history" in once.attrs["notes"]
    result = regression_coefficients(stored(design="lhs", samples=64, replicates=4, **ALL), ["swayed_kg"])
    low, high = (row(result, "swayed_kg", f"standardized_coefficient_{end}").values[0] for end in ("low", "high"))
    assert low < 4 / np.sqrt(21) < high
    assert "notes" not in result.attrs
