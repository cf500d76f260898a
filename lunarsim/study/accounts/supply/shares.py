"""Shares of blocs in use and in production, run by run: as they are known, and as they move with what is built."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lunarsim.scenario.library.files import read
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.accounts.supply.producers import Stage, bloc_of, country_coordinate, stages
from lunarsim.words.arrays import FloatArray
from lunarsim.words.draws import PER_PAGE, normals
from lunarsim.words.sums import total
from lunarsim.world.outcomes.group import Arrays, computes
from lunarsim.world.outcomes.variable import Variable


@dataclass(frozen=True)
class Makers:
    """Who makes what goes through a stage in some runs, dims (run, year).

    Parameters
    ----------
    squares : array [1]
        Sum of the squares of the shares of countries.
    shares : dict of str to array [1]
        Share of each bloc.
    largest : dict of str to array [1]
        Share of the largest producer of each bloc.
    instability : dict of str to array [1]
        Instability of those a bloc imports from, weighted by what they produce.
    """

    squares: FloatArray
    shares: dict[str, FloatArray]
    largest: dict[str, FloatArray]
    instability: dict[str, FloatArray]

    def share_abroad(self, bloc: str, of: str) -> FloatArray:
        """Return the share that a bloc has in what another one could import, dims (run, year) [1]."""
        found = np.zeros(self.squares.shape)
        if bloc != of:
            abroad = 1.0 - self.shares[bloc]
            np.divide(self.shares[of], abroad, out=found, where=abroad > 0)
        return found


def use_shares(runs: StoredRuns) -> dict[str, FloatArray]:
    """Return the share of each bloc in the world's use, dims (run,) [1]."""
    known = runs.blocs
    spread = _spread(runs, "share/use", "bloc", len(known), read("blocs")["use_share_ln_sd"])
    used = {name: bloc.use_share * spread[:, index] for index, (name, bloc) in enumerate(known.items())}
    whole = total(used.values(), np.zeros(runs.count))
    return {name: each / whole for name, each in used.items()}


@computes(
    Variable(
        "production_share",
        "share of production",
        "1",
        ("country", "supply_stage", "year"),
        "f4",
        "Share of a country in what the world makes at a stage, without lunar product.",
    ),
)
def production(runs: StoredRuns) -> Arrays:
    """Compute what each country makes of the world's production, stage by stage."""
    shares, countries = runs.shared(shares_of_countries), country_coordinate().values
    made = np.zeros((runs.count, len(countries), len(shares), len(runs.calendar.years)))
    for at, of_stage in enumerate(shares.values()):
        for country, share in of_stage.items():
            made[:, countries.index(country), at] = share
    return {"production_share": made}


def shares_of_countries(runs: StoredRuns) -> dict[str, dict[str, FloatArray]]:
    """Return the share of each country in what is made at each stage, dims (run, year) [1]."""
    return {stage.name: country_shares(runs, stage) for stage in stages()}


def makers(runs: StoredRuns) -> dict[str, Makers]:
    """Return who makes what at each stage."""
    return {stage.name: _makers(runs, stage) for stage in stages()}


def _makers(runs: StoredRuns, stage: Stage) -> Makers:
    share = runs.shared(shares_of_countries)[stage.name]
    nothing = np.zeros((runs.count, len(runs.calendar.years)))
    own = {country: bloc_of(country, runs.blocs) for country in share}
    members = {bloc: [share[country] for country in share if own[country] == bloc] for bloc in runs.blocs}
    return Makers(
        total((part * part for part in share.values()), nothing),
        {bloc: total(parts, nothing) for bloc, parts in members.items()},
        {bloc: np.maximum.reduce([nothing, *parts]) for bloc, parts in members.items()},
        {bloc: _instability_abroad(bloc, own, share, nothing) for bloc in runs.blocs},
    )


def country_shares(runs: StoredRuns, stage: Stage) -> dict[str, FloatArray]:
    """Return the share of each country in what is made at a stage, dims (run, year) [1].

    From the year of the figures of use to that of the outlook it moves evenly to what is announced, as far as that is
    built, and stays there. How well shares are known is one draw for each country and run.
    """
    first, last = (read("market")[part]["year"] for part in ("demand", "outlook"))
    moved = np.clip((np.array(runs.calendar.years, dtype=float) - first) / (last - first), 0.0, 1.0)
    built = runs.column("market", "diversification")[:, None] * moved
    spread = _spread(runs, f"share/{stage.name}", "producer", len(stage.producers), stage.ln_sd)
    made = {
        country: np.maximum(now + built * (stage.later[country] - now), 0.0) * spread[:, index, None]
        for index, (country, now) in enumerate(stage.producers.items())
    }
    whole = total(made.values(), np.zeros(built.shape))
    return {country: each / whole for country, each in made.items()}


def _spread(runs: StoredRuns, entity: str, purpose: str, count: int, ln_sd: float) -> FloatArray:
    """Return by what shares differ from the known ones before they add up to 1 again, dims (run, count) [1]."""
    drawn = normals(runs.seed, entity, purpose, runs.rows, pages=-(-count // PER_PAGE))[:, :count]
    widths = ln_sd * runs.column("market", "share_spread")
    factors: FloatArray = np.exp(widths[:, None] * drawn)
    return factors


def _instability_abroad(
    bloc: str, own: dict[str, str], share: dict[str, FloatArray], nothing: FloatArray
) -> FloatArray:
    unstable = read("market")["instability"]["by_country"]
    abroad = [country for country in share if own[country] != bloc]
    weight = total((share[country] for country in abroad), nothing)
    weighted = total((share[country] * unstable[country] for country in abroad), nothing)
    found = np.zeros(nothing.shape)
    np.divide(weighted, weight, out=found, where=weight > 0)
    return found
