"""The forms of the middle steps, made from the catalogue of an offer's questions."""

from __future__ import annotations

from functools import cache
from typing import Any

from wtforms import TextAreaField
from wtforms.fields.core import UnboundField

from blueprints.offers.fields import ManyField, PillsField, WholeField, YesNoField
from blueprints.web.forms import BaseForm, longest
from models.vocabulary import Fact, FactKind, Labelled
from services.explanations.typography import typeset
from services.offer_steps import facts_of_step


@cache
def form_of_step(step: str) -> type[BaseForm]:
    """A form with one field for each question of the step."""
    fields = {fact.key: _field_of(fact) for fact in facts_of_step(step)}
    return type(f"{step.title()}Form", (BaseForm,), fields)


def answers_of(form: BaseForm, step: str) -> dict[str, Any]:
    """What was said to each question; ``None`` where nothing was."""
    answers = {}
    for fact in facts_of_step(step):
        field = form[fact.key]
        said = (field.data or "").strip() or None if fact.kind is FactKind.TEXT else field.said
        answers[fact.key] = said
    return answers


def _field_of(fact: Fact) -> UnboundField:
    label, extra = typeset(fact.label), {"description": typeset(fact.help)}
    if fact.kind is FactKind.YES_NO:
        return YesNoField(label, **extra)
    if fact.kind is FactKind.TEXT:
        return TextAreaField(label, [longest()], render_kw={"rows": 4}, **extra)
    if fact.kind in (FactKind.INTEGER, FactKind.EUROS):
        return WholeField(label, fact.low, fact.high, **extra)
    choices = fact.choices or Labelled
    if fact.kind is FactKind.MANY:
        return ManyField(label, choices, **extra)
    return PillsField(label, choices.choices(), **extra)
