"""Paper cards typed in: by person in a grid, or many lines pasted. Counts come back, no answer."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.events.base import blueprint
from blueprints.web.forms import BaseForm
from blueprints.web.guards import requires_login
from blueprints.web.refusals import flash_refusal, sentence
from models.base import now
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import EventRight, EventStatus
from services.cards import CardsClosed, CardsNotOpen, NumberUnknown, check_open
from services.cards_due import Progress, list_due, list_progress
from services.cards_typing import (
    TooManyLines,
    Typed,
    open_author,
    paste_cards,
    type_cards,
)
from services.event_access import open_event
from services.participants import badge_number, full_name
from services.transaction import transaction

SPARE_ROWS = 4  # for meetings by chance
MOST_ROWS = 200


@blueprint.get("/<int:event_id>/cartes")
@requires_login
def cards(event_id: int) -> ResponseReturnValue:
    """Choose a person by number, then fill the grid; or paste lines."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    author, wanted = None, request.args.get("qui", "").strip()[:12]
    if wanted:
        try:
            author = open_author(event, wanted)
        except NumberUnknown as refusal:
            flash_refusal(refusal)
    return _page(event, author)


@blueprint.post("/<int:event_id>/cartes")
@requires_login
def type_in(event_id: int) -> ResponseReturnValue:
    """One person's cards."""
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    numbers, answers = request.form.getlist("number"), request.form.getlist("answer")
    rows = list(zip(numbers, answers, strict=False))[:MOST_ROWS]
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.EDITOR, lock=True)
            author = open_author(event, request.form.get("qui", ""))
            typed = type_cards(event, author, rows, typed_by=current_user.id, at=now())
    except (CardsClosed, CardsNotOpen, NumberUnknown) as refusal:
        flash_refusal(refusal)
        return redirect(url_for("events.cards", event_id=event_id), 303)
    current_app.logger.info("evening %s: %s cards typed", event_id, typed.kept)
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    author = open_author(event, badge_number(author))
    if typed.refused:
        return _page(event, author, typed)
    flash(_tell(event, author), "success")
    return redirect(url_for("events.cards", event_id=event_id), 303)


@blueprint.post("/<int:event_id>/cartes/coller")
@requires_login
def paste_in(event_id: int) -> ResponseReturnValue:
    """Lines « M12 H3 oui », of several people."""
    open_event(event_id, current_user.id, EventRight.EDITOR)
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.EDITOR, lock=True)
            text = request.form.get("lines", "")
            typed = paste_cards(event, text, typed_by=current_user.id, at=now())
    except (CardsClosed, CardsNotOpen, TooManyLines) as refusal:
        flash_refusal(refusal)
        return redirect(url_for("events.cards", event_id=event_id), 303)
    if typed.refused:
        return _page(open_event(event_id, current_user.id, EventRight.EDITOR), None, typed)
    kept = "1 carte gardée." if typed.kept == 1 else f"{typed.kept} cartes gardées."
    flash(kept, "success")
    return redirect(url_for("events.cards", event_id=event_id), 303)


def _tell(event: DatingEvent, author: Participant) -> str:
    """« 11 cartes sur 12 saisies pour M12. »."""
    found = next(one for one in list_progress(event) if one.participant.id == author.id)
    many = "carte saisie" if found.given < 2 else "cartes saisies"
    more = f", et {found.beside} de hasard" if found.beside else ""
    return f"{found.given} {many} sur {found.due} pour {badge_number(author)}{more}."


def _page(
    event: DatingEvent, author: Participant | None, typed: Typed | None = None
) -> ResponseReturnValue:
    progress = list_progress(event)
    mine = list_due(event).get(author.id, []) if author else []
    refused = typed.refused if typed else ()
    page = render_template(
        "events/cards.html",
        event=event,
        author=author,
        rows=[badge_number(one.other) for one in mine] + [""] * SPARE_ROWS,
        progress=progress,
        total=_total(progress),
        typed=typed,
        refused=[(one.line, one.numbers, sentence(one.refusal)) for one in refused],
        form=BaseForm(formdata=None),
        is_open=_is_open(event),
        is_closed=event.status == EventStatus.CLOSED,
        number_of=badge_number,
        name_of=full_name,
    )
    return page, 422 if refused else 200


def _total(progress: list[Progress]) -> tuple[int, int]:
    return sum(one.given for one in progress), sum(one.due for one in progress)


def _is_open(event: DatingEvent) -> bool:
    try:
        check_open(event, now())
    except (CardsClosed, CardsNotOpen):
        return False
    return True
