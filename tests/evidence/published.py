"""Published results of the rare-earth side, each with what lunarsim computes for it: tested, and shown as a table.

``python -m tests.evidence.published`` writes the tables into ``docs/rare_earths.md``. The rows that need the map of
Lunar Prospector are computed where ``LUNARSIM_THORIUM_MAP`` names its file, and are kept as they stand elsewhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lunarsim.physics.money.discounting import wright_unit_cost
from lunarsim.physics.process.mass_balance import Balance, Output, Unit, separation_mass_pull, solve_balance
from lunarsim.physics.resource import geochemistry
from lunarsim.physics.resource.element_map import map_area_km2, near_pixels
from lunarsim.physics.resource.oxides import ree_sum_ppm, reo_fractions, reo_grade_kg_per_kg
from lunarsim.physics.resource.patterns import REE_AXIS
from lunarsim.physics.resource.tonnage import areal_mass_kg_m2
from lunarsim.scenario.groups.extraction.flowsheet import FLOWSHEETS
from lunarsim.scenario.library.elements import load_patterns
from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.flowsheet_graphs import flowsheet_named
from lunarsim.scenario.library.places.thorium_map import read_map
from lunarsim.scenario.scenario import declaration, setter
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.accounts.supply.demand import growth_since_2024
from lunarsim.study.accounts.supply.producers import stages
from lunarsim.words.arrays import FloatArray
from lunarsim.words.sums import total
from lunarsim.words.units import DAYS_PER_YEAR, HOURS_PER_DAY
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.unit_needs import UnitNeeds
from lunarsim.world.outcomes.calendar import scenario_calendar
from tests.evidence.pattern_ratios import europium_anomaly, la_yb_normalized, normalized
from tests.scenario.building import scenario_of
from tests.study.bookkeeping import DELIVERED, SPAN, books, stored
from tests.study.break_even import MATURE, NEAR_TERM, by_accounts

DOC = Path(__file__).parents[2] / "docs" / "rare_earths.md"
MAP = os.environ.get("LUNARSIM_THORIUM_MAP", "")
SHEETS = "<!-- flowsheets: made by tests/evidence/published.py -->"
START, END = "<!-- published results: made by tests/evidence/published.py -->", "<!-- end -->"


class Row(NamedTuple):
    """A published figure, its tolerance (relative) and how it is computed; ``from_map`` rows need the map."""

    key: str
    what: str
    published: float
    tolerance: float
    source: str
    compute: Callable[[], float]
    from_map: bool = False


def _pattern() -> Iterator[Row]:
    kreep = "Warren 1989"
    patterns = load_patterns()
    ppm, ci = patterns.kreep_ppm, patterns.ci_ppm
    yield Row("A4", "rare earths of high-K KREEP [ppm]", 890, 1e-3, kreep, lambda: ree_sum_ppm(ppm))
    yield Row(
        "A4", "the same with yttrium [ppm]", 1290, 1e-3, kreep, lambda: ree_sum_ppm(ppm) + ppm[REE_AXIS.index("Y")]
    )
    yield Row("A4", "Eu/Eu*", 0.19, 0.03, kreep, lambda: europium_anomaly(ppm, ci))
    yield Row("A4", "(La/Yb) normalized", 2.08, 3e-3, kreep, lambda: la_yb_normalized(ppm, ci))
    yield Row("A4", "La over chondrite", 460, 0.02, kreep, lambda: normalized(ppm, ci, "La"))
    minerals, materials = read("elements")["minerals"], read("elements")["materials"]
    merrillite = minerals["merrillite"]
    mass = "McLeod & Krekeler 2017, mass balance"
    yield Row(
        "A5",
        "phosphorus that 3 wt% merrillite needs [ppm]",
        5850,
        1e-3,
        mass,
        lambda: 0.03 * merrillite["phosphorus_ppm"],
    )
    yield Row(
        "A5",
        "oxides that it would hold [ppm]",
        3300,
        0.05,
        mass,
        lambda: 0.03 * reo_grade_kg_per_kg(patterns.merrillite_ppm, patterns.oxide_factor) * 1e6,
    )
    for name, phosphorus, cap in (
        ("pure high-K KREEP", materials["kreep"]["phosphorus_ppm"], 1.7),
        ("Apollo 14 soil", 2226.0, 1.1),
    ):
        yield Row(
            "A5",
            f"most merrillite in {name} [wt%]",
            cap,
            0.04,
            mass,
            lambda phosphorus=phosphorus: geochemistry.phosphate_cap(phosphorus, merrillite["phosphorus_ppm"]) * 100.0,
        )


def _soil() -> Iterator[Row]:
    book = "Carrier et al. 1991"
    yield Row("A6", "soil to 3 m [kg/m2]", 5440, 2e-4, book, lambda: areal_mass_kg_m2(3.0))
    yield Row("A6", "mean density to 3 m [kg/m3]", 1813, 5e-4, book, lambda: areal_mass_kg_m2(3.0) / 3.0)


def digging_w(rate_kg_h: float, energy_kwh_per_kg: float) -> float:
    """Return the power that a unit's excavator takes where it digs without pause [W]."""
    changes = {
        "mine.excavators": 1,
        "mine.excavator_duty": 1.0,
        "mine.haul_km": 0.0,
        "mine.excavator_kg_per_day": rate_kg_h * HOURS_PER_DAY,
        "mine.excavation_kwh_per_kg": energy_kwh_per_kg,
    }
    scenario = scenario_of(changes)
    needs = UnitNeeds(scenario, deposits([scenario])[0].flowsheet)
    return needs.excavation_kg_per_day * needs.mine_kwh_per_kg / HOURS_PER_DAY * 1e3


