import pytest

from lunarsim.reading.analysis.conditioning.condition_words import condition_title
from lunarsim.reading.analysis.conditioning.conditions import conditions
from tests.reading.conditioning.known import known

WORDS = {
    "crewed_landing_year(china)<=2032": "First crewed landing (China) by the start of 2032",
    "china.crewed_landing<2032.5": "First crewed landing (China) before 2032.5",
    "change_7.launched=2027": "Chang'e-7 launched in 2027",
    "change_7.launched!=2027-03": "Chang'e-7 launched not in March 2027",
    "change_7.launched<=2027-03": "Chang'e-7 launched by the end of March 2027",
    "change_7.landed<=2027-03-05": "Chang'e-7 landed by 5 March 2027",
    "change_7.launched>2027": "Chang'e-7 launched after the start of 2027 or never",
    "change_7.not_before=2027-03-05": "Chang'e-7 launched on 5 March 2027 or later, or never",
    "change_7.landed=never": "Chang'e-7 landed not by the end of the simulation",
    "change_7.landed!=never": "Chang'e-7 landed by the end of the simulation",
    "change_7.outcome=launch_failure": "Chang'e-7, first flight: launch failure",
    "change_7.outcome!=lost": "Chang'e-7, first flight: not lost",
    "russia.budget_2030<=150": "Budget_musd (Russia, 2030) at most 150",
    "station_availability=none": "Availability of the station, once it works the surface: none",
    "station_availability!=none": "Availability of the station, once it works the surface: any",
    "unit_cost_usd_per_kg>1500": "Unit cost of oxide on Earth above 1500 USD/kg",
}


@pytest.mark.parametrize(("text", "words"), WORDS.items())
def test_a_condition_says_what_it_means(text, words):
    dataset = known([2027.0, 2028.0], crewed_landing_year=2030.0, station_availability=0.5, unit_cost_usd_per_kg=1.0)
    (condition,) = conditions(dataset, [text])
    assert condition_title(condition) == words
