"""Fields that know the difference between « non », « aucun » and « non précisé »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import DateField, IntegerField, RadioField, ValidationError
from wtforms.validators import NumberRange, Optional

from blueprints.web.forms import CheckboxesField
from models.vocabulary import Labelled

NOT_SAID = ""
NONE_OF_THESE = "aucun"
_YES_NO = [("yes", "Oui"), ("no", "Non"), (NOT_SAID, "Non précisé")]


class PillsField(RadioField):
    """One answer among a few, « Non précisé » last; ``said`` is the code or ``None``."""

    def __init__(self, label: str, choices: Sequence[tuple[str, str]], **extra: Any) -> None:
        everything = [*choices, (NOT_SAID, "Non précisé")]
        super().__init__(label, choices=everything, default=NOT_SAID, **extra)

    def process_data(self, value: Any) -> None:
        """Nothing kept is shown as « Non précisé »."""
        self.data = value or NOT_SAID

    @property
    def said(self) -> str | None:
        """The code chosen, nothing if it was not said."""
        return self.data or None


class YesNoField(RadioField):
    """« Oui · Non · Non précisé »; ``said`` is true, false or ``None``."""

    def __init__(self, label: str, **extra: Any) -> None:
        super().__init__(label, choices=_YES_NO, default=NOT_SAID, **extra)

    def process_data(self, value: Any) -> None:
        """From the value that is kept."""
        self.data = {True: "yes", False: "no"}.get(value, NOT_SAID) if value is not None else ""

    @property
    def said(self) -> bool | None:
        """The answer, nothing if it was not said."""
        return {"yes": True, "no": False}.get(self.data)


class ManyField(CheckboxesField):
    """Any of several; nothing ticked is "not said", « Aucun de ceux-ci » is an answer."""

    def __init__(self, label: str, choices: type[Labelled], **extra: Any) -> None:
        everything = [*choices.choices(), (NONE_OF_THESE, "Aucun de ceux-ci")]
        super().__init__(label, choices=everything, **extra)

    def process_data(self, value: Any) -> None:
        """From the list that is kept."""
        self.data = [NONE_OF_THESE] if value == [] else list(value or [])

    def pre_validate(self, form: Any) -> None:
        """« Aucun » does not go with anything else."""
        super().pre_validate(form)
        if self.data and NONE_OF_THESE in self.data and len(self.data) > 1:
            raise ValidationError(
                "Cochez soit «\u00a0Aucun de ceux-ci\u00a0», soit des réponses, pas les deux."
            )

    @property
    def said(self) -> list[str] | None:
        """The codes ticked, an empty list for « aucun », nothing if it was not said."""
        if not self.data:
            return None
        return [code for code in self.data if code != NONE_OF_THESE]


class WholeField(IntegerField):
    """A whole number, with the spaces and the € that people type."""

    def __init__(self, label: str, low: int, high: int, **extra: Any) -> None:
        said = f"Indiquez un nombre entre {low} et {high}."
        keywords = {"inputmode": "numeric", **extra.pop("render_kw", {})}
        validators = [Optional(), NumberRange(low, high, said)]
        super().__init__(label, validators, render_kw=keywords, **extra)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; what cannot be one is refused and stays typed."""
        if not valuelist:
            return
        digits = re.sub(r"[\s\u00a0\u202f€%]", "", valuelist[0])
        self.data = None
        if digits and not re.fullmatch(r"-?\d{1,9}", digits):
            raise ValueError("Indiquez un nombre entier, en chiffres.")
        self.data = int(digits) if digits else None

    @property
    def said(self) -> int | None:
        """The number, nothing if it was not said."""
        return self.data


class DayField(DateField):
    """A day that may be left out."""

    def __init__(self, label: str, **extra: Any) -> None:
        super().__init__(label, [Optional()], **extra)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuse in plain French what is no date."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(
                "Cette date n’existe pas\u00a0: écrivez-la comme 24/11/2026."
            ) from error
