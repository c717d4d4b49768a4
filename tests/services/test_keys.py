"""Keys of RPPS, SIRET and FINESS numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.keys import (
    finess_ok,
    luhn_ok,
    make_finess,
    make_rpps,
    make_siret,
    rpps_key_ok,
    siret_ok,
)


def luhn_sum(number: str) -> int:
    """Luhn's sum by its textbook definition, apart from the library."""
    total = 0
    for position, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total


@given(st.from_regex(r"[0-9]{2,16}", fullmatch=True))
def test_luhn_agrees_with_its_definition(number: str) -> None:
    assert luhn_ok(number) == (luhn_sum(number) % 10 == 0)


@given(st.integers(0, 999_999))
def test_made_numbers_have_right_keys(n: int) -> None:
    assert rpps_key_ok(make_rpps(n))
    assert siret_ok(make_siret(n))
    assert finess_ok(make_finess(n))
    assert {number[:2] for number in (make_rpps(n), make_siret(n), make_finess(n))} == {"99"}


@given(st.integers(0, 99_999_999), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_seen_in_an_rpps(n: int, place: int, shift: int) -> None:
    number = make_rpps(n)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not rpps_key_ok(wrong)


@pytest.mark.parametrize("typed", ["732 829 320 00074", "73282932000074", "732-829-320-00074"])
def test_siret_accepts_what_people_type(typed: str) -> None:
    assert siret_ok(typed)


@pytest.mark.parametrize("number", ["", "73282932000075", "7328293200007", "abc", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"])
def test_siret_refuses_a_wrong_number(number: str) -> None:
    assert not siret_ok(number)


@pytest.mark.parametrize("number", ["", "123", "1000000000a", "²" * 11])
def test_rpps_refuses_what_is_no_number(number: str) -> None:
    assert not rpps_key_ok(number)


def test_rpps_may_carry_the_leading_8_of_the_national_identifier() -> None:
    assert rpps_key_ok("8" + make_rpps(12))


def test_finess_of_corsica_is_checked_by_form_only() -> None:
    assert finess_ok("2A0000014")
    assert finess_ok("2b0000014")
    assert not finess_ok("2C0000014")


def test_a_number_too_long_for_the_series_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        make_siret(1_000_000)
