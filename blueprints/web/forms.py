"""The form every form inherits: French errors, length limits, CSRF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import SelectMultipleField, ValidationError
from wtforms.i18n import get_translations
from wtforms.widgets import CheckboxInput, ListWidget

LONGEST_TEXT = 4_000


class BaseForm(FlaskForm):
    """A CSRF-protected form whose messages are in French."""

    class Meta(FlaskForm.Meta):
        """WTForms' own translations."""

        locales = ("fr_FR", "fr")

        def get_translations(self, _form: Any) -> Any:
            """Bypass Flask-WTF's hook, which wants Flask-Babel, for WTForms' own French."""
            return get_translations(self.locales)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Read what a browser sends; JSON, which Flask-WTF would take too, holds anything."""
            if request.is_json:
                return ImmutableMultiDict()
            return super().wrap_formdata(form, formdata)


class CheckboxesField(SelectMultipleField):
    """Several choices as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def longest(limit: int = LONGEST_TEXT) -> Any:
    """A validator that says by how much a text is too long; what was typed stays."""

    def check(_: Any, field: Any) -> None:
        if field.data and len(field.data) > limit:
            extra = len(field.data) - limit
            said = f"{limit:,}".replace(",", "\u202f")
            raise ValidationError(
                f"Ce texte dépasse {said} caractères (il y en a {extra} de trop)."
            )

    return check


def optional_choices(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """``choices`` with « Non précisé » first, for what may stay unsaid."""
    return [("", "Non précisé"), *choices]
