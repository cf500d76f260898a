"""``lunarsim revalue``: other prices, costs and rates for a stored sweep, without simulating it again."""

import shlex

import pytest

import lunarsim
from lunarsim.door.completion import suggestions
from lunarsim.door.line.reading import read_line
from lunarsim.errors import InputError

RATE = "finance.discount_rate=0.05"


def folders(sweep):
    return sorted(sweep.parent.iterdir())


def test_the_new_sweep_stands_beside_the_old_one_and_is_that_of_its_line(command, ten_years, no_tables):
    code, out, _ = command("revalue", RATE, "market.price_multiplier=2")
    old, new = folders(ten_years)
    assert (code, old) == (0, ten_years)
    assert out.splitlines()[-2:] == [
        f"revalued: 80 runs of base/{old.name} with {RATE} market.price_multiplier=2",
        f"dataset: {new}/sweep.zarr",
    ]
    made, before = lunarsim.open_sweep(new), lunarsim.open_sweep(old)
    assert made.attrs["command"] == f"{before.attrs['command']} {RATE} market.price_multiplier=2"
    assert (made.npv_program_musd != before.npv_program_musd).any()
    assert made.missions_flown.equals(before.missions_flown)
    line = shlex.split(made.attrs["command"])
    fresh = lunarsim.sweep([*line[1:], "output=none"])
    assert fresh.attrs["plan_hash"] == made.attrs["plan_hash"]
    for name in made.data_vars.keys() - {"run_seconds"}:
        assert fresh[name].equals(made[name]), name
    assert f"base/{new.name}  " in command("list")[1]


def test_all_errors_come_at_once_each_with_what_is_allowed_or_the_line_for_it(command, ten_years):
    wrong = {
        "finance.discont_rate=0.1": "did you mean 'discount_rate'?",
        RATE.replace("0.05", "7"): "is 7, allowed 0 to 1 year-1",
        "market.price_multiplier=interval(1,2)": "is given a distribution, whose values are not drawn here",
        "finance.cost_growth=1,2": "revalue once for each: lunarsim revalue finance.cost_growth=1, or simulate it",
        "design.samples=5": "says how a sweep is made, which is not made again here; start a new sweep",
        "market=cheap": "unknown option of market 'cheap'; allowed: default",
        "programs.chin.cost_multiplier=2": "did you mean 'china'?",
        "programs.china={cost_multiplier: 2}": "is given a mapping; give each value by its own key",
        "plant.units=4": "is 4, but it acts on the simulation, whose results are stored as they are; simulate it",
        "site=fra_mauro": "is fra_mauro, but it acts on the simulation",
        "missions.change_7.cancelled=true": "is true, but it acts on the simulation",
    }
    code, out, err = command("revalue", str(ten_years), *wrong)
    assert (code, out, len(folders(ten_years))) == (2, "", 1)
    assert err.startswith(f"lunarsim: {len(wrong)} problems:")
    for word, said in wrong.items():
        (line,) = (line for line in err.splitlines() if line.startswith(f"  - {word.partition('=')[0]}:"))
        assert said in line
        if "simulate it: " in line:
            words = shlex.split(line.partition("simulate it: ")[2])
            assert words[0] == "lunarsim"
            read_line([each for each in words[1:] if each != "-m"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "revalue: needs a new value, such as: lunarsim revalue finance.discount_rate=0.05"),
        ((RATE, RATE), "finance.discount_rate: is given 2 times"),
        (("executor=processes",), "executor: says how a sweep is made"),
        (("hydra.searchpath=[nowhere]", RATE), "nowhere: is not a directory"),
        (("output.name=a/b", RATE), "output.name: is 'a/b', must be the name of a folder, without slashes"),
    ],
)
def test_a_line_without_sense_is_refused(command, ten_years, words, said):
    code, out, err = command("revalue", str(ten_years), *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"lunarsim: {said}")
    assert len(folders(ten_years)) == 1


def test_an_option_of_a_group_brings_its_values_and_keeps_those_of_the_line(ten_years, own, here):
    mine = own("oxygen_usd_per_kg: 50.0\ndemand_growth: 0.0\n", group="market")
    words = ["market=mine", f"hydra.searchpath=[{mine}]"]
    first = lunarsim.revalue(ten_years, ["market.demand_growth=0.01", "output.name=first"])
    (folder,) = (here / "outputs" / "first").iterdir()
    made = lunarsim.revalue(folder, words)
    assert made.attrs["command"] == f"{first.attrs['command']} {shlex.join(words)}"
    fresh = lunarsim.sweep([*shlex.split(made.attrs["command"])[1:], "output=none"])
    assert fresh.attrs["plan_hash"] == made.attrs["plan_hash"]
    for name in ("oxygen_value_musd", "import_reliance"):
        assert fresh[name].equals(made[name]), name
    assert made.import_reliance.equals(first.import_reliance)


def test_the_python_door_checks_its_words(ten_years):
    with pytest.raises(TypeError, match="must be a list of strings"):
        lunarsim.revalue(ten_years, RATE)
    with pytest.raises(InputError, match=r"plant\.units: is 4, but it acts on the simulation"):
        lunarsim.revalue(ten_years, ["plant.units=4"])


def test_tab_offers_stores_and_what_only_the_accounts_read(ten_years):
    offered = suggestions("lunarsim revalue ")
    assert any(word.startswith("outputs/base/") for word in offered)
    assert {"finance.", "finance=", "market.", "market=", "programs.", "logistics.", "output."} <= set(offered)
    assert not {"plant.", "site=", "design."} & set(offered)
    assert suggestions("lunarsim revalue finance.d") == ["finance.discount_rate="]
    assert suggestions("lunarsim revalue logistics.") == [
        "logistics.delivery_change_per_year=",
        "logistics.delivery_floor_usd_per_kg=",
        "logistics.delivery_learning_rate=",
        "logistics.delivery_usd_per_kg=",
        "logistics.return_usd_per_kg=",
    ]
    assert suggestions("lunarsim revalue market=") == ["market=default"]
    assert suggestions("lunarsim revalue site=") == []
