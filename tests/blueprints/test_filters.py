"""Figures and dates as one writes them in French."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from blueprints.web.filters import (
    date_long,
    date_short,
    decimal,
    euros,
    group,
    month,
    percent,
    plural,
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (percent(0.864), "86\u00a0%"),
        (percent(None), "–"),
        (euros(10_000), "10\u202f000\u00a0€"),
        (decimal(2 / 3), "0,667"),
        (decimal(2.0), "2"),
        (date_long(date(2026, 11, 24)), "mardi 24 novembre 2026"),
        (date_long(date(2027, 10, 1)), "vendredi 1er octobre 2027"),
        (date_short(date(2026, 12, 1)), "1er déc. 2026"),
        (date_short(None), ""),
        (month(date(2026, 11, 24)), "novembre 2026"),
        (group(12, "médecins"), "12\u00a0médecins"),
        (group(4, "médecins"), "Quelques médecins"),
        (plural(0, "offre"), "0\u00a0offre"),
        (plural(1, "offre"), "1\u00a0offre"),
        (plural(3, "offre"), "3\u00a0offres"),
        (plural(2, "cheval", "chevaux"), "2\u00a0chevaux"),
        # a quarter to midnight in London is already tomorrow in Paris
        (date_long(datetime(2026, 11, 23, 23, 45, tzinfo=UTC)), "mardi 24 novembre 2026"),
    ],
)
def test_written(written: str, expected: str) -> None:
    assert written == expected
