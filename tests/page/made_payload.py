"""A made-up report: what it is about and its codes, in the form in which a sweep's are embedded in the page."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np

STEPS = 65000
NEVER, MISSING = 65534, 65535
END = 2056.5
LEVERS = ("Joint station", "China alone", "Russia alone")
PROGRAMS = (("china", "China"), ("russia", "Russia"))
CAUSES = (("slip", "Slips of schedules"), ("budget", "Lack of money"), ("launch_failure", "Launch failures"), ("power", "Lack of power"))
MILESTONES = (
    ("station_basic", "Basic station", "A station at the pole with relay, power, rover and robot that works the surface."),
    ("station_extended", "Extended station", "The basic station with laboratory, more power and use of resources at pilot scale."),
    ("first_product", "First rare-earth product", "The first kilogram of mixed rare-earth oxide made on the Moon."),
)
MISSIONS = (("change_7", "Chang'e-7", 2026.6), ("change_8", "Chang'e-8", 2028.9), ("ilrs_1", "ILRS-1", 2031.2), ("ilrs_2", "ILRS-2", 2033.0), ("plant_1", "Power plant 1", 2035.9))
ASSETS = (("relay", "Relay satellite"), ("rover", "Rover"), ("reactor", "Reactor of 40 kW"))
OUTCOMES = {"0": "not flown", "1": "success", "2": "lost at launch", "3": "lost in descent"}


class Buffer:
    """Columns of codes, one after the other, and what each is."""

    def __init__(self) -> None:
        self.codes: list[np.ndarray] = []
        self.columns: list[dict[str, Any]] = []
        self.offset = 0

    def add(self, values: np.ndarray, *, transform: str = "linear", dims: str = "run", **what: Any) -> int:
        """Quantize values and return the index of their column."""
        values = np.asarray(values, float).ravel()
        finite = values[np.isfinite(values)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
        if what.get("kind") == "u":
            low, high = 0.0, 1.0
        high = high if high > low else low + 1
        width = 1.0
        if what.get("kind") == "code":
            codes = values
        else:
            bend = {"linear": lambda x: x, "log": np.log, "symlog": lambda x: np.arcsinh(x / width)}[transform]
            codes = np.rint((bend(np.where(np.isfinite(values), values, low)) - bend(low)) / (bend(high) - bend(low)) * STEPS)
        codes = np.where(np.isposinf(values), NEVER, np.where(np.isnan(values), MISSING, codes)).astype("<u2")
        self.codes.append(codes)
        column = {"name": what.pop("name"), "label": "", "units": "", "description": "", "transform": transform, "dims": dims}
        column |= {"low": low, "high": high, "linear_width": width, "offset": self.offset, "count": int(codes.size)}
        self.columns.append(column | what)
        self.offset += codes.nbytes
        return len(self.columns) - 1

    def text(self) -> str:
        """Return all codes as base64 of raw deflate."""
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return base64.b64encode(packer.compress(np.concatenate(self.codes).tobytes()) + packer.flush()).decode()


def payload(samples: int = 120, factors: int = 12, scalars: int = 6, levers: tuple[str, ...] = LEVERS) -> tuple[dict[str, Any], str]:
    """Return what a made-up sweep is about and its codes.

    The first factor delays all milestones, the second moves the amounts; the others do nothing.
    """
    random = np.random.default_rng(5)
    many = max(1, len(levers))
    size = (many, samples)
    buffer = Buffer()
    u = np.array([(random.permutation(samples) + random.random(samples)) / samples for _ in range(factors)])
    grid = np.linspace(0, 1, 65)
    listed = []
    for at in range(factors):
        tables = [(0.3 + 1.7 * grid).tolist(), (0.5 + 2.5 * grid).tolist()]
        column = buffer.add(u[at], name="u", kind="u", dims="sample", label=f"quantile of factor {at}")
        listed.append({
            "key": f"group_{at % 3}.factor_{at}", "label": f"Multiplier number {at}", "units": ["1", "kg kW-1", "year"][at % 3],
            "kind": "number", "evidence": ["assumed", "analogue", "published", "measured"][at % 4], "source": f"source {at}", "column": column,
            "group": ["Station", "Launch", "Money"][at % 3], "discrete": False,
            "grid": {"by_lever": [min(index, 1) for index in range(many)], "tables": tables, "labels": None},
        })  # fmt: skip
    shift = np.array([0, 1.5, 14.0] + [3.0] * many)[:many, None]
    status = np.ones(size)
    status[-1, :: max(20, samples // 6)] = 2
    milestones, dates = [], []
    for at, (name, label, definition) in enumerate(MILESTONES):
        years = 2032 + 5 * at + shift + 9 * u[0] + random.gamma(2, 1.5, size)
        years = np.where(status == 1, np.where(years > END, np.inf, years), np.nan)
        column = buffer.add(years, name=f"{name}_year", kind="date", label=label, units="year", description=definition)
        milestones.append({"id": name, "column": column, "label": label, "definition": definition})
        dates.append(years)
    causes = []
    for at, (name, *_) in enumerate(MILESTONES):
        late = np.where(np.isfinite(dates[at]), dates[at] - 2031 - 5 * at, np.nan) * 365.25
        for part, (cause, label) in zip((0.6, 0.2, 0.15, 0.05), CAUSES, strict=True):
            causes.append(buffer.add(late * part, name="delay_days", kind="cause", family=name, at=cause, label=label, units="day", transform="symlog"))  # fmt: skip
    amounts = []
    for at in range(scalars):
        values = np.where(status == 1, np.exp(random.normal(3 + 2 * u[1] + 0.1 * shift, 0.5)), np.nan)
        amounts.append(buffer.add(values, name=f"amount_{at}", kind="amount", label=f"Mass landed, part {at}", units="kg", transform="log"))
    series = []
    for program, label in PROGRAMS:
        base = np.where(status == 1, 300 + 200 * u[1] + 0 * shift, np.nan)
        for year in range(2026, 2057):
            values = base * (1 + (year - 2026) / 30) * random.lognormal(0, 0.1, size)
            series.append(buffer.add(values, name="cost_year_musd", kind="year_series", family=f"cost_year_musd.{program}", family_label=f"Cost, {label}", at=year, label=f"Cost, {label}", units="MUSD", transform="symlog"))  # fmt: skip
    missions = []
    for name, label, planned in MISSIONS:
        launch = np.where(status == 1, planned + random.gamma(2, 0.8, size), np.nan)
        outcome = np.where(status == 1, random.choice(4, size, p=(0.02, 0.88, 0.06, 0.04)), np.nan)
        launch = np.where(outcome == 0, np.inf, launch)
        missions.append({
            "key": name, "label": label, "program": "China", "planned": [planned] * many, "landing": None,
            "launch": buffer.add(launch, name="mission_launch_year", kind="launch", family="launch", at=name, label=label, units="year"),
            "outcome": buffer.add(outcome, name="mission_outcome", kind="code", family="mission_outcome", at=name, label=label, labels=OUTCOMES),
        })  # fmt: skip
    assets = []
    for name, label in ASSETS:
        online = np.where(status == 1, 2030 + random.gamma(2, 2, size), np.nan)
        assets.append({"key": name, "label": label, "program": "China", "online": buffer.add(online, name="asset_online_year", kind="online", family="online", at=name, label=label, units="year")})  # fmt: skip
    status_column = buffer.add(status, name="status", kind="code", label="status", labels={"1": "ok", "2": "failed"})
    ranked = [{"key": one["key"], "label": one["label"], "share": 0.4 / (at + 1), "low": 0.3 / (at + 1), "high": 0.5 / (at + 1)} for at, one in enumerate(listed[:10])]
    about = {
        "format": 1, "title": "Together or alone", "made": {"date": "2026-11-29", "version": "0.1.0"},
        "question": "What does building together change? The joint station against China alone and Russia alone: dates, mass landed, rare earths.",
        "subject": [["Scenario", "Joint station"], ["Plan", "latest statements, known by 1 July 2026"], ["Site", "Shackleton rim"], ["Design", "Latin hypercube"], ["Runs", f"{many * samples:,}"], ["Version", "0.1.0"]],
        "overrides": [["plant.units", "Units of the plant", "4", "2"]],
        "levers": [{"name": "scenario", "key": "scenario", "label": "Who builds", "values": list(levers), "lines": [f"scenario=option_{at}" for at in range(len(levers))]}] if levers else [],
        "samples": samples, "replicates": 1, "runs": many * samples, "design": "lhs", "thinned": None, "sample_numbers": None,
        "slidable": True, "why_not": "", "start_year": 2026.5, "end_years": [END] * many, "factors": listed, "columns": buffer.columns,
        "headline": [milestone["column"] for milestone in milestones] + amounts[:1], "status_column": status_column, "milestones": milestones,
        "sections": [
            {"id": "dates", "title": "When", "kind": "dates", "columns": [milestone["column"] for milestone in milestones]},
            {"id": "causes", "title": "Why it takes so long", "kind": "causes", "columns": causes},
            {"id": "production", "title": "Production", "kind": "production", "columns": amounts},
            {"id": "cost", "title": "Cost", "kind": "cost", "columns": series},
            {"id": "levers", "title": "Comparison", "kind": "levers", "columns": [milestone["column"] for milestone in milestones] + amounts},
            {"id": "tornado", "title": "What matters", "kind": "tornado", "columns": []},
            {"id": "discovery", "title": "Where it goes wrong", "kind": "discovery", "columns": []},
            {"id": "runs", "title": "Explore the runs", "kind": "runs", "columns": [milestone["column"] for milestone in milestones] + amounts},
            {"id": "map", "title": "Where", "kind": "map", "columns": []},
            {"id": "assumptions", "title": "Assumptions", "kind": "assumptions", "columns": []},
            {"id": "failures", "title": "Runs that failed", "kind": "failures", "columns": []},
            {"id": "reproduce", "title": "How to reproduce", "kind": "reproduce", "columns": []},
        ],
        "all_runs": {
            "tornado": [{"outcome": "Extended station", "units": "1", "is_date": True, "note": "Share of the variance, 90 % interval.", "rows": ranked}],
            "discovery": [{"target": "The extended station is reached by 2045", "rows": [{"key": listed[0]["key"], "label": listed[0]["label"], "units": "1", "u_low": 0.0, "u_high": 0.4, "low": 0.3, "high": 1.0}], "density": 0.8, "coverage": 0.6, "base_rate": 0.3, "note": ""}],
            "months": [],
            "map": {"image": None, "extent": [-180, 180, -90, 90], "alt": "Map of the Moon", "source": "made up", "places": [{"label": "Shackleton rim", "latitude": -89.7, "longitude": 10, "role": "station", "text": "lit 80 % of the time"}, {"label": "Fra Mauro", "latitude": -6, "longitude": -17, "role": "mine", "text": "thorium 10 ppm"}]},
        },
        "assumptions": [{"key": one["key"], "label": one["label"], "value": "1", "range": "0.3 to 2", "evidence": one["evidence"], "source": one["source"], "influence": {"Extended station": ranked[at] if at < 10 else None}} for at, one in enumerate(listed)],
        "failures": {"counts": [{"status": "ok", "runs": int((status == 1).sum())}, {"status": "failed", "runs": int((status == 2).sum())}], "texts": [{"text": "ValueError: <b>a made-up fault</b>", "runs": 6, "replay": "lunarsim replay STORE sample=0"}]},
        "reproduce": {"command": "lunarsim -m experiment=together_or_alone", "resume": None, "store": "outputs/x/sweep.zarr", "versions": [["lunarsim", "0.1.0"]],
            "replay_template": "lunarsim replay STORE {levers} sample={sample} replicate={replicate}", "more_runs": "lunarsim -m experiment=together_or_alone design.samples={samples} {cuts}"},
        "gantt": {"missions": missions, "assets": assets},
    }  # fmt: skip
    return about, buffer.text()
