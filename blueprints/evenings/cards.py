"""One's cards, on the phone: one tap each; after the closing, whom one is introduced to."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from blueprints.evenings.after_base import open_mine
from blueprints.evenings.base import blueprint
from blueprints.web.forms import BaseForm, longest
from blueprints.web.guards import open_to_all
from blueprints.web.refusals import sentence
from models.base import now
from models.participants import Participant
from models.vocabulary import CardAnswer, EventStatus
from services.cards import (
    LONGEST_NOTE,
    CardsClosed,
    CardsNotOpen,
    check_open,
    give,
    list_cards,
    open_met,
    opens_at,
)
from services.participants import badge_number
from services.refusals import Refusal
from services.transaction import transaction


class CardForm(BaseForm):
    """Of whom, what, and a note for oneself."""

    number = StringField(
        "Numéro du badge", [InputRequired("Indiquez un numéro de badge, par exemple H7.")]
    )
    answer = StringField("Réponse", [InputRequired("Choisissez oui, peut-être ou non.")])
    note = TextAreaField("Note pour vous seul", [longest(LONGEST_NOTE)])


@blueprint.get("/inscription/<token>/cartes")
@open_to_all
def cards(token: str) -> ResponseReturnValue:
    """Everyone one meets, and what one said of them."""
    return _page(open_mine(token), token, CardForm(formdata=None))


@blueprint.post("/inscription/<token>/cartes")
@open_to_all
def give_card(token: str) -> ResponseReturnValue:
    """One card: kept, or said anew."""
    participant, form = open_mine(token), CardForm()
    if not form.validate_on_submit():
        return _page(participant, token, form)
    try:
        with transaction():
            participant = open_mine(token)
            about = open_met(participant, form.number.data)
            give(participant, about.id, form.answer.data, form.note.data)
            number = badge_number(about)
    except (CardsClosed, CardsNotOpen) as refusal:
        flash(sentence(refusal), "error")
        return redirect(url_for("evenings.cards", token=token), 303)
    except Refusal as refusal:
        form.number.errors = [sentence(refusal)]
        return _page(open_mine(token), token, form)
    flash(f"C’est gardé pour {number}. Vous seul le lisez.", "success")
    return redirect(url_for("evenings.cards", token=token, _anchor=f"carte-{number}"), 303)


def _page(participant: Participant, token: str, form: CardForm) -> ResponseReturnValue:
    lines = list_cards(participant)
    at = _place_errors(form, {badge_number(line.other) for line in lines})
    page = render_template(
        "evenings/cards.html",
        participant=participant,
        event=participant.event,
        token=token,
        form=form,
        blank=CardForm(formdata=None),
        lines=lines,
        wrong_at=at,
        filled=sum(line.answer is not None for line in lines),
        answers=CardAnswer,
        number_of=badge_number,
        opens=opens_at(participant.event),
        is_open=_is_open(participant),
        is_closed=participant.event.status == EventStatus.CLOSED,
        longest_note=LONGEST_NOTE,
    )
    return page, 422 if form.errors else 200


def _place_errors(form: CardForm, numbers: set[str]) -> str:
    """The badge of the card that was sent wrong, where each field then has an id of its own."""
    number = (form.number.data or "").strip().upper()
    at = number if form.errors and number in numbers else ""
    if at:
        for field in (form.number, form.answer, form.note):
            field.id = f"{field.name}-{at}"
    return at


def _is_open(participant: Participant) -> bool:
    try:
        check_open(participant.event, now())
    except (CardsClosed, CardsNotOpen):
        return False
    return True
