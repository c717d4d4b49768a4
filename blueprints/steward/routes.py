"""The stewards' queue: read a request, look at its proof, decide and say why."""

from __future__ import annotations

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from blueprints.web.documents import send_document
from blueprints.web.forms import BaseForm, longest
from blueprints.web.guards import requires
from blueprints.web.refusals import sentence
from models.verifications import Verification
from models.vocabulary import VerificationState
from services.keys import finess_ok, rpps_key_ok, siret_ok
from services.refusals import Forbidden, NotFound, Refusal
from services.stewards import (
    LONGEST_REASON,
    asker_of,
    decide,
    list_decided,
    list_documents,
    list_territory,
    list_waiting,
    open_case,
    open_document,
)
from services.transaction import transaction
from services.verifications import find_subject, name_of

blueprint = Blueprint("steward", __name__, url_prefix="/pilote")
KEYS = {"rpps": rpps_key_ok, "siret": siret_ok, "finess": finess_ok}


class DecisionForm(BaseForm):
    """Why; the two buttons say what."""

    reason = TextAreaField(
        "Votre raison",
        [
            DataRequired("Dites pourquoi\u00a0: la personne lira cette raison."),
            longest(LONGEST_REASON),
        ],
        description="Elle est gardée avec votre nom et la date, et envoyée à qui a demandé.",
        render_kw={"rows": 4},
    )


def _page_number() -> int:
    return max(1, min(request.args.get("page", 1, type=int), 10_000))


@blueprint.get("")
@requires("steward")
def queue() -> ResponseReturnValue:
    """What waits, the oldest first."""
    return render_template(
        "steward/queue.html",
        territory=list_territory(current_user.id),
        found=list_waiting(current_user.id, _page_number()),
        url_for_page=lambda number: url_for("steward.queue", page=number),
    )


@blueprint.get("/decisions")
@requires("steward")
def history() -> ResponseReturnValue:
    """What was decided, by whom and why, the latest first."""
    return render_template(
        "steward/history.html",
        territory=list_territory(current_user.id),
        found=list_decided(current_user.id, _page_number()),
        url_for_page=lambda number: url_for("steward.history", page=number),
    )


@blueprint.get("/demandes/<int:request_id>")
@requires("steward")
def case(request_id: int) -> ResponseReturnValue:
    """One request and its proof."""
    return _page(open_case(request_id, current_user.id), DecisionForm(formdata=None))


def _page(asked: Verification, form: DecisionForm) -> ResponseReturnValue:
    subject = find_subject(asked)
    page = render_template(
        "steward/case.html",
        asked=asked,
        subject=subject,
        name=name_of(subject),
        asker=asker_of(asked),
        documents=list_documents(asked),
        waits=asked.state == VerificationState.WAITING,
        keys=KEYS,
        form=form,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/demandes/<int:request_id>/decision")
@requires("steward")
def settle(request_id: int) -> ResponseReturnValue:
    """Accept or refuse, for a reason."""
    asked = open_case(request_id, current_user.id)
    form, answer = DecisionForm(), request.form.get("answer")
    if not form.validate_on_submit():
        return _page(asked, form)
    if answer not in ("accept", "refuse"):
        form.form_errors.append("Choisissez d’accepter ou de refuser.")
        return _page(asked, form)
    try:
        with transaction():
            decide(request_id, current_user, accepted=answer == "accept", reason=form.reason.data)
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        form.reason.errors = [sentence(refusal)]
        return _page(open_case(request_id, current_user.id), form)
    current_app.logger.info("verification %s: %s", request_id, answer)
    flash("C’est décidé, et la personne est prévenue.", "success")
    return redirect(url_for("steward.queue"))


@blueprint.get("/documents/<int:document_id>")
@requires("steward")
def document(document_id: int) -> ResponseReturnValue:
    """A proof, to be saved and never shown inside the site."""
    found = open_document(document_id, current_user.id)
    return send_document(found.content, found.media_type, f"piece-{found.id}")
