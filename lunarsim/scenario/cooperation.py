"""Group ``cooperation``: the agreement between the lead and its partners."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.parameter import parameter
from lunarsim.words.distributions import Beta, Triangular


@dataclass(frozen=True, kw_only=True)
class Cooperation:
    """Whether the five-year cooperation program is renewed and what a lapse means."""

    mode: str = parameter(
        "stochastic",
        "stochastic: each renewal is drawn; active: every renewal succeeds; lapsed: the first fails; none: "
        "never in force.",
        choices=("stochastic", "active", "lapsed", "none"),
        source="a lever, not a finding",
    )
    first_renewal: str = parameter(
        "2027-12-31",
        "End of the term in force.",
        date=True,
        source="cooperation program 2023-2027 of Roscosmos and CNSA, signed in November 2022",
        evidence="published",
    )
    term_years: float = parameter(
        5.0,
        "Length of a term.",
        unit="year",
        low=0.5,
        high=50,
        source="programs 2018-2022 and 2023-2027",
        evidence="published",
    )
    renewal_probability: float = parameter(
        0.8333,
        "Probability that a renewal succeeds.",
        unit="1",
        low=0,
        high=1,
        source="2 of 2 so far, prior Beta(0.5, 0.5): Beta(2.5, 0.5)",
        distribution=Beta(2.5, 0.5),
    )
    replacement_years: float = parameter(
        5.0,
        "Least time that the lead needs to replace the partner's missions after a lapse.",
        unit="year",
        low=0,
        high=50,
        source="re-designs after cut-offs took 2 to 4 years, new heavy payloads longer",
        distribution=Triangular(3.0, 5.0, 9.0),
    )
    patience_years: float = parameter(
        6.0,
        "Years that the lead waits for a partner's late contribution before it orders its own.",
        unit="year",
        low=0,
        high=100,
        source="assumed: the station's Chinese elements are planned to work without the Russian ones",
        distribution=Triangular(3.0, 6.0, 12.0),
    )
    partner_share: float = parameter(
        0.25,
        "Share of the returned product that goes to the partner while the cooperation is in force.",
        unit="1",
        low=0,
        high=1,
        source="no agreement on shares is published",
    )
