"""Who an organisation is: its official mailbox, or a steward."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.organisations.base import blueprint, open_as_admin
from blueprints.organisations.forms import ProofForm
from blueprints.web.forms import BaseForm
from blueprints.web.guards import open_to_all, requires
from blueprints.web.refusals import flash_refusal, sentence
from blueprints.web.uploads import read_file
from models.vocabulary import OrganisationKind, VerificationState
from services.links import LinkRefused
from services.organisation_checks import (
    LINK_HOURS,
    answer_official_link,
    ask_steward,
    is_link_over,
    official_address,
    read_official_link,
    send_official_link,
)
from services.organisations import can_administer, open_organisation
from services.refusals import Forbidden, NotFound, Refusal
from services.stewards import has_steward
from services.throttles import check_rate
from services.transaction import transaction
from services.verifications import is_verified, latest_request, mask_address


@blueprint.get("/<int:organisation_id>/verification")
@requires("host")
def verification(organisation_id: int) -> ResponseReturnValue:
    """How this organisation can be verified, and how far it has come."""
    return _page(organisation_id, ProofForm(formdata=None))


def _page(organisation_id: int, form: ProofForm) -> ResponseReturnValue:
    organisation, member = open_organisation(organisation_id, current_user)
    asked = None if is_verified(organisation) else latest_request(organisation)
    address = official_address(organisation)
    if not form.is_submitted():
        form.siret.data, form.finess.data = organisation.siret, organisation.finess
    page = render_template(
        "organisations/verification.html",
        organisation=organisation,
        asked=asked,
        link_over=bool(asked and is_link_over(asked)),
        sent=asked is not None and asked.state == VerificationState.SENT,
        address=mask_address(address) if address else None,
        is_town_hall=organisation.kind == OrganisationKind.TOWN_HALL,
        hours=LINK_HOURS,
        may_ask=can_administer(member),
        has_steward=has_steward(organisation.commune.departement_code),
        form=form,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<int:organisation_id>/verification/lien")
@requires("host")
def send_link(organisation_id: int) -> ResponseReturnValue:
    """Write to the town hall, at the address that the State's directory gives."""
    address = official_address(open_as_admin(organisation_id))
    check_rate("verification", str(current_user.id), request.remote_addr or "")
    if address:
        check_rate("official_mail", address)
    try:
        with transaction():
            send_official_link(open_as_admin(organisation_id), current_user)
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        flash("Le lien est parti vers la boîte officielle de la mairie.", "success")
    return redirect(url_for("organisations.verification", organisation_id=organisation_id))


@blueprint.post("/<int:organisation_id>/verification/demande")
@requires("host")
def ask(organisation_id: int) -> ResponseReturnValue:
    """Put a number or a document before the stewards of the département."""
    open_as_admin(organisation_id)
    form = ProofForm()
    if not form.validate_on_submit():
        return _page(organisation_id, form)
    check_rate("verification", str(current_user.id), request.remote_addr or "")
    try:
        document = read_file("document")
        with transaction():
            ask_steward(
                open_as_admin(organisation_id),
                current_user,
                siret=form.siret.data,
                finess=form.finess.data,
                note=form.note.data,
                document=document,
            )
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        _say(form, refusal)
        return _page(organisation_id, form)
    flash("Votre demande est entre les mains des pilotes de votre département.", "success")
    return redirect(url_for("organisations.verification", organisation_id=organisation_id))


_FIELDS = {"SiretKeyWrong": "siret", "FinessKeyWrong": "finess", "TooLong": "note"}


def _say(form: ProofForm, refusal: Refusal) -> None:
    """Beside the field it is about."""
    name = type(refusal).__name__
    field = refusal.data.get("field") or _FIELDS.get(name)
    if name.startswith("Upload"):
        field = "document"
    if field in form:
        form[field].errors = [sentence(refusal)]
    else:
        form.form_errors.append(sentence(refusal))


@blueprint.route("/mairie/<token>", methods=["GET", "POST"])
@open_to_all
def official_link(token: str) -> ResponseReturnValue:
    """What a town hall reads at the end of the link; it answers by a button, logged in or not."""
    try:
        if request.method == "POST":
            is_us = request.form.get("answer") == "yes"
            with transaction():
                organisation = answer_official_link(token, is_us=is_us)
                name = organisation.name
            return render_template("organisations/official_thanks.html", name=name, is_us=is_us)
        organisation, asker = read_official_link(token)
    except LinkRefused as refusal:
        return render_template("errors/link_over.html", said=sentence(refusal)), 410
    return render_template(
        "organisations/official_link.html",
        organisation=organisation,
        asker=asker,
        form=BaseForm(),
    )
