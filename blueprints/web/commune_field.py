"""A field for a commune: a name or a postal code, with a choice where several answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation

from blueprints.web.refusals import sentence
from models.communes import Commune
from services.communes import AmbiguousCommune, UnknownCommune, commune_label, resolve_commune

LONGEST_NAME = 100


class CommuneText(str):
    """The label of a commune that is known already, so that keeping it asks nothing again."""

    code: str

    @classmethod
    def of(cls, commune: Commune) -> CommuneText:
        """The text shown for a saved commune."""
        text = cls(commune_label(commune))
        text.code = commune.code
        return text


class CommuneField(StringField):
    """Text in, ``code`` (INSEE) out once validated; ``choices`` when several communes answer.

    The radio buttons of a choice have the name of the text, so both come in one list.
    """

    code: str | None = None
    picked: str | None = None

    def __init__(self, label: str | None = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.choices: list[Commune] = []

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The text first, then the commune picked among those that answered."""
        if valuelist:
            self.data = valuelist[0].strip()
            self.picked = valuelist[1] if len(valuelist) > 1 else None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Find the one commune that is meant."""
        if not self.data:
            return
        if isinstance(self.object_data, CommuneText) and self.data == self.object_data:
            self.code = self.object_data.code
            return
        if len(self.data) > LONGEST_NAME:
            raise StopValidation("Ce nom est trop long. Tapez le début du nom, ou le code postal.")
        try:
            self.code = resolve_commune(self.data).code
        except UnknownCommune as refusal:
            raise StopValidation(sentence(refusal)) from refusal
        except AmbiguousCommune as refusal:
            self._choose(refusal)

    def _choose(self, refusal: AmbiguousCommune) -> None:
        self.choices = refusal.data["choices"]  # type: ignore[assignment]
        if self.picked in {commune.code for commune in self.choices}:
            self.code, self.choices = self.picked, []
            return
        raise StopValidation(sentence(refusal)) from refusal
