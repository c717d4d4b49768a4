"""The filters in an address: what is known is kept, the rest is passed over."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, SelectField

from blueprints.web.forms import BaseForm, CheckboxesField
from models.vocabulary import Opportunity, PracticeMode
from services.ranking import SORTS, OfferFilters
from services.regions import list_regions

DEFAULT_SORT = "mutual"
_MINUTES = (15, 30, 45, 60, 90, 120)
_KNOWN = (25, 50, 75)
_LAST_PAGE = 100_000


class FiltersForm(BaseForm):
    """Read from the address, so that a filtered list can be kept and shared."""

    class Meta(BaseForm.Meta):
        """Nothing is written: no token."""

        csrf = False

    type = CheckboxesField("Type d’offre", choices=Opportunity.choices())
    mode = CheckboxesField("Mode d’exercice", choices=PracticeMode.choices())
    region = CheckboxesField("Région")
    minutes = SelectField(
        "Distance de mes lieux",
        choices=[("", "Peu importe"), *((str(n), f"{n} minutes au plus") for n in _MINUTES)],
    )
    known = SelectField(
        "Ce que l’offre dit",
        choices=[("", "Peu importe"), *((str(n), f"{n}\u00a0% au moins connu") for n in _KNOWN)],
    )
    favourites = BooleanField("Mes favorites seulement")
    sort = SelectField("Trier par", choices=list(SORTS.items()), default=DEFAULT_SORT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region.choices = list_regions()
        self._forget_unknown()

    def _forget_unknown(self) -> None:
        for name in ("type", "mode", "region"):
            known = {code for code, _label in self[name].choices}
            self[name].data = [code for code in self[name].data or () if code in known]
        for name in ("minutes", "known", "sort"):
            if self[name].data not in {code for code, _label in self[name].choices}:
                self[name].data = DEFAULT_SORT if name == "sort" else ""

    def filters(self) -> OfferFilters:
        """What the ranking takes."""
        return OfferFilters(
            opportunities=tuple(self.type.data),
            practice_modes=tuple(self.mode.data),
            regions=tuple(self.region.data),
            max_minutes=int(self.minutes.data) if self.minutes.data else None,
            least_known=int(self.known.data) / 100 if self.known.data else 0.0,
            only_favourites=self.favourites.data,
        )

    def address(self) -> dict[str, Any]:
        """The same again, for the links of the pages."""
        said = {name: self[name].data for name in ("type", "mode", "region", "minutes", "known")}
        said["favourites"] = "1" if self.favourites.data else ""
        said["sort"] = "" if self.sort.data == DEFAULT_SORT else self.sort.data
        return {name: value for name, value in said.items() if value}

    @property
    def count(self) -> int:
        """How many filters are set, the order left out."""
        return len([name for name in self.address() if name != "sort"])


def page_number(text: str | None) -> int:
    """A page number from an address; anything odd is the first page."""
    return min(int(text), _LAST_PAGE) if text and text.isascii() and text.isdigit() else 1
