"""The words that are units of measurement, of money and of shares; every other word counts things.

pint reads far more than a document means: with its prefixes and symbols `person`, `case`, `head`,
`hand`, `point`, `bag` or `recruits` may turn into something physical. So a word is physical only if it
stands in this table, which names the pint unit that gives its size. A test compares dimension and size
of each with pint.

Left out because people count them: hand, head, stone, rod, chain, link, league, point, case, bag, cup,
shot, section, slug, barn, bars, moles, degrees, turns, cycles, dots, pixels, circles. Left out because
they have two meanings: kt (knots, kilotonnes), kiloton (of TNT), bps (bits, basis points), K, M, C, F,
B.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

Base = tuple[tuple[str, int], ...]
"""A product of powers of base dimensions, sorted: (("length", 2),) is an area."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One unit, without a power."""

    name: str
    """canonical spelling, which reads back to this unit"""
    family: str
    """count, physical, share or money"""
    base: Base
    """its dimension"""
    size: Fraction = Fraction(1)
    """how many of `pint`, or of the base unit of its family, it is"""
    pint: str = ""
    """the pint expression that gives its size, for a physical unit"""
    offset: bool = False
    """whether its zero is not that of its dimension (degrees Celsius)"""


DIMENSIONS: Final[Mapping[str, Base]] = {
    "length": (("length", 1),),
    "area": (("length", 2),),
    "volume": (("length", 3),),
    "mass": (("mass", 1),),
    "time": (("time", 1),),
    "speed": (("length", 1), ("time", -1)),
    "acceleration": (("length", 1), ("time", -2)),
    "frequency": (("time", -1),),
    "force": (("length", 1), ("mass", 1), ("time", -2)),
    "energy": (("length", 2), ("mass", 1), ("time", -2)),
    "power": (("length", 2), ("mass", 1), ("time", -3)),
    "pressure": (("length", -1), ("mass", 1), ("time", -2)),
    "density": (("length", -3), ("mass", 1)),
    "flow of volume": (("length", 3), ("time", -1)),
    "electric current": (("current", 1),),
    "flow of mass": (("mass", 1), ("time", -1)),
    "area per time": (("length", 2), ("time", -1)),
    "power per area": (("mass", 1), ("time", -3)),
    "voltage": (("current", -1), ("length", 2), ("mass", 1), ("time", -3)),
    "electric resistance": (("current", -2), ("length", 2), ("mass", 1), ("time", -3)),
    "electric charge": (("current", 1), ("time", 1)),
    "temperature": (("temperature", 1),),
    "amount of substance": (("substance", 1),),
    "information": (("information", 1),),
    "data rate": (("information", 1), ("time", -1)),
    "radioactivity": (("decay", 1), ("time", -1)),
    "radiation dose": (("length", 2), ("time", -2)),
}

_LONG_PREFIXES: Final = {
    "nano": "n",
    "micro": "µ",
    "milli": "m",
    "centi": "c",
    "deci": "d",
    "hecto": "h",
    "kilo": "k",
    "mega": "M",
    "giga": "G",
    "tera": "T",
    "peta": "P",
    "exa": "E",
}

# dimension: pint name (word), symbol, other words, symbols of the prefixes that people write
_PREFIXED: Final = (
    ("length", "meter", "m", ("metre",), "n µ m c d k"),
    ("mass", "gram", "g", ("gramme",), "n µ m k"),
    ("mass", "tonne", "t", ("metric ton", "metric tonne"), "M G"),
    ("volume", "liter", "L", ("litre",), "µ m c d h"),
    ("time", "second", "s", (), "n µ m"),
    ("frequency", "hertz", "Hz", (), "k M G T"),
    ("force", "newton", "N", (), "k M"),
    ("energy", "joule", "J", (), "m k M G T P E"),
    ("energy", "watt_hour", "Wh", ("watt hour", "watthour"), "k M G T P"),
    ("energy", "calorie", "cal", (), "k"),
    ("energy", "electron_volt", "eV", ("electronvolt", "electron volt"), "k M G T"),
    ("power", "watt", "W", (), "µ m k M G T"),
    ("pressure", "pascal", "Pa", (), "h k M G"),
    ("electric current", "ampere", "A", ("amp",), "µ m k"),
    ("voltage", "volt", "V", (), "µ m k M"),
    ("electric resistance", "ohm", "Ω", (), "m k M"),
    ("amount of substance", "mole", "mol", (), "n µ m k"),
    ("information", "bit", "bit", (), "k M G T P"),
    ("information", "byte", "B", (), "k M G T P E"),
    ("radioactivity", "becquerel", "Bq", (), "m k M G T P"),
    ("radiation dose", "sievert", "Sv", (), "n µ m"),
    ("radiation dose", "gray", "Gy", (), "µ m c"),
)
_NOT_BARE: Final = frozenset(("N", "A", "B"))
"""Symbols that are read only behind a prefix: alone they are the size of a sample, a grade, a billion."""
_COUNTED_WORDS: Final = frozenset(("mole", "moles", "gray", "grays"))
_MISSPELT_CASE: Final = {
    **dict.fromkeys(("KM", "Km"), "km"),
    **dict.fromkeys(("KG", "Kg", "kgs", "Kgs", "KGS"), "kg"),
    **dict.fromkeys(("KW", "Kw", "kw"), "kW"),
    **dict.fromkeys(("KWH", "KWh", "Kwh", "kwh", "kWH"), "kWh"),
    **dict.fromkeys(("MWH", "Mwh"), "MWh"),
    **dict.fromkeys(("GWH", "Gwh"), "GWh"),
    **dict.fromkeys(("TWH", "Twh"), "TWh"),
    **dict.fromkeys(("HA", "Ha"), "ha"),
    **dict.fromkeys(("CM", "Cm"), "cm"),
    **dict.fromkeys(("LB", "Lb", "LBS", "Lbs"), "lb"),
    **dict.fromkeys(("FT", "Ft"), "ft"),
    **dict.fromkeys(("OZ", "Oz"), "oz"),
    **dict.fromkeys(("HP", "Hp"), "hp"),
}

