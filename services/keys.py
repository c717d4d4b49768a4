"""Keys of the numbers of health and of business: is this number well formed, is its key right?"""

from __future__ import annotations

import re

from stdnum import luhn
from stdnum.fr import siret

# Numbers of imaginary people and organisations start so; no real register gives them out.
IMAGINARY = "99"


def luhn_ok(number: str) -> bool:
    """Are these digits, the last of which is their Luhn key?"""
    return number.isascii() and number.isdigit() and bool(luhn.is_valid(number))


def rpps_key_ok(number: str) -> bool:
    """Is this an RPPS of 11 digits (or 12 with a leading 8) with a right key?

    Published numbers do not all pass: warn, never refuse, on a wrong key.
    """
    digits = compact(number)
    if len(digits) == 12 and digits.startswith("8"):
        digits = digits[1:]
    return len(digits) == 11 and luhn_ok(digits)


def siret_ok(number: str) -> bool:
    """Is this a SIRET of 14 digits whose two keys are right?"""
    digits = compact(number)
    return digits.isascii() and digits.isdigit() and bool(siret.is_valid(digits))


def finess_ok(number: str) -> bool:
    """Is this a FINESS of 9 characters with a right key?

    Corsican numbers hold a letter (2A, 2B): only their form is checked.
    """
    characters = compact(number).upper()
    if re.fullmatch(r"2[AB][0-9]{7}", characters):
        return True
    return len(characters) == 9 and luhn_ok(characters)


def compact(number: str) -> str:
    """The number without the spaces, dots and hyphens that people type."""
    return re.sub(r"[\s.\-]", "", number)


def make_rpps(n: int) -> str:
    """The ``n``-th imaginary RPPS: 11 digits, prefix 99, right key."""
    return _with_key(f"{IMAGINARY}{_fitting(n, 8)}")


def make_siret(n: int) -> str:
    """The SIRET of the head office of the ``n``-th imaginary company: SIREN prefix 99."""
    siren = _with_key(f"{IMAGINARY}{_fitting(n, 6)}")
    return _with_key(f"{siren}0001")


def make_finess(n: int) -> str:
    """The ``n``-th imaginary FINESS: 9 digits, prefix 99, right key."""
    return _with_key(f"{IMAGINARY}{_fitting(n, 6)}")


def _with_key(digits: str) -> str:
    return digits + str(luhn.calc_check_digit(digits))


def _fitting(n: int, width: int) -> str:
    if not 0 <= n < 10**width:
        raise ValueError(f"{n} does not fit in {width} digits")
    return f"{n:0{width}d}"
