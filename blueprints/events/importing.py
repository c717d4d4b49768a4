"""Bring a list from a spreadsheet: choose a file, read what it would do, then do it."""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.events.base import blueprint
from blueprints.events.people_forms import ImportForm
from blueprints.web.filters import plural
from blueprints.web.guards import requires_login
from blueprints.web.made_files import send_csv
from blueprints.web.refusals import sentence
from models.vocabulary import EventRight, ParticipantStatus
from services import event_import
from services.event_access import open_event
from services.event_columns import COLUMNS
from services.event_export import write_template
from services.event_file import LARGEST, FileMissing
from services.event_import import Preview, read_people
from services.refusals import Forbidden, NotFound, Refusal
from services.throttles import check_rate
from services.transaction import transaction

_SAID = {
    ParticipantStatus.REGISTERED.value: ("personne inscrite", "personnes inscrites"),
    ParticipantStatus.WAITING.value: ("sur liste d’attente", "sur liste d’attente"),
    ParticipantStatus.PENDING.value: (
        "courriel de confirmation envoyé",
        "courriels de confirmation envoyés",
    ),
}


@blueprint.get("/<int:event_id>/participants/modele.csv")
@requires_login
def import_template(event_id: int) -> ResponseReturnValue:
    """An empty list to fill in."""
    open_event(event_id, current_user.id, EventRight.EDITOR)
    return send_csv(write_template(), "modele-participants")


@blueprint.route("/<int:event_id>/participants/importer", methods=["GET", "POST"])
@requires_login
def import_people(event_id: int) -> ResponseReturnValue:
    """The form, then what the file says, then the file taken, all of it or nothing."""
    open_event(event_id, current_user.id, EventRight.EDITOR)
    form = ImportForm()
    if not form.validate_on_submit():
        return _page(event_id, form)
    check_rate("upload", str(current_user.id))
    try:
        content = _content(form)
        if "take" in request.form or "take_rest" in request.form:
            return _take(event_id, form, content)
        event = open_event(event_id, current_user.id, EventRight.EDITOR)
        preview = read_people(event, content, form.side.data or None)
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        form.file.errors = [sentence(refusal)]
        return _page(event_id, form)
    return _page(event_id, form, preview, content)


def _take(event_id: int, form: ImportForm, content: bytes) -> ResponseReturnValue:
    with transaction():
        event = open_event(event_id, current_user.id, EventRight.EDITOR, lock=True)
        done = event_import.import_people(
            event,
            content,
            form.side.data or None,
            are_confirmed=form.confirmed.data == "yes",
            skips_problems="take_rest" in request.form,
        )
    current_app.logger.info("event %s: list imported by account %s", event_id, current_user.id)
    flash(_tell(done), "success")
    return redirect(url_for("events.people", event_id=event_id))


def _page(
    event_id: int, form: ImportForm, preview: Preview | None = None, content: bytes = b""
) -> ResponseReturnValue:
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    told: dict[str, Any] = {}
    if preview is not None:
        form.kept.data = base64.b64encode(content).decode()
        told = {
            "preview": preview,
            "problems": [
                (each.number, COLUMNS.get(each.column or ""), sentence(each.refusal))
                for each in preview.problems
            ],
        }
    page = render_template(
        "events/import.html", event=event, form=form, columns=COLUMNS.values(), **told
    )
    return page, 422 if form.errors else 200


def _content(form: ImportForm) -> bytes:
    """The file just chosen, else the one that the page before has read."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        return sent.stream.read(LARGEST + 1)
    try:
        return base64.b64decode(form.kept.data or "", validate=True)
    except (binascii.Error, ValueError) as error:
        raise FileMissing() from error


def _tell(done: Counter[str]) -> str:
    parts = [plural(done[status], *words) for status, words in _SAID.items() if done[status]]
    return f"La liste est importée\u00a0: {', '.join(parts)}."