# dimension, canonical spelling, pint expression, how many of it, other spellings; those of four letters and
# more are read with a plural -s too
_PLAIN: Final = (
    ("length", "inch", "inch", 1, "in inches"),
    ("length", "ft", "foot", 1, "foot feet"),
    ("length", "yd", "yard", 1, "yard yds"),
    ("length", "mile", "mile", 1, "mi statute_mile"),
    ("length", "nmi", "nautical_mile", 1, "nautical_mile sea_mile"),
    ("length", "au", "astronomical_unit", 1, "astronomical_unit"),
    ("length", "ly", "light_year", 1, "light_year lightyear"),
    ("area", "ha", "hectare", 1, "hectare"),
    # pint's acre is of survey feet, 640 of which make no square mile; this one is the international acre
    ("area", "acre", "yard ** 2", 4840, "ac"),
    ("volume", "cc", "cubic_centimeter", 1, "ccm"),
    ("volume", "gal", "gallon", 1, "gallon US_gallon"),
    ("volume", "imperial gallon", "imperial_gallon", 1, "UK_gallon"),
    ("volume", "quart", "quart", 1, "qt"),
    ("volume", "pint", "pint", 1, "US_pint"),
    ("volume", "imperial pint", "imperial_pint", 1, "UK_pint"),
    ("volume", "fl oz", "fluid_ounce", 1, "fluid_ounce"),
    # pint's barrel is 31.5 gallons; a barrel in the news is one of oil
    ("volume", "barrel", "oil_barrel", 1, "bbl bbls oil_barrel"),
    ("volume", "bushel", "bushel", 1, "bu"),
    ("mass", "lb", "pound", 1, "lbs pound pound_mass"),
    ("mass", "oz", "ounce", 1, "ounce"),
    ("mass", "troy ounce", "troy_ounce", 1, "ozt"),
    ("mass", "carat", "carat", 1, "ct"),
    ("mass", "ton", "ton", 1, "tons short_ton US_ton"),
    ("mass", "long ton", "long_ton", 1, "UK_ton imperial_ton"),
    ("mass", "kg", "kilogram", 1, "kilo"),
    ("time", "minute", "minute", 1, "min mins"),
    ("time", "hour", "hour", 1, "h hr hrs"),
    ("time", "day", "day", 1, "d days"),
    ("time", "week", "week", 1, "wk wks"),
    ("time", "fortnight", "fortnight", 1, ""),
    ("time", "month", "month", 1, "mo mos"),
    ("time", "s", "second", 1, "sec secs"),
    ("time", "year", "year", 1, "yr yrs annum calendar_year"),
    # pint's decade is a ratio of ten
    ("time", "decade", "year", 10, ""),
    ("time", "century", "century", 1, "centuries"),
    ("time", "millennium", "millennium", 1, "millennia"),
    ("speed", "mph", "mile_per_hour", 1, "MPH"),
    ("speed", "kph", "kilometer_per_hour", 1, "kmh kmph KPH"),
    ("speed", "knot", "knot", 1, "kn"),
    ("energy", "Btu", "british_thermal_unit", 1, "BTU british_thermal_unit"),
    ("energy", "therm", "therm", 1, ""),
    ("power", "hp", "horsepower", 1, "horsepower bhp"),
    ("pressure", "bar", "bar", 1, ""),
    ("pressure", "mbar", "millibar", 1, "millibar"),
    ("pressure", "atm", "atmosphere", 1, "atmosphere"),
    ("pressure", "psi", "psi", 1, ""),
    ("pressure", "mmHg", "mmHg", 1, "mm_Hg"),
    ("temperature", "kelvin", "kelvin", 1, ""),
    ("data rate", "kbps", "kilobit / second", 1, ""),
    ("data rate", "Mbps", "megabit / second", 1, ""),
    ("data rate", "Gbps", "gigabit / second", 1, ""),
    ("information", "KiB", "kibibyte", 1, "kibibyte"),
    ("information", "MiB", "mebibyte", 1, "mebibyte"),
    ("information", "GiB", "gibibyte", 1, "gibibyte"),
    ("information", "TiB", "tebibyte", 1, "tebibyte"),
    ("radioactivity", "Ci", "curie", 1, "curie"),
    ("radiation dose", "rem", "rem", 1, ""),
)
_CELSIUS: Final = "°C degree_Celsius degrees_Celsius degree_C degrees_C deg_C celsius centigrade degrees_centigrade"
_FAHRENHEIT: Final = "°F degree_Fahrenheit degrees_Fahrenheit degree_F degrees_F deg_F fahrenheit"

