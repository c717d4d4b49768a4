"""Fields of the profile: what may stay unsaid, and months."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional, StopValidation

from blueprints.web.filters import PARIS
from blueprints.web.forms import CheckboxesField, longest
from models.vocabulary import Labelled

MONTHS_AHEAD = 48


def clean(text: str | None) -> str | None:
    """Text as a database keeps it: no null byte, ends of lines alike, nothing around."""
    return text and text.replace("\x00", "").replace("\r\n", "\n").strip()


def short_text(label: str, limit: int, **extra: Any) -> StringField:
    """One line that may stay empty."""
    return StringField(label, [Optional(), longest(limit)], filters=[clean], **extra)


def long_text(label: str, limit: int, **extra: Any) -> TextAreaField:
    """Several lines that may stay empty."""
    return TextAreaField(label, [Optional(), longest(limit)], filters=[clean], **extra)


def several(label: str, words: type[Labelled], **extra: Any) -> CheckboxesField:
    """Any number of answers."""
    return CheckboxesField(label, choices=words.choices(), **extra)


def one_of(label: str, words: type[Labelled], **extra: Any) -> OneField:
    """One answer or none."""
    return OneField(label, choices=words.choices(), **extra)


def whole_number(label: str, low: int, high: int, **extra: Any) -> WholeField:
    """A whole number or nothing."""
    return WholeField(
        label,
        [
            Optional(),
            NumberRange(low, high, f"Indiquez un nombre entre {low} et {high}."),
        ],
        render_kw={"inputmode": "numeric", "min": low, "max": high, **extra.pop("render_kw", {})},
        **extra,
    )


class OneField(RadioField):  # type: ignore[misc, unused-ignore]
    """One answer among a few, « Non précisé » last; no answer is ``None``."""

    def __init__(self, label: str, choices: Sequence[tuple[str, str]], **extra: Any) -> None:
        super().__init__(label, choices=[*choices, ("", "Non précisé")], **extra)

    def process_data(self, value: Any) -> None:
        """Nothing kept is « Non précisé »."""
        self.data = value or ""


class WholeField(IntegerField):  # type: ignore[misc, unused-ignore]
    """A whole number whose error is French and says what was expected."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Digits, or a sentence."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            if not re.fullmatch(r"\d{1,6}", typed):
                raise ValueError("Indiquez un nombre entier, par exemple 3.")
            self.data = int(typed)


class MonthField(SelectField):  # type: ignore[misc, unused-ignore]
    """A month to come, chosen in a list; ``month`` is its first day."""

    def __init__(self, label: str, **extra: Any) -> None:
        super().__init__(label, validate_choice=False, **extra)

    @property
    def month(self) -> date | None:
        """The first day of the month said."""
        return date.fromisoformat(f"{self.data}-01") if self.data else None

    def process_data(self, value: date | None) -> None:
        """From the date that is kept."""
        self.data = f"{value:%Y-%m}" if value else ""

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """A month of the calendar."""
        if self.data and not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", self.data):
            typed, self.data = self.data[:20], ""
            raise StopValidation(
                f"«\u00a0{typed}\u00a0» n’est pas un mois. Choisissez-en un dans la liste."
            )

    def fill(self) -> None:
        """List the months to come, and the one kept even if it is over by now."""
        first = datetime.now(PARIS).date().replace(day=1)
        months = [_add_months(first, n) for n in range(MONTHS_AHEAD)]
        if self.data and re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", self.data):
            months = sorted({*months, date.fromisoformat(f"{self.data}-01")})
        self.choices = [("", "Non précisé")]
        self.choices += [(f"{month:%Y-%m}", _month_name(month)) for month in months]


def _add_months(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, 1)


def _month_name(day: date) -> str:
    return str(format_date(day, "MMMM y", locale="fr_FR")).capitalize()
