"""Currencies: ISO 4217 codes, signs and English names. No two of them convert: rates change daily."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from reconcile.units.atoms import Atom

_CODE_LIST: Final = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHF CLP CNH CNY COP CRC CUP CVE CZK DEM DJF DKK DOP DZD EGP ERN ESP ETB EUR FJD FKP FRF GBP "
    "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK ITL JMD JOD JPY KES KGS KHR "
    "KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR "
    "MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK "
    "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES "
    "VND VUV WST XAF XCD XDR XOF XPF YER ZAR ZMW ZWL "
)
_CODES: Final = frozenset(_CODE_LIST.split())
_SMALL_CODES: Final = frozenset(("usd", "eur", "gbp", "chf", "jpy", "cny", "rub", "cad", "aud", "inr", "brl", "sek"))
"""Codes that are read in small letters too; `all`, `top`, `cup` or `try` are words."""
_SIGNS: Final = {
    **{"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "₹": "INR", "₩": "KRW"},
    **{"₪": "ILS", "₺": "TRY", "₴": "UAH", "₦": "NGN", "₫": "VND", "฿": "THB", "₱": "PHP", "₸": "KZT"},
    **{
        "A$": "AUD",
        "AU$": "AUD",
        "C$": "CAD",
        "CA$": "CAD",
        "NZ$": "NZD",
        "HK$": "HKD",
        "S$": "SGD",
        "R$": "BRL",
    },
}
_NAMES: Final = {
    **{"dollar": "USD", "us dollar": "USD", "american dollar": "USD", "u.s. dollar": "USD", "buck": "USD"},
    **{"euro": "EUR", "sterling": "GBP", "pound sterling": "GBP", "british pound": "GBP", "uk pound": "GBP"},
    **{
        "yen": "JPY",
        "japanese yen": "JPY",
        "yuan": "CNY",
        "renminbi": "CNY",
        "rmb": "CNY",
        "chinese yuan": "CNY",
    },
    **{
        "ruble": "RUB",
        "rouble": "RUB",
        "russian ruble": "RUB",
        "russian rouble": "RUB",
        "swiss franc": "CHF",
    },
    **{
        "australian dollar": "AUD",
        "canadian dollar": "CAD",
        "new zealand dollar": "NZD",
        "hong kong dollar": "HKD",
    },
    **{
        "indian rupee": "INR",
        "shekel": "ILS",
        "turkish lira": "TRY",
        "hryvnia": "UAH",
        "zloty": "PLN",
        "rand": "ZAR",
    },
    **{"swedish krona": "SEK", "norwegian krone": "NOK", "danish krone": "DKK", "iraqi dinar": "IQD"},
    **{"syrian pound": "SYP", "egyptian pound": "EGP", "mexican peso": "MXN", "south korean won": "KRW"},
    **{"saudi riyal": "SAR", "iranian rial": "IRR", "naira": "NGN", "baht": "THB", "forint": "HUF"},
}
_MINOR: Final = {
    **dict.fromkeys(("us cent", "american cent"), ("USD", "us cent")),
    **dict.fromkeys(("euro cent", "eurocent"), ("EUR", "euro cent")),
    **dict.fromkeys(("pence", "penny", "pennie"), ("GBP", "pence")),
}
"""Hundredths: code and canonical name."""
_LAST_WORD_LIST: Final = (
    "dollar euro yen yuan ruble rouble rupee franc krona krone kronor kroner peso dinar dirham riyal "
    "rial lira won cent currency rupiah ringgit "
)
_LAST_WORDS: Final = frozenset(_LAST_WORD_LIST.split())
"""Words that end the name of some currency, which is then its own: `franc`, `jamaican dollar`."""


_PLURAL: Final = re.compile(r"(?<=[a-z]{3})s\b")


def money_atom(text: str) -> Atom | None:
    """The currency that a text names; None where it names none."""
    if text in _CODES or text in _SMALL_CODES:
        return _currency(text.upper())
    if text.upper() in _SIGNS:
        return _currency(_SIGNS[text.upper()])
    name = _PLURAL.sub("", text.lower())
    if name in _MINOR:
        code, canonical = _MINOR[name]
        return Atom(canonical, "money", _currency(code).base, Fraction(1, 100))
    if name in _NAMES:
        return _currency(_NAMES[name])
    return _currency(name) if name in _LAST_WORDS else None


def money_phrase(text: str) -> Atom | None:
    """Money of its own kind, which converts to no other: `jamaican dollars`, `constant 2010 US$`."""
    pieces = _PLURAL.sub("", text.lower()).split()
    if pieces and pieces[-1] in _LAST_WORDS:
        return _currency(" ".join(pieces))
    return _currency(text) if any(piece in _CODES or piece in _SIGNS for piece in text.split()) else None


def currency_names() -> tuple[str, ...]:
    """The names that stand for one currency, in the singular."""
    return tuple(_NAMES)


def _currency(name: str) -> Atom:
    return Atom(name, "money", (("$" + name, 1),))
