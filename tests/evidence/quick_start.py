"""SpaceNet's second quick start: a lunar outpost in four missions over thirteen months, and what SpaceNet says of it.

Source: SpaceNet 2.5r2 Quick Start Tutorial, December 2010, pp. 23-43 (figures 54 and 56: demands; 61: capacities;
63: spares), with the elements and edges of its database ``quick_start_2.xls``
(github.com/space-logistics-org/spacenet-java).
"""

from lunarsim.physics.logistics.campaign import CampaignMission, Edge, Element, Flight
from lunarsim.physics.logistics.crew_demand import whole_evas
from lunarsim.physics.logistics.spares_demand import SparesShares

PERSON_KG = 100.0
WATER_RECOVERY = 0.42
EVAS_PER_WEEK, EVA_HOURS, EVA_PERSONS = 5.0, 8.0, 2

CREWED = Edge("crewed delivery", 7.5, 4, 15_500.0)
RETURN = Edge("crewed return", 5.5, 4, 3_500.0, delivers=False)
CARGO = Edge("cargo delivery", 7.5, 0, 13_000.0)

LANDER = Element("crewed lander", 12_000.0, 400.0, 4)
CAPSULE = Element("crewed return capsule", 3_000.0, 100.0, 4)
CARGO_LANDER = Element("cargo lander", 1_000.0, 12_000.0)
HABITAT = Element("crew habitat", 7_500.0, 1_500.0, 4, SparesShares(0.04, 0.01))
POWER = Element("power supply unit", 2_500.0, spares=SparesShares(0.0, 0.05))


def crewed(name, launch_day, stay_days, worked=()):
    """Return a mission of four; transit is left out of its demands, as in the tutorial."""
    return CampaignMission(
        name,
        (Flight(CREWED, (LANDER, CAPSULE), persons=4), Flight(RETURN, (CAPSULE,), persons=4)),
        persons=4,
        arrival_day=launch_day + CREWED.duration_days,
        stay_days=stay_days,
        evas=float(whole_evas(stay_days, EVAS_PER_WEEK)),
        eva_persons=EVA_PERSONS,
        eva_hours=EVA_HOURS,
        worked=worked,
    )


# Days from 1 July 2019: 1 December 2019, 1 March 2020, 1 July 2020.
MISSIONS = (
    CampaignMission("check-out", (Flight(CREWED, (LANDER, CAPSULE)),)),
    crewed("7 days", 153.0, 7.0),
    CampaignMission("habitat", (Flight(CARGO, (CARGO_LANDER,), (HABITAT, POWER)),), arrival_day=251.5),
    crewed("14 days", 366.0, 14.0, (HABITAT, POWER)),
)

FLIGHT_KG = {"check-out": 15_000.0, "7 days": 15_400.0, "habitat": 11_000.0, "14 days": 15_400.0}
RETURN_KG = 3_400.0

DEMAND_KG = {
    201: (113.46, 226.93),
    202: (68.22, 136.42),
    203: (176.30, 352.60),
    204: (14.98, 22.76),
    205: (16.10, 32.20),
    206: (40.00, 40.00),
    301: (20.00, 20.00),
    302: (457.00, 486.00),
    303: (20.40, 20.40),
    304: (25.00, 25.00),
    305: (20.00, 20.00),
    306: (20.00, 20.00),
    701: (1.40, 2.80),
    702: (1.40, 2.80),
}
"""Crew consumables by class of supply, of the mission of 7 days and of that of 14."""

SUMS_KG = (994.26, 1_407.91)

SPARES_KG = {"pressurized": 11.50, "unpressurized": 7.64}
"""Of the mission of 14 days; the first crew lives in its lander."""

HOLDS_KG = (500.0, 1_000.0, 13_000.0, 13_500.0)
HOLDS_LEFT_KG = (500.0, 1_000.0, 3_000.0, 3_500.0)
"""Delivery capacity and what elements leave of it, after each mission, as read off the chart."""
