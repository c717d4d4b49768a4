"""« Mes lieux »: communes that matter, one a line, and what one likes around."""

from __future__ import annotations

from typing import Any

from wtforms import FieldList, Form, FormField, SelectField

from blueprints.doctors.fields import several, whole_number
from blueprints.web.commune_field import CommuneField, CommuneText
from blueprints.web.forms import BaseForm, CheckboxesField
from models.doctors import Doctor
from models.vocabulary import CommuneSize, Life, PlaceReason
from services.doctor_places import LONGEST_TRIP, MOST_PLACES, SHORTEST_TRIP, PlaceAnswer
from services.regions import list_regions

USUAL_TRIP = 30
EMPTY_LINES = 2


class PlaceForm(Form):  # type: ignore[misc, unused-ignore]
    """One line: a commune, why, and the longest drive to it."""

    class Meta:
        """WTForms' own French."""

        locales = ("fr_FR", "fr")

    commune = CommuneField("Commune", render_kw={"placeholder": "Cahors, ou 46000"})
    reason = SelectField("Pourquoi elle compte", choices=PlaceReason.choices())
    max_minutes = whole_number(
        "Trajet, au plus (min)", SHORTEST_TRIP, LONGEST_TRIP, default=USUAL_TRIP
    )

    @property
    def is_empty(self) -> bool:
        """Was no commune named?"""
        return not self.commune.data

    def validate(self, extra_validators: Any = None) -> bool:
        """An empty line asks nothing."""
        return self.is_empty or super().validate(extra_validators)

    def answer(self) -> PlaceAnswer:
        """What to save."""
        minutes = self.max_minutes.data
        return PlaceAnswer(
            self.commune.code or "", self.reason.data, USUAL_TRIP if minutes is None else minutes
        )


class PlacesForm(BaseForm):
    """The step as a whole."""

    places = FieldList(FormField(PlaceForm), "Communes", max_entries=MOST_PLACES + EMPTY_LINES)
    regions_liked = CheckboxesField("Régions où j’aimerais vivre")
    regions_refused = CheckboxesField(
        "Régions que j’écarte", description="Leurs offres ne vous seront pas montrées."
    )
    commune_sizes = several("Taille de la commune", CommuneSize)
    life = several("Ce que j’aimerais avoir autour de moi", Life)

    @classmethod
    def read(cls, doctor: Doctor | None) -> dict[str, Any]:
        """What is kept."""
        if doctor is None:
            return {}
        lines = [
            {
                "commune": CommuneText.of(place.commune),
                "reason": place.reason,
                "max_minutes": place.max_minutes,
            }
            for place in doctor.places
        ]
        return {
            "places": lines,
            "regions_liked": doctor.regions_liked,
            "regions_refused": doctor.regions_refused,
            "commune_sizes": doctor.commune_sizes,
            "life": doctor.life,
        }

    def fill(self) -> None:
        """List the regions."""
        self.regions_liked.choices = self.regions_refused.choices = list_regions()

    def add_lines(self) -> None:
        """Keep a few lines free."""
        free = sum(line.form.is_empty for line in self.places)
        while free < EMPTY_LINES and len(self.places) < MOST_PLACES:
            self.places.append_entry()
            free += 1

    def drop_line(self, number: str) -> None:
        """Take a line out of what was sent, by its number."""
        for line in self.places:
            if line.name.rpartition("-")[2] == number:
                line.form.commune.data = ""

    def filled_lines(self) -> list[PlaceForm]:
        """The lines that name a commune."""
        return [line.form for line in self.places if not line.form.is_empty]

    def answers(self) -> dict[str, Any]:
        """What to save."""
        return {
            "places": [line.answer() for line in self.filled_lines()],
            "regions_liked": self.regions_liked.data,
            "regions_refused": self.regions_refused.data,
            "commune_sizes": self.commune_sizes.data,
            "life": self.life.data,
        }

    def mistakes(self) -> list[tuple[str, str, str]]:
        """(id of the control, its label, what is wrong), the lines of communes included."""
        lines = [field for line in self.places for field in line.form]
        fields = [*lines, *(field for field in self if field is not self.places)]
        return [(field.id, field.label.text, field.errors[0]) for field in fields if field.errors]
