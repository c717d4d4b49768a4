"""The five steps of a profile as forms: each reads a doctor and gives answers to save."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired

from blueprints.doctors.fields import (
    MonthField,
    OneField,
    long_text,
    one_of,
    several,
    short_text,
    whole_number,
)
from blueprints.web.forms import BaseForm
from models.doctors import Doctor
from models.vocabulary import (
    ConsentKind,
    Duration,
    Housing,
    Importance,
    Language,
    OnCall,
    Opportunity,
    PracticeMode,
    School,
    Sector,
    Skill,
    Stage,
    TeachingWish,
    Team,
    Theme,
)
from services.consent_wordings import wording_of
from services.doctors import FEWEST_DAYS, LONGEST_PROJECT, MOST_DAYS, default_importance
from services.interests import LONGEST_MESSAGE
from services.specialties import GENERAL_PRACTICE, list_specialties


class IdentityForm(BaseForm):
    """« Qui je suis »."""

    stage = RadioField(
        "Où en êtes-vous\u00a0?",
        [InputRequired("Choisissez où vous en êtes.")],
        choices=Stage.choices(),
    )
    specialty_code = SelectField(
        "Spécialité",
        [DataRequired("Choisissez votre spécialité.")],
        description="Celle que vous exercez, ou que vous préparez.",
        validate_choice=False,
    )
    first_name = short_text("Prénom", 80, render_kw={"autocomplete": "given-name"})
    last_name = short_text("Nom", 80, render_kw={"autocomplete": "family-name"})
    phone = short_text("Téléphone", 30, render_kw={"type": "tel", "autocomplete": "tel"})
    rpps = short_text(
        "Numéro RPPS",
        40,
        description="Onze chiffres, si vous en avez déjà un.",
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    experience_years = whole_number("Années d’exercice", 0, 60, description="0 si vous débutez.")
    languages = several("Langues parlées, en plus du français", Language)
    skills = several("Ce que vous aimez particulièrement faire", Skill)

    def fill(self) -> None:
        """List the specialties."""
        groups: dict[str, list[tuple[str, str]]] = {
            "": [("", "Choisissez dans la liste")],
            "Médecine générale": [],
            "Autres spécialités": [],
        }
        for line in list_specialties():
            general = line.field == GENERAL_PRACTICE
            group = "Médecine générale" if general else "Autres spécialités"
            groups[group].append((line.code, line.name))
        self.specialty_code.choices = {name: lines for name, lines in groups.items() if lines}

    def answers(self) -> dict[str, Any]:
        """What to save."""
        return _data_of(self)


class PracticeForm(BaseForm):
    """« Ma pratique »."""

    opportunities = several(
        "Ce que je cherche",
        Opportunity,
        description="Les autres types seront écartés. Rien de coché\u00a0: tout est montré.",
    )
    practice_modes = several("Comment j’aimerais exercer", PracticeMode)
    days_min = whole_number("Jours par semaine, au moins", FEWEST_DAYS, MOST_DAYS)
    days_max = whole_number("Jours par semaine, au plus", FEWEST_DAYS, MOST_DAYS)
    on_call = one_of("Le plus de gardes que j’accepte", OnCall)
    start_from = MonthField("Arrivée, au plus tôt")
    start_until = MonthField("Arrivée, au plus tard")
    duration = one_of("Pour combien de temps", Duration)
    team = several("Avec qui j’aimerais travailler", Team)
    teaching = one_of("Envie d’enseigner\u00a0?", TeachingWish)

    def fill(self) -> None:
        """List the months."""
        self.start_from.fill()
        self.start_until.fill()

    def answers(self) -> dict[str, Any]:
        """What to save."""
        months = {"start_from": self.start_from.month, "start_until": self.start_until.month}
        return {**_data_of(self), **months}


class LifeForm(BaseForm):
    """« Ma vie »: the household."""

    childcare = OneField(
        "Une garde pour de jeunes enfants",
        choices=[("yes", "Oui, il m’en faut une"), ("no", "Non")],
    )
    schools = several("Les écoles qu’il faut à moins de quinze minutes", School)
    partner_sectors = several("Mon conjoint cherchera un travail dans", Sector)
    housing = several("Comment nous voulons nous loger", Housing)

    @classmethod
    def read(cls, doctor: Doctor | None) -> dict[str, Any]:
        """What is kept of the household."""
        household = doctor.household if doctor else None
        if household is None:
            return {}
        said = {True: "yes", False: "no", None: ""}[household.childcare]
        return {
            "childcare": said,
            "schools": household.schools,
            "partner_sectors": household.partner_sectors,
            "housing": household.housing,
        }

    def fill(self) -> None:
        """Every choice is known beforehand."""

    def answers(self) -> dict[str, Any]:
        """What to save."""
        said = {"yes": True, "no": False}.get(self.childcare.data)
        return {**_data_of(self), "childcare": said}


class ProjectForm(BaseForm):
    """« Mon projet », and how much each theme matters."""

    project = long_text(
        "Mon projet, en quelques phrases",
        LONGEST_PROJECT,
        description="Ce que vous aimeriez faire, et pourquoi. 4\u202f000 caractères au plus.",
        render_kw={"rows": 8},
    )

    @classmethod
    def read(cls, doctor: Doctor | None) -> dict[str, Any]:
        """What is kept, or the survey's defaults."""
        levels = {**default_importance(), **((doctor and doctor.importance) or {})}
        kept = {f"importance_{theme}": str(level) for theme, level in levels.items()}
        return {"project": doctor.project if doctor else None, **kept}

    def fill(self) -> None:
        """Every choice is known beforehand."""

    def weights(self) -> list[RadioField]:
        """The questions of importance, in their order."""
        return [self[f"importance_{theme}"] for theme in Theme]

    def answers(self) -> dict[str, Any]:
        """What to save."""
        levels = {theme.value: int(self[f"importance_{theme}"].data) for theme in Theme}
        return {"project": self.project.data, "importance": levels}


for _theme in Theme:
    setattr(
        ProjectForm,
        f"importance_{_theme}",
        RadioField(
            _theme.label,
            [InputRequired("Choisissez une réponse.")],
            choices=Importance.choices(),
            default=str(default_importance()[_theme]),
        ),
    )


class ConsentForm(BaseForm):
    """An explicit yes to being seen, masked, by hosts."""

    agree = BooleanField(wording_of(ConsentKind.VISIBLE))


class InterestForm(BaseForm):
    """« Ça m'intéresse », with a few words and, the first time, the consent."""

    message = long_text(
        "Quelques mots pour l’hôte",
        LONGEST_MESSAGE,
        description="Il les lit avec votre profil masqué. Signez après la mise en relation\u00a0!",
        render_kw={"rows": 5},
    )
    agree = BooleanField(wording_of(ConsentKind.VISIBLE))


def _data_of(form: BaseForm) -> dict[str, Any]:
    return {name: value for name, value in form.data.items() if name != "csrf_token"}
