"""What a text counts or measures."""

import pickle
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from reconcile.units import Units, UnitsError
from reconcile.units.atoms import DIMENSIONS, spellings
from reconcile.units.parse import singular
from reconcile.units.sizes import atom_size, root_quantity

ROOT = Path(__file__).parents[2]
UNITS = Units()
PROJECT = Units({"person": ["people", "fighters", "recruits"], "km": ["clicks"], "attack": ["raid", "assaults"]})

COUNTED_TEXT = """
person people persons fighters recruits votes attacks deaths cases houses cars goals pages countries head
heads items points seats members prisoners children women men soldiers refugees migrants visitors students
schools hospitals tickets films books players teams matches species languages accidents fires strikes
tanks aircraft ships jobs households families births marriages divorces crimes arrests downloads users
subscribers followers moles bars bags cups shots hands links chains rods stones sections degrees turns
cycles dots pixels circles particles states trees cattle sheep eggs bottles pieces units times laws wins
losses medals stars rooms beds doses tests
"""
COUNTED = COUNTED_TEXT.split()
PHYSICAL = {
    "length": "m km cm mm metre metres meter Kilometres KM mile miles mi foot feet ft inch inches yard yards",
    "area": "km^2 km² km2 km**2 sqkm sq_km sq._km square_kilometres square_kilometers mile^2 sq_mi"
    " square_miles m2 m² sqm sq_ft square_feet ft² ha hectare hectares acres square_metres"
    " kilometres_squared",
    "volume": "m3 m³ m^3 cubic_metres cubic_feet litre liters L l ml mL hl gallons barrels bbl cu_m"
    " cc bushels acre-feet",
    "mass": "kg g mg µg mcg tonne tonnes t metric_tons tons long_tons lb lbs pounds ounces oz kilos kilograms Mt",
    "time": "seconds minutes hours days weeks months years decades centuries yr yrs fortnights",
    "speed": "km/h kph mph m/s knots kilometres_per_hour miles_an_hour m_s^-1",
    "energy": "kWh MWh GWh TWh joules kJ MJ kcal kilowatt_hours kilowatt-hours kWH megawatt-hours Btu",
    "power": "W kW MW GW mW watts megawatts horsepower hp",
    "pressure": "Pa hPa kPa bar mbar psi atm mmHg",
    "temperature": "°C degC degrees_Celsius °F kelvin celsius",
    "frequency": "Hz MHz GHz",
    "information": "bit byte kB MB GB TB terabytes",
    "flow of volume": "barrels_per_day bpd b/d m3/s million_barrels_a_day",
    "voltage": "V kV volts",
    "radiation dose": "mSv µSv sieverts",
}
MEASURED = [(text.replace("_", " "), name) for name, texts in PHYSICAL.items() for text in texts.split()]


def test_the_samples_are_large_enough() -> None:
    assert len(COUNTED) >= 60
    assert len(MEASURED) >= 40


@pytest.mark.parametrize("noun", COUNTED)
def test_a_noun_counts_things(noun: str) -> None:
    for text in (noun, noun.capitalize(), f"{noun} per year", f"million {noun}"):
        assert UNITS.kind(text) == "count", text
        assert not UNITS.is_length(text)
    assert UNITS.dimension(noun) == UNITS.canonical(noun)


@pytest.mark.parametrize(("text", "dimension"), MEASURED)
def test_a_unit_is_physical(text: str, dimension: str) -> None:
    assert UNITS.kind(text) == "physical"
    assert UNITS.dimension(text) == dimension
    assert UNITS.is_length(text) == (dimension == "length")


SHARES = (
    "%",
    "percent",
    "percentage",
    "per cent",
    "pct",
    "percentage points",
    "‰",
    "permille",
    "per mille",
    "ppm",
)


@pytest.mark.parametrize("text", SHARES)
def test_a_share(text: str) -> None:
    assert UNITS.kind(text) == "share"
    assert UNITS.dimension(text) == "share"


@pytest.mark.parametrize(
    "text",
    [
        "USD",
        "usd",
        "$",
        "US$",
        "dollars",
        "US dollars",
        "€",
        "EUR",
        "euros",
        "£",
        "GBP",
        "pounds sterling",
        "¥",
        "yen",
        "million USD",
        "USD million",
        "$bn",
        "US$m",
        "dollars per person",
        "EUR/kg",
        "Jamaican dollars",
        "francs",
        "pence",
        "constant 2010 US$",
        "billions of dollars",
        "dollars of aid",
        "USD per capita",
    ],
)
def test_money(text: str) -> None:
    assert UNITS.kind(text) == "money"


@pytest.mark.parametrize("text", ["", " ", "1", "number", "thousand", "1,000", "dozen"])
def test_a_plain_number(text: str) -> None:
    assert UNITS.kind(text) == "plain"