def oxygen_payback_days() -> float:
    """Return in how many days the electrolysis of a unit makes its own mass in oxygen [day]."""
    scenario = scenario_of({"flowsheet.name": "molten_electrolysis", "plant.leach_kg_per_kg_slag_year": 0.0})
    flowsheet = deposits([scenario])[0].flowsheet
    oxygen_kg_per_year = scenario.plant.feed_t_per_year * 1e3 * flowsheet.oxygen_kg
    return UnitNeeds(scenario, flowsheet).treating_kg / oxygen_kg_per_year * DAYS_PER_YEAR


ILMENITE_RECOVERY, ILMENITE_ENRICHMENT = 0.32, 3.0


def ilmenite_separation() -> Balance:
    """Return the balance of one separation whose curve has the exponent of the published enrichment and recovery."""
    exponent = -np.log(ILMENITE_ENRICHMENT) / np.log(ILMENITE_RECOVERY)
    pull = separation_mass_pull(ILMENITE_RECOVERY, exponent, 0.0)
    unit = Unit("separation", ("soil",), (Output("concentrate", ILMENITE_RECOVERY, pull),), "tailings")
    return solve_balance([unit], np.full(len(REE_AXIS), 1e-4), np.ones(len(REE_AXIS)))


def _tailings_over_feed() -> float:
    tailings = ilmenite_separation().product["tailings"]
    return float(tailings.element_kg[0] / tailings.mass_kg / 1e-4)


def _plants() -> Iterator[Row]:
    dlr, giel = "DLR 2024", "Giel et al. 2025"
    yield Row(
        "B2", "mass payback of electrolysis, oxygen [d]", 52.2, 1e-3, "Schreiner et al. 2015", oxygen_payback_days
    )
    yield Row("B4", "continuous digging [W]", 17, 0.01, giel, lambda: digging_w(777.54, 22e-6))
    yield Row("B4", "batch digging [W]", 148, 0.01, giel, lambda: digging_w(172.02, 86e-5))
    yield Row(
        "B5",
        "mass pull of ilmenite separation",
        0.107,
        5e-3,
        dlr,
        lambda: ilmenite_separation().product["concentrate"].mass_kg,
    )
    yield Row("B5", "grade of its tailings over feed", 0.761, 1e-3, dlr, _tailings_over_feed)


CUTOFFS = {1: 1.692e7, 2: 9.126e6, 3.5: 5.420e6, 5: 3.118e6, 7: 1.203e6, 9: 3.779e5, 10: 1.327e5}
MEANS = {1: 3.06, 2: 4.51, 3.5: 5.81, 5: 6.98, 7: 8.52, 9: 9.88, 10: 10.54}
REGIONS = (
    ("Fra Mauro within 300 km of 6 S 20 W", -6.0, -20.0, 300.0, 8.35),
    ("South Pole-Aitken within 600 km of 53 S 169 W", -53.0, -169.0, 600.0, 1.87),
    ("South Pole-Aitken within 1000 km", -53.0, -169.0, 1000.0, 1.58),
    ("farside highlands within 1000 km of 30 N 150 W", 30.0, -150.0, 1000.0, 0.50),
)


