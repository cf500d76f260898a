"""The verbs of the command line as data; what each declares and does is in its module."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """What the help says of a verb: the words that follow it, and what it does."""

    usage: str
    about: str


VERBS = {
    "list": Entry(
        "[FOLDER] [--json]", "the sweeps of a folder, outputs if left out: name, time, scenario, levers, runs, state"
    ),
    "show": Entry(
        "[STORE] [--outcomes NAMES] [--by LEVERS] [--given CONDITION] [--differences] [--json]",
        "what a stored sweep is of, and a table of its outcomes; the newest one if left out",
    ),
    "plot": Entry(
        "KIND [STORE]",
        "a picture of a stored sweep, such as dates, fan or heat_map: --outcomes NAMES --by LEVER --given WHAT "
        "--statistic WHICH --better WAY; --output FILE: where, as .png, .pdf or .svg; left out, beside the dataset",
    ),
    "report": Entry(
        "[STORE]",
        "one HTML file of a stored sweep that works offline, with sliders over its factors; --output FILE: where; "
        "--open: show it in the browser",
    ),
    "resume": Entry(
        "[STORE]", "run what is missing or failed in a stored sweep, on this computer; executor=... runs it elsewhere"
    ),
    "replay": Entry(
        "[STORE] KEY=VALUE ...",
        "one run again, exactly, with log of events and Gantt chart: site=peary sample=17; --picture FILE: where the "
        "chart goes, as .png, .pdf or .svg; left out, beside the dataset",
    ),
    "export": Entry(
        "[STORE] --to FORM",
        "write a stored sweep as netcdf, csv, parquet or xlsx; --outcomes NAMES: what of it; --quantiles: in xlsx "
        "without the runs; --output FILE: where",
    ),
    "backcast": Entry(
        "STATEMENTS.csv [--json]",
        "score announced dates against actual ones; --as-of DATE: with the fit known then; --until DATE: until when "
        "unflown missions had not flown",
    ),
    "parameters": Entry("[FILTER]", "every parameter: value, unit, range, distribution, source, evidence"),
    "sensitivity": Entry(
        "[STORE] [--outcomes NAMES] [--given LEVER=VALUE] [--json]",
        "what matters: which inputs move an outcome, how much is chance, how much rests on assumptions; --top N: how "
        "many inputs to show; --dates RULE: what becomes of dates that are not reached; --signposts OUTCOME --by YEAR: "
        "what can be seen by then that would move its forecast most",
    ),
    "compare": Entry(
        "STORE STORE | [STORE] --by LEVER [--regret] [--outcomes NAMES] [--given LEVER=VALUE] [--json]",
        "inputs and outcomes that differ between two sweeps, or how the values of a lever fare across the samples; "
        "--better WAY: lower or higher; --target CONDITION: what is to be met",
    ),
    "discover": Entry(
        "[STORE] --target CONDITION ... [--levers NAMES] [--given LEVER=VALUE] [--json]",
        "where in the ranges of uncertain factors a target is met: --target 'station_extended_year<=2045'",
    ),
    "value": Entry(
        "[STORE] [--by LEVER] [--outcome NAME] [--json]",
        "what it would be worth to know more before a lever's value is chosen; --better lower|higher; --measure FACTOR "
        "--error SHARE --cost MUSD: what a mission that measures is worth",
    ),
    "observe": Entry(
        "[STORE] NEWS ... [--given LEVER=VALUE] [--outcomes NAMES] [--json]",
        "news, and the forecast before and after: change_7.launched=2026-08-27 change_7.outcome=success; --simulate: a "
        "new sweep with the news as facts",
    ),
    "revalue": Entry(
        "[STORE] KEY=VALUE ...",
        "the accounts of a stored sweep again with other prices, costs or rates, as a new sweep, without simulating it "
        "again: finance.discount_rate=0.05",
    ),
    "doctor": Entry("[--json]", "versions, extras, cores, memory and disk: what is missing, and how to get it"),
}
"""The verbs in the order of the help; ``lunarsim/door/verbs/`` has a module of the name of each."""