@pytest.mark.parametrize(
    ("text", "kind", "canonical", "dimension"),
    [
        ("fighters a month", "count", "fighter/month", "fighter per time"),
        ("People / Month", "count", "people/month", "people per time"),
        ("recruits monthly", "count", "recruit/month", "recruit per time"),
        ("cases per quarter", "count", "case/3*month", "case per time"),
        ("deaths per 100,000 people", "physical", "death/100000*people", "death per people"),
        ("persons per sq km", "physical", "person/km^2", "person per area"),
        ("kg m^-3", "physical", "kg/m^3", "density"),
        ("W/m²", "physical", "W/m^2", "power per area"),
        ("μg/m³", "physical", "µg/m^3", "density"),
        ("°C per decade", "physical", "degC/decade", "temperature per time"),
        ("tonne-kilometres", "physical", "km*t", "length times mass"),
        ("tonnes of wheat", "physical", "t", "mass"),
        ("barrels of oil equivalent", "count", "barrels of oil equivalent", "barrels of oil equivalent"),
        ("tons of TNT", "count", "tons of tnt", "tons of tnt"),
        ("% of GDP", "share", "percent", "share"),
        ("percent per year", "share", "percent/year", "share per time"),
        ("USD per capita", "money", "USD/person", "money (USD) per person"),
        ("thousands of people", "count", "1000*people", "people"),
        ("number of votes", "count", "vote", "vote"),
        ("foreign fighters", "count", "foreign fighter", "foreign fighter"),
        ("passenger-kilometres", "count", "passenger kilometre", "passenger kilometre"),
        ("CO2", "count", "co2", "co2"),
        ("G8", "count", "g8", "g8"),
        ("per month", "physical", "/month", "frequency"),
        ("monthly", "physical", "/month", "frequency"),
        ("km/km", "plain", "", "plain number"),
    ],
)
def test_compound_units(text: str, kind: str, canonical: str, dimension: str) -> None:
    assert (UNITS.kind(text), UNITS.canonical(text), UNITS.dimension(text)) == (kind, canonical, dimension)


def test_a_project_names_its_own_words() -> None:
    assert PROJECT.canonical("Fighters per month") == "person/month"
    assert PROJECT.canonical("people") == PROJECT.canonical("person") == "person"
    assert PROJECT.convert("clicks", "metre") == 1000
    assert PROJECT.convert("raids", "assault") == 1
    assert UNITS.canonical("people") == "people"
    assert Units({"soldier": ["tons"]}).kind("tons") == "count"
    assert Units({"person": "people"}).canonical("people") == "person"
    assert Units({"person": ["persons", "Person"]}).canonical("PERSONS") == "person"
    assert Units({"person": ["people"], "people": ["folks"]}).canonical("folks") == "person"


def test_synonyms_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(UnitsError, match="'people' stands for both 'person' and 'voter'"):
        Units({"person": ["people"], "voter": ["people"]})
    with pytest.raises(UnitsError, match="stand for each other"):
        Units({"person": ["people"], "people": ["persons"]})


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("kilomtre", "kilometre"),
        ("kilomtres per hour", "kilometres per hour"),
        ("squar killometres", "square kilometres"),
        ("hectar", "hectare"),
        ("fightrs", "fighter"),
        ("kilometre", None),
        ("points", None),
        ("people", None),
        ("fighters per month", None),
        ("", None),
        ("dolars", "dollar"),
    ],
)
def test_a_misspelt_unit_has_a_nearest(text: str, right: str | None) -> None:
    assert PROJECT.nearest(text) == right


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("votes", "vote"),
        ("countries", "country"),
        ("movies", "movie"),
        ("women", "woman"),
        ("policemen", "policeman"),
        ("churches", "church"),
        ("losses", "loss"),
        ("bus", "bus"),
        ("crisis", "crisis"),
        ("species", "species"),
        ("children", "child"),
        ("people", "people"),
        ("men", "man"),
        ("ties", "tie"),
        ("boxes", "box"),
        ("s", "s"),
    ],
)
def test_singulars(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_case_matters_for_symbols_only() -> None:
    assert UNITS.canonical("mW") != UNITS.canonical("MW")
    assert UNITS.canonical("KILOMETRES") == "km"
    assert UNITS.kind("M") == "count"
    assert UNITS.kind("T") == "count"


def test_every_physical_unit_is_as_pint_has_it() -> None:
    root = {"meter": "length", "gram": "mass", "second": "time", "ampere": "current", "kelvin": "temperature"}
    root |= {"mole": "substance", "bit": "information", "count": "decay"}
    physical = {atom for atom in spellings().values() if atom.family == "physical"}
    assert len(physical) > 150
    for atom in physical:
        units = dict(root_quantity(atom.pint)._units)
        assert tuple(sorted((root[name], int(power)) for name, power in units.items())) == atom.base, atom
        assert isinstance(atom_size(atom), Fraction)
        assert atom.base in DIMENSIONS.values()


def test_every_spelling_leads_to_its_canonical_name() -> None:
    for spelling, atom in spellings().items():
        assert UNITS.canonical(spelling) == atom.name, spelling
        assert UNITS.canonical(atom.name) == atom.name, spelling
        assert UNITS.convert(spelling, atom.name) == 1, spelling


def test_units_can_be_sent_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(PROJECT))
    assert again.canonical("fighters") == "person"


RUN = """
import sys, types
package = types.ModuleType("reconcile")
package.__path__ = ["reconcile"]
sys.modules["reconcile"] = package
from reconcile.units import Units
units = Units({"person": ["people"]})
units.kind("km^2"), units.dimension("km/h"), units.is_length("m"), units.convert("people", "person")
units.nearest("kilomtre"), units.convert("km", "person")
print(sorted({"pint", "pandas", "numpy"} & set(sys.modules)))
print(units.convert("km", "m"), "pint" in sys.modules)
"""


def test_the_library_is_loaded_only_where_a_factor_is_needed() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[]\n1000 True\n", "")