def _map() -> Iterator[Row]:
    lp = "map of Prettyman et al. 2006"

    def above(cutoff: float, which: int) -> float:
        pixels = read_map(Path(MAP)).element_map
        area = np.where(pixels.thorium_ppm >= cutoff, map_area_km2(pixels), 0.0)
        return float((area.sum(), np.average(pixels.thorium_ppm, weights=area))[which])

    def about(latitude: float, longitude: float, radius_km: float) -> float:
        pixels = read_map(Path(MAP)).element_map
        return float((near_pixels(pixels, latitude, longitude, radius_km) * pixels.thorium_ppm).sum())

    def half(near: bool) -> float:
        pixels = read_map(Path(MAP)).element_map
        middle = (pixels.west_deg + pixels.east_deg) / 2.0
        # The caps lie in both halves.
        caps = pixels.east_deg - pixels.west_deg >= 360.0
        share = np.where(caps, 0.5, (np.abs(middle) < 90.0) == near)
        return float(np.average(pixels.thorium_ppm, weights=map_area_km2(pixels) * share))

    for cutoff, area in CUTOFFS.items():
        yield Row(
            "A1", f"area with Th >= {cutoff:g} ppm [km2]", area, 5e-3, lp, lambda c=cutoff: above(c, 0), from_map=True
        )
        yield Row("A1", "its mean Th [ppm]", MEANS[cutoff], 5e-3, lp, lambda c=cutoff: above(c, 1), from_map=True)
    yield Row("A1", "mean Th of the Moon [ppm]", 1.689, 5e-3, lp, lambda: above(-1.0, 1), from_map=True)
    yield Row("A1", "mean Th of the near side [ppm]", 2.59, 5e-3, lp, lambda: half(True), from_map=True)
    yield Row("A1", "mean Th of the far side [ppm]", 0.79, 8e-3, lp, lambda: half(False), from_map=True)
    for name, latitude, longitude, thorium in (
        ("highest pixel, 10 N 27.5 W", 10.0, -27.5, 10.846),
        ("second, equator at 16 W", 0.0, -16.0, 10.77),
        ("Apollo 14", -3.65, -17.47, 10.19),
        ("southern cap", -90.0, 0.0, 0.79),
        ("northern cap", 90.0, 0.0, 1.29),
    ):
        yield Row(
            "A2",
            f"Th, {name} [ppm]",
            thorium,
            5e-3,
            lp,
            lambda latitude=latitude, longitude=longitude: about(latitude, longitude, 0.0),
            from_map=True,
        )
    for name, *place, thorium in REGIONS:
        yield Row("A3", f"Th, {name} [ppm]", thorium, 5e-3, lp, lambda place=place: about(*place), from_map=True)
    yield Row(
        "A3", "share of the Moon with Th >= 3.5 ppm [%]", 14.3, 5e-3, lp, lambda: above(3.5, 0) / 3.793e5, from_map=True
    )


def _magnet_growth(first: int, last: int) -> float:
    """Return the yearly growth of the use in magnets between two years, as the accounts have it [%]."""
    scenario = scenario_of()
    calendar = scenario_calendar(scenario)
    runs = StoredRuns([scenario], calendar, {}, {}, [(0, 0)], 1)
    grown, years = growth_since_2024(runs)["magnets"][0], calendar.years
    ratio = grown[years.index(last)] / grown[years.index(first)]
    return float((ratio ** (1 / (last - first)) - 1) * 100.0)


def _basket_of_2024(ppm: FloatArray) -> float:
    patterns, prices = load_patterns(), read("elements")["prices"]["elements"]
    value = np.array([prices[name]["value"] for name in REE_AXIS], dtype=float)
    return float((reo_fractions(ppm, patterns.oxide_factor) * value).sum())


