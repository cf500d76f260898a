"""``lunarsim compare``: two stored sweeps, or the values of a lever."""

import json


def test_a_sweep_is_compared_with_itself_and_its_values_with_each_other(command, swept):
    code, out, err = command("compare", str(swept), str(swept), "--json", "--outcomes", "npv_musd")
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert said["paired"]
    assert said["inputs"] == []
    assert said["outcomes"]["npv_musd"]["mean_difference"] == [0, 0]
    code, out, _ = command("compare", str(swept), str(swept))
    assert code == 0
    assert "All inputs agree." in out


def test_a_lever_is_compared_at_the_value_given_for_it(command, swept):
    line = ("compare", str(swept), str(swept), "--given", "site=fra_mauro", "--outcomes", "npv_musd")
    code, out, err = command(*line)
    assert (code, err) == (0, "")
    assert "All inputs agree." in out
    said = json.loads(command(*line, "--json")[1])
    assert (said["given"], said["taken"], said["levers"]) == (["site=fra_mauro"], [], {})
    code, out, err = command(*line[:4], "sites=fra_mauro")
    assert (code, out) == (2, "")
    assert "did you mean 'site'?" in err


def test_wrong_lines_say_what_is_needed(command, swept):
    for words, message in (
        ((), "needs two sweeps, or --by LEVER"),
        (("a", "b", "c"), "one sweep too many"),
        ((str(swept), str(swept), "--regret"), "is for one sweep"),
        (("--by", "sit", "--regret"), "site"),
        (("--by", "site", "--regret"), "needed 20"),
    ):
        code, out, err = command("compare", *words)
        assert (code, out) == (2, "")
        assert message in err
    assert "--regret" in command("compare", "--help")[1]
