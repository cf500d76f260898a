"""Group ``cooperation``: the agreement between the lead and its partners."""

from __future__ import annotations

from dataclasses import dataclass

from lunarsim.scenario.declare.declaration import parameter, when
from lunarsim.words.distributions import Beta, LogNormal, LogUniform, Triangular

STATION_AGREEMENT, FIVE_YEAR_PROGRAMME = "station_agreement", "five_year_programme"
"""What may carry the station's joint missions."""

STOCHASTIC = (when("cooperation.mode", "stochastic"), when("waits.cooperation"))
"""Conditions of what acts where chance decides on suspensions and renewals."""

_BY_AGREEMENT = when("cooperation.basis", STATION_AGREEMENT)


@dataclass(frozen=True, kw_only=True)
class Cooperation:
    """Which paper carries the joint missions, whether it is kept up, and what its end or a gap means."""

    basis: str = parameter(
        STATION_AGREEMENT,
        "What carries the station's joint missions. station_agreement: the intergovernmental agreement; they may fly "
        "while it holds, and a five-year program that is not renewed only holds up the work on them. "
        "five_year_programme: the program of Roscosmos and CNSA; they are withdrawn when a renewal fails.",
        choices=(STATION_AGREEMENT, FIVE_YEAR_PROGRAMME),
        source="agreement of 2022-11-25 between the governments, ratified in June 2024; before, the five-year program "
        "was all that was signed",
        evidence="published",
    )
    mode: str = parameter(
        "stochastic",
        "stochastic: renewals, suspensions and withdrawals are drawn; active: all is renewed, nothing is suspended; "
        "lapsed: the five-year program ends at its first renewal, which withdraws the joint missions under "
        "basis=five_year_programme and costs work on them one gap under basis=station_agreement; none: never in force.",
        choices=("stochastic", "active", "lapsed", "none"),
        source="a lever, not a finding",
    )
    agreement_start: str = parameter(
        "2024-07-18",
        "Day on which the station agreement entered into force.",
        date=True,
        source="publication of its text in Russia, as reported by TASS and Inside Outer Space in July 2024; signed "
        "2022-11-25, ratified by Russia 2024-06-12",
        evidence="published",
        acts_if=(*STOCHASTIC, _BY_AGREEMENT),
    )
    agreement_years: float = parameter(
        20.0,
        "First term of the station agreement; then it is extended by five years at a time unless a party gives notice.",
        unit="year",
        low=1,
        high=100,
        source="assumed until the text is seen: 20 years, notice due a year before the end, as TASS and Inside Outer "
        "Space reported it in July 2024",
        evidence="assumed",
        acts_if=(*STOCHASTIC, _BY_AGREEMENT),
    )
    extension_probability: float = parameter(
        0.95,
        "Probability that the station agreement is extended at the end of a term.",
        unit="1",
        low=0,
        high=1,
        source="assumed: an end as likely as a withdrawal in five years; extension needs no act of either party",
        distribution=Beta(9.5, 0.5),
        acts_if=(*STOCHASTIC, _BY_AGREEMENT),
    )
    withdrawal_per_year: float = parameter(
        0.01,
        "Rate at which a party withdraws from the station agreement at once, with the effect of a lapse; suspensions "
        "that end it come on top.",
        unit="year-1",
        low=0,
        high=10,
        source="assumed; none of China and Russia since the agreement of 1992-12-18: (0 + 0.5) in 33.5 years is 0.015 "
        "with the ends that a suspension precedes",
        distribution=LogUniform(0.003, 0.03),
        acts_if=(*STOCHASTIC, _BY_AGREEMENT),
    )
    first_renewal: str = parameter(
        "2027-12-31",
        "End of the term of the five-year program in force.",
        date=True,
        source="cooperation program 2023-2027 of Roscosmos and CNSA, signed in November 2022",
        evidence="published",
        acts_if=(when("cooperation.mode", "stochastic", "lapsed"), when("waits.cooperation")),
    )
    term_years: float = parameter(
        5.0,
        "Length of a term of the five-year program.",
        unit="year",
        low=0.5,
        high=50,
        source="programs 2018-2022 and 2023-2027",
        evidence="published",
        acts_if=STOCHASTIC,
    )
    renewal_probability: float = parameter(
        0.8333,
        "Probability that a renewal of the five-year program succeeds.",
        unit="1",
        low=0,
        high=1,
        source="2 of 2 so far, prior Beta(0.5, 0.5): Beta(2.5, 0.5)",
        distribution=Beta(2.5, 0.5),
        acts_if=STOCHASTIC,
    )
    renewal_gap_years: float = parameter(
        1.0,
        "Median time for which work on joint missions stands still after a failed renewal of the five-year program, "
        "where the station agreement carries them; what is ready flies.",
        unit="year",
        low=0,
        high=50,
        source="that of 2023-2027 was signed 11 months after it was announced; the United States let their agreement "
        "with the Soviet Union lapse from 1982 to 1987, and what stood on papers of its own went on",
        evidence="analogue",
        distribution=Triangular(0.0, 1.0, 3.0),
        acts_if=(
            when("cooperation.mode", "stochastic", "lapsed"),
            when("waits.cooperation"),
            _BY_AGREEMENT,
        ),
    )
    suspensions_per_year: float = parameter(
        0.015,
        "Rate at which the cooperation is suspended while it is in force and its mode is stochastic.",
        unit="year-1",
        low=0,
        high=10,
        source="none of China and Russia since the agreement of 1992-12-18: (0 + 0.5) in 33.5 years",
        evidence="analogue",
        distribution=LogUniform(0.003, 0.06),
        acts_if=STOCHASTIC,
    )
    first_suspension: str | None = parameter(
        None,
        "Date of the first suspension, if it is to come for certain; later ones are drawn. Mode stochastic only.",
        date=True,
        optional=True,
        source="a lever, not a finding",
        acts_if=STOCHASTIC,
    )
    suspension_years: float = parameter(
        1.0,
        "Median length of a suspension.",
        unit="year",
        low=0.01,
        high=50,
        source="assumed; ESA suspended ExoMars with Roscosmos on 2022-03-17 and ended it within four months",
        evidence="analogue",
        distribution=Triangular(0.25, 1.0, 3.0),
        acts_if=STOCHASTIC,
    )
    resumption_probability: float = parameter(
        0.5,
        "Probability that a suspended agreement is resumed, not ended.",
        unit="1",
        low=0,
        high=1,
        source="assumed; 0 of 2 of ESA and Roscosmos (ExoMars, Luna 25 to 27), but these partners need each other more",
        distribution=Beta(1.0, 1.0),
        acts_if=STOCHASTIC,
    )
    replacement_possible: bool = parameter(
        True,
        "Whether the lead can replace what its partners do not bring.",
        source="assumed: China names nuclear power of its own for the station (CGTN, September 2024)",
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
        "Years by which the date of a partner's critical contribution may move, as announced or as passed, before the "
        "lead orders its own.",
        unit="year",
        low=0,
        high=100,
        source="assumed: the station's Chinese elements are planned to work without the Russian ones",
        distribution=Triangular(3.0, 6.0, 12.0),
        acts_if=(
            when("cooperation.mode", "stochastic", "active", "lapsed"),
            when("cooperation.replacement_possible"),
        ),
    )
    partner_share: float = parameter(
        0.25,
        "Share of the returned product that goes to the partner while the cooperation is in force.",
        unit="1",
        low=0,
        high=1,
        source="no agreement on shares is published",
        acts_if=(when("cooperation.mode", "stochastic", "active", "lapsed"), when("plant.units")),
    )
    members: float = parameter(
        15.0,
        "Member states and organizations at the start beside the lead and its partner.",
        unit="1",
        low=0,
        high=200,
        source="17 countries and organizations with China and Russia (CNSA, April 2025)",
        evidence="published",
        feeds_back=False,
    )
    members_per_year: float = parameter(
        1.0,
        "New members a year, up to the 50 that CNSA aims at.",
        unit="year-1",
        low=0,
        high=50,
        source="11 states joined from July 2023 to September 2024, none that is public since April 2025",
        distribution=Triangular(0.0, 1.0, 4.0),
        feeds_back=False,
    )
    member_musd_per_year: float = parameter(
        0.5,
        "Worth of what a member contributes in a year, mostly payloads.",
        unit="MUSD",
        low=0,
        high=1e4,
        source="assumed: Chang'e-8 takes 200 kg of partners' payloads, 20 MUSD of hardware shared by ten in four years",
        distribution=LogNormal(0.1, 2.5),
        feeds_back=False,
    )