def _market() -> Iterator[Row]:
    usgs, goonan, iea = "USGS 2025", "Goonan 2011", "IEA 2024"
    mine = {stage.name: stage for stage in stages()}["mine"]
    made = read("market")["stages"]["mine"]["producers"]
    for country, name, share in (("china", "China", 69.0), ("usa", "USA", 11.5), ("myanmar", "Myanmar", 7.9)):
        yield Row(
            "C1",
            f"share of {name} in mine output of 2024 [%]",
            share,
            0.01,
            usgs,
            lambda country=country: made[country] / total(made.values(), 0.0) * 100.0,
        )
    yield Row("C1", "HHI of mine output of 2024", 0.49, 0.06, usgs, lambda: mine.squares)
    uses = read("market")["demand"]["of_2008"]["use_t"]
    yield Row("C2", "end uses of 2008 [t]", 129175, 1e-6, goonan, lambda: float(total(uses.values(), 0.0)))
    for sector, share in (("glass", 22.0), ("catalysts", 21.2), ("magnets", 20.3)):
        yield Row(
            "C2",
            f"share of {sector} in them [%]",
            share,
            3e-3,
            goonan,
            lambda sector=sector: uses[sector] / total(uses.values(), 0.0) * 100.0,
        )
    yield Row("C3", "growth of use in magnets to 2030 [%/yr]", 5.0, 1e-3, iea, lambda: _magnet_growth(2026, 2030))
    yield Row("C3", "growth from 2030 to 2050 [%/yr]", 1.6, 1e-3, iea, lambda: _magnet_growth(2030, 2050))
    years = scenario_of().market.spike_half_life_years
    yield Row(
        "C5",
        "Dy oxide four years after 1,410 USD/kg in 2011 [USD/kg]",
        279,
        0.05,
        "USGS 2016, 2019",
        lambda: 198.0 + (1410.0 - 198.0) * 0.5 ** (4.0 / years),
    )
    kreep = load_patterns().kreep_ppm
    yield Row("C6", "basket of KREEP [USD/kg]", 35.9, 2e-3, "derived", lambda: _basket_of_2024(kreep))


SHUTTLE, FALCON_9, FALCON_HEAVY = (1500.0, 27_500.0), (62.0, 22_800.0), (90.0, 63_800.0)
"""Price of a flight [MUSD], and what it brings to a low orbit [kg]."""


def _per_kg(flight_musd: float, payload_kg: float) -> float:
    """Return what a kilogram costs by the accounts where one flight is paid and brings what is sold."""
    a_year = DAYS_PER_YEAR / (SPAN.edges[6] - SPAN.edges[5])
    account = books(stored({5: payload_kg}, units={5: a_year}), finance__plant_musd_per_year=flight_musd)
    return float(account["unit_cost_usd_per_kg"])


def _free_profit() -> float:
    """Return profit over recovered value where neither transport nor plant costs anything."""
    account = books(stored(DELIVERED, units={30: 1.0}), finance__discount_rate=0.0, market__separation_discount=0.0)
    price = dict(zip(SPAN.years, account["year_basket_price_usd_per_kg"], strict=True))
    value = total((kg * price[SPAN.months[month].year] for month, kg in DELIVERED.items()), 0.0)
    return float(account["npv_musd"] * 1e6 / value)


def _charge_usd() -> float:
    """Return what a kilogram of the near-term plant costs in a year, by the accounts."""
    return by_accounts(**NEAR_TERM) * NEAR_TERM["product_kg_per_kg_year"]


def _finance() -> Iterator[Row]:
    jones, derived = "Jones 2018", "derived"
    for name, flight, published in (
        ("Space Shuttle", SHUTTLE, 54_500.0),
        ("Falcon 9", FALCON_9, 2_720.0),
        ("Falcon Heavy", FALCON_HEAVY, 1_410.0),
    ):
        yield Row(
            "C4", f"{name} to a low orbit [USD/kg]", published, 1e-3, jones, lambda flight=flight: _per_kg(*flight)
        )
    yield Row("D1", "profit over recovered value, all free", 1.0, 1e-6, derived, _free_profit)
    yield Row("D2", "yearly charge of a plant [USD/kg]", 52_549.0, 1e-3, derived, _charge_usd)
    yield Row("D2", "its break-even price [USD/kg]", 218_136.0, 1e-3, derived, lambda: by_accounts(**NEAR_TERM))
    yield Row("D3", "break-even price of a mature plant [USD/kg]", 324.39, 1e-3, derived, lambda: by_accounts(**MATURE))
    for doublings in (1, 5, 10):
        yield Row(
            "D4",
            f"cost of unit {2**doublings:,} over the first, 15 % a doubling",
            0.85**doublings,
            1e-9,
            "Wright 1936",
            lambda doublings=doublings: float(wright_unit_cost(1.0, 2.0**doublings, 0.15)),
        )


