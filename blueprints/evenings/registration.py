"""The invitation of each side, and the registration it leads to, with an account or without."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.evenings.base import blueprint
from blueprints.evenings.forms import CandidateForm, HostForm, RegistrationForm
from blueprints.evenings.personal import own_url
from blueprints.web.guards import open_to_all
from blueprints.web.presence import remote
from blueprints.web.refusals import sentence
from models.base import now
from models.dating_events import DatingEvent
from models.vocabulary import EventSide, RegistrationSource
from services.account_registrations import (
    known_of_doctor,
    known_of_host,
    list_offers_to_bring,
    own_registration,
    register_account,
)
from services.email_keys import email_key
from services.evening_words import tell_programme
from services.event_access import open_public_event
from services.participant_wordings import wording_of
from services.public_evenings import seats_of
from services.refusals import NotFound, Refusal
from services.registration_window import Window, window_of_registration
from services.registrations import AlreadyRegistered, Registration, register, remind
from services.throttles import TooMany, check_rate
from services.transaction import transaction

_ENDPOINTS = {
    EventSide.CANDIDATE: "evenings.invite_candidates",
    EventSide.HOST: "evenings.invite_hosts",
}


@blueprint.route("/<code>/medecins", methods=["GET", "POST"])
@open_to_all
def invite_candidates(code: str) -> ResponseReturnValue:
    """The invitation of doctors, interns and students."""
    return _invite(code, EventSide.CANDIDATE)


@blueprint.route("/<code>/hotes", methods=["GET", "POST"])
@open_to_all
def invite_hosts(code: str) -> ResponseReturnValue:
    """The invitation of those who welcome them."""
    return _invite(code, EventSide.HOST)


@blueprint.get("/<code>/courriel")
@open_to_all
def check_mail(code: str) -> ResponseReturnValue:
    """A message has left; the same page whether or not the address was known."""
    return render_template("evenings/check_mail.html", event=open_public_event(code))


def _invite(code: str, side: EventSide) -> ResponseReturnValue:
    event = open_public_event(code)
    if current_user.is_authenticated:
        address = own_url(own_registration(event, current_user))
        if address:
            return redirect(address)
    window = window_of_registration(event, now())
    form = _open_form(event, side)
    status = 200
    if request.method == "POST":
        try:
            if form.validate():
                return _register(event, side, form)
        except NotFound:
            raise
        except Refusal as refusal:
            place_refusal(form, refusal)
            status = 429 if isinstance(refusal, TooMany) else 422
    return _show(event, side, window, form), max(status, 422) if form.errors else status


def _open_form(event: DatingEvent, side: EventSide) -> Any:
    known = current_user.is_authenticated
    form: RegistrationForm
    if side == EventSide.CANDIDATE:
        form = CandidateForm(data=known_of_doctor(current_user) if known else {})
    else:
        offers = list_offers_to_bring(current_user.id) if known else []
        form = HostForm(data=known_of_host(offers))
        if offers:
            form.offer_id.choices = [
                *((str(offer.id), f"{offer.title}, {offer.organisation.name}") for offer in offers),
                ("", "Aucune en particulier"),
            ]
            form.organisation_name.validators = form.organisation_name.validators[1:]
            form.organisation_name.flags.required = False
        else:
            form.forget("offer_id")
    if known:
        form.forget("email", "agree")
    form.fill(event)
    return form


def _register(event: DatingEvent, side: EventSide, form: Any) -> ResponseReturnValue:
    if current_user.is_authenticated:
        check_rate("registration", current_user.email, remote())
        with transaction():
            participant = register_account(event, side, current_user, form.said(""))
            address = own_url(participant)
        if address:
            flash("C’est enregistré. Un message vous le confirme.", "success")
        return redirect(address or url_for("evenings.check_mail", code=event.code))
    email = form.email.data
    check_rate("registration", email_key(email), remote())
    _register_guest(event, side, form.said(email))
    flash(f"Un message vient de partir vers {email.strip()}.", "success")
    return redirect(url_for("evenings.check_mail", code=event.code))


def _register_guest(event: DatingEvent, side: EventSide, said: Registration) -> None:
    """Whether the address is on the list already shows nowhere but in its own mail."""
    try:
        with transaction():
            register(event, side, said, source=RegistrationSource.LINK.value)
    except AlreadyRegistered as known:
        with transaction():
            remind(int(str(known.data["participant_id"])))


def place_refusal(form: Any, refusal: Refusal) -> None:
    """Say a refusal beside the answer that it is about."""
    name = {"arrives_at": "arrives", "leaves_at": "leaves"}.get(
        str(refusal.data.get("field")), str(refusal.data.get("field"))
    )
    if name in form:
        form[name].errors = [*form[name].errors, sentence(refusal)]
    else:
        form.form_errors.append(sentence(refusal))


def _show(event: DatingEvent, side: EventSide, window: Window, form: Any) -> str:
    return render_template(
        "evenings/invite.html",
        event=event,
        side=side.value,
        window=window.value,
        seats=seats_of(event, side),
        form=form,
        programme=tell_programme(event),
        wording=wording_of(),
        known=current_user.is_authenticated,
        other_side=url_for(
            _ENDPOINTS[EventSide.HOST if side == EventSide.CANDIDATE else EventSide.CANDIDATE],
            code=event.code,
        ),
    )