_SHARES: Final = {
    "percent": (Fraction(1), "% per_cent pct percent_point percentage_point percentage pp %_point percents"),
    "permille": (Fraction(1, 10), "‰ per_mille per_mil permil per_thousand promille"),
    "basis point": (Fraction(1, 100), "bp"),
    "ppm": (Fraction(1, 10_000), "parts_per_million part_per_million"),
    "ppb": (Fraction(1, 10_000_000), "parts_per_billion part_per_billion"),
}
"""How many percent each is, and its other spellings."""


@lru_cache(maxsize=1)
def spellings() -> Mapping[str, Atom]:
    """Every spelling of a physical unit or a share, case as written."""
    table: dict[str, Atom] = {}
    for spelling, atom in (*_prefixed(), *_litres(), *_plain(), *_temperatures(), *_shares()):
        table.setdefault(spelling, atom)
    return table | {wrong: table[right] for wrong, right in _MISSPELT_CASE.items()}


@lru_cache(maxsize=1)
def words() -> Mapping[str, Atom]:
    """Spellings that are words of four letters or more, in lower case: `KILOMETRES` is one, `MW` is not."""
    return {
        spelling.lower(): atom
        for spelling, atom in spellings().items()
        if len(spelling) > 3 and (spelling.islower() or " " in spelling)
    }


def _prefixed() -> Iterator[tuple[str, Atom]]:
    for dimension, pint, symbol, others, prefixes in _PREFIXED:
        names = (pint.replace("_", " "), *others)
        bare = "" if symbol in _NOT_BARE else symbol
        yield from _named(Atom(bare or names[0], "physical", DIMENSIONS[dimension], pint=pint), bare, names)
        for prefix, letter in _LONG_PREFIXES.items():
            short = letter + symbol if letter in prefixes.split() else ""
            long = tuple(prefix + name for name in names)
            atom = Atom(short or long[0], "physical", DIMENSIONS[dimension], pint=prefix + pint)
            yield from _named(atom, short, long)


def _named(atom: Atom, symbol: str, names: tuple[str, ...]) -> Iterator[tuple[str, Atom]]:
    if symbol:
        yield symbol, atom
    for name in names:
        for form in (name, name + "s"):
            if form not in _COUNTED_WORDS:
                yield form, atom


def _litres() -> Iterator[tuple[str, Atom]]:
    """The litre with a small letter, and the microgram of pharmacies."""
    for letter in ("l", "\u2113"):
        yield letter, Atom("L", "physical", DIMENSIONS["volume"], pint="liter")
        for prefix in ("micro", "milli", "centi", "deci", "hecto"):
            short = _LONG_PREFIXES[prefix]
            yield short + letter, Atom(short + "L", "physical", DIMENSIONS["volume"], pint=prefix + "liter")
    yield "mcg", Atom("µg", "physical", DIMENSIONS["mass"], pint="microgram")


def _plain() -> Iterator[tuple[str, Atom]]:
    for dimension, name, pint, size, others in _PLAIN:
        atom = Atom(name, "physical", DIMENSIONS[dimension], Fraction(size), pint)
        for spelling in (name, *others.split()):
            spaced = spelling.replace("_", " ")
            yield spaced, atom
            if len(spaced) > 3 and spaced.replace(" ", "").isalpha():
                yield spaced + "s", atom


def _temperatures() -> Iterator[tuple[str, Atom]]:
    for name, pint, others in (
        ("degC", "delta_degree_Celsius", _CELSIUS),
        ("degF", "delta_degree_Fahrenheit", _FAHRENHEIT),
    ):
        atom = Atom(name, "physical", DIMENSIONS["temperature"], pint=pint, offset=True)
        for spelling in (name, *others.split()):
            yield spelling.replace("_", " "), atom


def _shares() -> Iterator[tuple[str, Atom]]:
    for name, (size, others) in _SHARES.items():
        for spelling in (name, *others.split()):
            spaced = spelling.replace("_", " ")
            yield spaced, Atom(name, "share", (("share", 1),), size)
            if spaced.endswith("point"):
                yield spaced + "s", Atom(name, "share", (("share", 1),), size)
