"""Group ``market``: prices of the oxides, value of oxygen and what Earth uses; read by the accounts only."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import DECIDES_RETURNS, WITH_PLANT, parameter, unless, when
from lunarsim.words.distributions import LogNormal, Uniform

BLOCS = ("china", "russia", "usa", "eu", "japan_korea", "others")
"""Blocs of users, whose figures stand in ``configs/library/blocs.yml``."""

RESTRICTED = (unless("market.restricted_by", "none"),)


@dataclass(frozen=True, kw_only=True)
class Market:
    """Prices and demand on Earth. Nothing here acts on the simulation, unless prices decide on returns."""

    price_multiplier: float = parameter(
        1.0,
        "Multiplier on the price of every oxide.",
        unit="1",
        low=0,
        high=1e6,
        source="median price level of the coming decades against today",
        distribution=LogNormal(0.5, 2.0),
        feeds_back=False,
        feeds_back_if=DECIDES_RETURNS,
        acts_if=WITH_PLANT,
    )
    price_list: str = parameter(
        "newest_2025",
        "Prices to which prices return: annual averages of 2024, or the newest that are known, of 2025.",
        choices=("newest_2025", "usgs_2024"),
        source="USGS Mineral Commodity Summaries 2025; trade press of 2025",
        evidence="published",
        feeds_back=False,
        feeds_back_if=DECIDES_RETURNS,
    )
    tier: str = parameter(
        "inside",
        "Which of the two markets since April 2025 sets prices: inside China, or outside of it in thin volumes.",
        choices=("inside", "outside"),
        source="Argus and Shanghai Metals Market 2025; inside holds for nearly all tonnes (Adamas Intelligence 2026)",
        evidence="published",
        feeds_back=False,
        feeds_back_if=DECIDES_RETURNS,
    )
    floor_ndpr_usd_per_kg: float = parameter(
        0.0,
        "Price of Nd and Pr oxide below which a state pays the difference; 0 without.",
        unit="USD/kg",
        low=0,
        high=1e6,
        source="0; the US Department of Defense pays MP Materials 110 USD/kg NdPr for ten years from 2025",
        evidence="published",
        feeds_back=False,
        feeds_back_if=DECIDES_RETURNS,
    )
    spikes: bool = parameter(
        True,
        "Prices spike at times, all at once, to 3 to 7 times what they were.",
        source="2011, and Europe in 2025",
        feeds_back=False,
    )
    spikes_per_year: float = parameter(
        0.05,
        "Spikes of prices a year.",
        unit="year-1",
        low=0,
        high=2,
        source="one in the world and one in Europe in some 20 years: too few to fit",
        distribution=Uniform(0.0, 0.13),
        feeds_back=False,
        acts_if=(*WITH_PLANT, when("market.spikes")),
    )
    spike_half_life_years: float = parameter(
        1.0,
        "Time in which the excess of a spike halves.",
        unit="year",
        low=0.1,
        high=10,
        source="Dy oxide 2011 to 2015",
        evidence="analogue",
        feeds_back=False,
    )
    supply_elasticity: float = parameter(
        1.0,
        "Percent by which other supply falls when a price falls by one percent.",
        unit="1",
        low=0.05,
        high=10,
        source="by-products and quotas answer slowly",
        distribution=Uniform(0.5, 1.5),
        feeds_back=False,
        acts_if=WITH_PLANT,
    )
    demand_elasticity: float = parameter(
        0.4,
        "Percent by which use rises when a price falls by one percent.",
        unit="1",
        low=0.05,
        high=10,
        source="small parts of what they are built into",
        distribution=Uniform(0.2, 0.6),
        feeds_back=False,
        acts_if=WITH_PLANT,
    )
    price_reversion: float = parameter(
        0.5,
        "Rate at which a price's deviation from its mean decays.",
        unit="year-1",
        low=0,
        high=10,
        source=(
            "annual averages of Nd, Dy and Tb oxide 2014-2024: 0.3 to 0.55; the excess of 2011 halved in about a year"
        ),
        evidence="analogue",
        feeds_back=False,
    )
    separation_discount: float = parameter(
        0.4,
        "Part of the basket's value that separation of the mixed oxide costs.",
        unit="1",
        low=0,
        high=1,
        source="separation charge of 30 to 50 %",
        evidence="analogue",
        distribution=Uniform(0.3, 0.5),
        feeds_back=False,
        feeds_back_if=DECIDES_RETURNS,
        acts_if=WITH_PLANT,
    )
    oxygen_usd_per_kg: float = parameter(
        670.0,
        "Value of oxygen on the Moon, credited apart.",
        unit="USD/kg",
        low=0,
        high=1e6,
        source="Sowers 2016, propellant offer on the lunar surface: 500 USD of 2016, lifted by US consumer prices",
        evidence="published",
        feeds_back=False,
    )
    in_space_kg_per_year: float = parameter(
        1.0,
        "Rare-earth oxide that is needed on the Moon in a year, for magnets of motors and the like.",
        unit="kg year-1",
        low=0,
        high=1e9,
        source="assumed: grams to kilograms a year, a few motors of a station; no figure is published",
        feeds_back=False,
    )
    demand_growth: float = parameter(
        0.03,
        "Yearly growth of the use of rare earths apart from magnets.",
        unit="year-1",
        low=-0.2,
        high=0.2,
        source=(
            "magnets, 5.0 % a year, rise from 30 to 35 % of use from 2020 to 2030 (IEA 2024, Roskill 2021); catalysts, "
            "glass and batteries grow less by figures of configs/library/market.yml"
        ),
        evidence="analogue",
        distribution=Uniform(0.015, 0.05),
        feeds_back=False,
    )
    magnet_growth: float = parameter(
        0.05,
        "Yearly growth of the use in magnets to 2030.",
        unit="year-1",
        low=-0.2,
        high=0.2,
        source="93 kt in 2023, 131 kt in 2030 (IEA 2024)",
        evidence="published",
        distribution=Uniform(0.03, 0.07),
        feeds_back=False,
    )
    magnet_growth_after_2030: float = parameter(
        0.016,
        "Yearly growth of the use in magnets from 2030 on.",
        unit="year-1",
        low=-0.2,
        high=0.2,
        source="131 kt in 2030, 181 kt in 2050 (IEA 2024)",
        evidence="published",
        distribution=Uniform(0.0, 0.03),
        feeds_back=False,
    )
    diversification: float = parameter(
        1.0,
        "Part of the move of production away from China, as announced to 2035, that is made; 0 keeps shares of 2024.",
        unit="1",
        low=0,
        high=1.5,
        source="IEA outlooks of 2024 and 2025; what is announced comes late or not, and policy may add to it",
        evidence="analogue",
        distribution=Uniform(0.3, 1.2),
        feeds_back=False,
    )
    share_spread: float = parameter(
        1.0,
        "How uncertain shares in production and in use are, against the library; 0 for not at all.",
        unit="1",
        low=0,
        high=3,
        source="factor of 1.5 for shares of use; by stage for those of producers (configs/library/market.yml)",
        feeds_back=False,
    )
    held_by: str = parameter(
        "agreement",
        "Who holds the lunar product: programs by their agreement, the lead, its partners, or a bloc that buys all.",
        choices=("agreement", "lead", "partners", *BLOCS),
        refers_to="blocs",
        source="no agreement on product is published",
        feeds_back=False,
    )
    separated_by: str = parameter(
        "holder",
        "Who separates the mixed oxide; where it is not the holder, it lowers no reliance beyond the mine.",
        choices=("holder", *BLOCS),
        refers_to="blocs",
        source="nearly all separation is in China; a holder needs a plant of its own",
        feeds_back=False,
    )
    restricted_by: str = parameter(
        "none",
        "Bloc that restricts its exports.",
        choices=("none", *BLOCS),
        refers_to="blocs",
        source="export licenses of China, April 2025",
        feeds_back=False,
    )
    restriction_year: float = parameter(
        2050.0,
        "First year of the restriction.",
        unit="year",
        low=1950,
        high=2150,
        source="a year by which a mine at Fra Mauro has delivered in most runs that get there, the median being 2048.5",
        feeds_back=False,
        acts_if=RESTRICTED,
    )
    restriction_years: float = parameter(
        3.0,
        "How long it lasts.",
        unit="year",
        low=1,
        high=100,
        source="export quotas of 2010 to 2015 bit for one to two years",
        evidence="analogue",
        feeds_back=False,
        acts_if=RESTRICTED,
    )
    restriction_share: float = parameter(
        1.0,
        "Share of its exports that it withholds.",
        unit="1",
        low=0,
        high=1,
        source="the worst case",
        feeds_back=False,
        acts_if=RESTRICTED,
    )
    stockpile_years: float = parameter(
        0.0,
        "Years of the need of defense and electronics that each bloc stores.",
        unit="year",
        low=0,
        high=20,
        source="0; stocks of states are not published",
        feeds_back=False,
        acts_if=RESTRICTED,
    )