ROWS: tuple[Row, ...] = (*_map(), *_pattern(), *_soil(), *_plants(), *_market(), *_finance())


def digits(value: float) -> str:
    """Return a figure as the table shows it."""
    return f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:.4g}"


def lines(standing: dict[str, str]) -> Iterator[str]:
    """Yield the lines of the table; computed figures that need the map are those that stand, where there is no map."""
    yield "| | figure | published | computed | tolerance | source |"
    yield "|---|---|---|---|---|---|"
    count: dict[str, int] = {}
    for row in ROWS:
        count[row.what] = count.get(row.what, 0) + 1
        name = f"{row.key} {row.what} {count[row.what]}"
        computed = digits(row.compute()) if MAP or not row.from_map else standing.get(name, "")
        what = f"| {row.key} | {row.what} | {digits(row.published)} | {computed} | {row.tolerance:.2%} |"
        yield f"{what} {row.source} |"


def standing(text: str) -> dict[str, str]:
    """Return the computed figures of the table in a text."""
    computed_by_row: dict[str, str] = {}
    count: dict[str, int] = {}
    for key, what, computed in re.findall(r"^\| (\w\d) \| (.+?) \| [^|]* \| ([^|]*) \|", text, flags=re.MULTILINE):
        count[what] = count.get(what, 0) + 1
        computed_by_row[f"{key} {what} {count[what]}"] = computed
    return computed_by_row


CHAINS = 1000


def chain_recoveries(name: str) -> tuple[float, FloatArray]:
    """Return the recovery from soil to oxide of a flowsheet at nominal values, and drawn from all that is uncertain."""
    base = scenario_of({"flowsheet.name": name}, "fra_mauro")
    declared = {key: declaration(key)[0].distribution for key in sorted(flowsheet_named(name).parameters)}
    drawn = {key: one for key, one in declared.items() if one is not None}
    units = np.random.default_rng(16).random((len(drawn), CHAINS))
    columns = [one.quantile(unit).tolist() for one, unit in zip(drawn.values(), units, strict=True)]
    put = setter(list(drawn))
    made = deposits([base, *(put(base, row) for row in zip(*columns, strict=True))])
    recovery = np.array([deposit.flowsheet.ree_kg / deposit.ree_grade for deposit in made])
    return float(recovery[0]), recovery[1:]


def flowsheet_lines() -> Iterator[str]:
    """Yield the lines of the table of flowsheets at Fra Mauro: nominal values, and the range of the recovery."""
    heads = "recovery | 5 to 95 % | energy [kWh/kg soil] | reagents [kg/kg oxide] | by-product | least ready |"
    yield f"| flowsheet | steps | {heads}"
    yield "|---|---|---|---|---|---|---|---|"
    for name in FLOWSHEETS:
        (deposit,) = deposits([scenario_of({"flowsheet.name": name}, "fra_mauro")])
        sheet, units = deposit.flowsheet, flowsheet_named(name).units
        least = min(units, key=lambda unit: unit.readiness)
        steps = ", ".join(unit.name for unit in units)
        by_product = "oxygen, metal" if sheet.oxygen_kg > 0 else "none"
        reagents = sheet.reagent_kg / (sheet.product_kg * scenario_of().flowsheet.reo_purity)
        nominal, drawn = chain_recoveries(name)
        low, high = np.quantile(drawn, (0.05, 0.95))
        figures = f"{nominal:.2f} | {low:.2f} to {high:.2f} | {sheet.energy_kwh:.2f} | {reagents:.1f}"
        yield f"| `{name}` | {steps} | {figures} | {by_product} | {least.name}, {least.readiness} |"


def with_table(text: str) -> str:
    """Return a text with its tables as they are computed now."""
    table = lines(standing(text.partition(START)[2]))
    for start, made in ((SHEETS, flowsheet_lines()), (START, table)):
        before, _, rest = text.partition(start)
        _, _, after = rest.partition(END)
        text = f"{before}{start}\n\n" + "\n".join(made) + f"\n\n{END}{after}"
    return text


if __name__ == "__main__":
    DOC.write_text(with_table(DOC.read_text(encoding="utf-8")), encoding="utf-8")
