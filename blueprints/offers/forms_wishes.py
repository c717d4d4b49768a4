"""The form of the last step: what the host hopes for, and how much each thing counts."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import RadioField
from wtforms.fields.core import UnboundField

from blueprints.offers.fields import DayField, WholeField, YesNoField
from blueprints.web.forms import BaseForm, CheckboxesField
from models.offers import Offer
from models.vocabulary import Duration, HostTheme, Importance, Language, Skill, Stage
from services.host_importance import default_importance

_WEIGHT = "importance_"


class WishesForm(BaseForm):
    """Every wish may be left out."""

    available_by = DayField("Arrivée souhaitée au plus tard")
    days_min = WholeField("Jours par semaine, au moins", 1, 6)
    days_max = WholeField("Jours par semaine, au plus", 1, 6)
    durations = CheckboxesField("Durée envisagée", choices=Duration.choices())
    on_call = YesNoField("Espérez-vous une participation aux gardes\u00a0?")
    teaching = YesNoField("Espérez-vous l’accueil d’internes\u00a0?")
    stages = CheckboxesField("Pour qui ce poste est-il pensé\u00a0?", choices=Stage.choices())
    min_years = WholeField("Années d’expérience, au moins", 0, 50)
    languages = CheckboxesField("Langues utiles, outre le français", choices=Language.choices())
    skills = CheckboxesField("Compétences utiles", choices=Skill.choices())

    @property
    def weights(self) -> list[Any]:
        """The fields that say how much each thing counts."""
        return [self[_WEIGHT + theme.value] for theme in HostTheme]

    def wishes(self) -> dict[str, Any]:
        """The hopes, as they are kept."""
        day = self.available_by.data
        return {
            "available_by": day.isoformat() if day else None,
            "days_min": self.days_min.said,
            "days_max": self.days_max.said,
            "durations": self.durations.data,
            "on_call": self.on_call.said,
            "teaching": self.teaching.said,
            "stages": self.stages.data,
            "min_years": self.min_years.said,
            "languages": self.languages.data,
            "skills": self.skills.data,
        }

    def importance(self) -> dict[str, int]:
        """How much each thing counts, 0 to 3."""
        return {theme.value: int(self[_WEIGHT + theme.value].data) for theme in HostTheme}


def _weight_of(theme: HostTheme) -> UnboundField:
    return RadioField(theme.label, choices=Importance.choices())


for _theme in HostTheme:
    setattr(WishesForm, _WEIGHT + _theme.value, _weight_of(_theme))


def stored(offer: Offer) -> dict[str, Any]:
    """What the offer says already, under the names of the fields."""
    wishes = dict(offer.wishes or {})
    if wishes.get("available_by"):
        wishes["available_by"] = date.fromisoformat(wishes["available_by"])
    weights = {**default_importance(), **(offer.wish_importance or {})}
    return wishes | {_WEIGHT + theme.value: str(weights[theme.value]) for theme in HostTheme}
