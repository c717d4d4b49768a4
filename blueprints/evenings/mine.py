"""One's own page: confirm, see where one stands, correct, cancel, take away, erase."""

from __future__ import annotations

import json
from datetime import datetime

from flask import (
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from blueprints.evenings.base import blueprint
from blueprints.evenings.forms import CandidateForm, HostForm, values_of
from blueprints.evenings.personal import has_page, open_listed
from blueprints.evenings.registration import place_refusal
from blueprints.web.drawn_codes import draw_code
from blueprints.web.forms import BaseForm
from blueprints.web.guards import open_to_all
from blueprints.web.made_files import send_made
from blueprints.web.refusals import flash_refusal
from models.base import now
from models.participants import Participant
from models.vocabulary import EventSide, ParticipantStatus
from services import participant_data, registrations
from services.couple_leaving import leave
from services.couples import state_of
from services.evening_words import tell_programme
from services.participant_keys import open_participant
from services.participants import badge_name, badge_number
from services.reconfirmation import may_reconfirm
from services.refusals import Refusal
from services.registration_window import window_of_registration
from services.transaction import transaction
from services.waiting_list import position

_TOKEN = "/inscription/<token>"  # noqa: S105 - a part of an address


@blueprint.get(_TOKEN)
@open_to_all
def mine(token: str) -> ResponseReturnValue:
    """Where this registration stands, and everything that can be done from here."""
    participant = open_participant(token)
    event, instant = participant.event, now()
    return render_template(
        "evenings/mine.html",
        token=token,
        participant=participant,
        event=event,
        window=window_of_registration(event, instant).value,
        is_over=instant >= event.starts_at,
        number=badge_number(participant),
        badge_text=badge_name(participant),
        place_in_line=position(participant),
        picture=_picture(participant),
        programme=tell_programme(event),
        links=_links(participant, token, instant),
        couple=state_of(participant) if participant.side == EventSide.CANDIDATE else None,
        may_reconfirm=has_page("evenings.reconfirm") and may_reconfirm(participant, instant),
        form=BaseForm(),
    )


@blueprint.post(f"{_TOKEN}/confirmer")
@open_to_all
def confirm(token: str) -> ResponseReturnValue:
    """The one button of the page that the e-mail leads to: programs open links, people press."""
    participant = open_participant(token)
    try:
        with transaction():
            registrations.confirm(participant)
            is_waiting = participant.status == ParticipantStatus.WAITING
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        flash(
            "C’est confirmé\u00a0: vous êtes sur la liste d’attente."
            if is_waiting
            else "C’est confirmé\u00a0: votre place vous attend.",
            "success",
        )
    return redirect(url_for("evenings.mine", token=token))


@blueprint.route(f"{_TOKEN}/modifier", methods=["GET", "POST"])
@open_to_all
def edit(token: str) -> ResponseReturnValue:
    """Correct what was said; the address stays."""
    participant = open_listed(token)
    kind = CandidateForm if participant.side == EventSide.CANDIDATE else HostForm
    form = kind(data=values_of(participant))
    form.fill(participant.event, participant)
    form.forget("email", "agree", "offer_id")
    if form.validate_on_submit():
        try:
            with transaction():
                registrations.change(participant, form.said(participant.email))
        except Refusal as refusal:
            place_refusal(form, refusal)
        else:
            flash("C’est corrigé.", "success")
            return redirect(url_for("evenings.mine", token=token))
    page = render_template(
        "evenings/edit.html",
        token=token,
        participant=participant,
        event=participant.event,
        side=participant.side,
        form=form,
        known=False,
    )
    return page, 422 if form.errors else 200


@blueprint.route(f"{_TOKEN}/annuler", methods=["GET", "POST"])
@open_to_all
def cancel(token: str) -> ResponseReturnValue:
    """Give up one's seat; whoever came with someone says whether both do."""
    participant = open_listed(token)
    partner = state_of(participant).partner
    form = BaseForm()
    if form.validate_on_submit():
        return _cancel(token, participant)
    return render_template(
        "evenings/cancel.html",
        token=token,
        participant=participant,
        event=participant.event,
        partner=partner,
        form=form,
    )


def _cancel(token: str, participant: Participant) -> ResponseReturnValue:
    try:
        with transaction():
            leave(participant, with_partner=request.form.get("who") == "both")
    except Refusal as refusal:
        flash_refusal(refusal)
    else:
        flash("C’est annulé. Merci d’avoir prévenu.", "success")
    return redirect(url_for("evenings.mine", token=token))


@blueprint.get(f"{_TOKEN}/mes-donnees.json")
@open_to_all
def my_data(token: str) -> ResponseReturnValue:
    """Everything kept on this registration."""
    participant = open_participant(token)
    text = json.dumps(participant_data.copy_of(participant), ensure_ascii=False, indent=2)
    return send_made(text, "application/json; charset=utf-8", "mes-donnees.json")


@blueprint.route(f"{_TOKEN}/effacer", methods=["GET", "POST"])
@open_to_all
def erase(token: str) -> ResponseReturnValue:
    """Nothing that tells who this was stays; the link opens nothing any more."""
    participant = open_participant(token)
    event, form = participant.event, BaseForm()
    if form.validate_on_submit():
        code = event.code
        with transaction():
            participant_data.erase(participant)
        flash("Tout est effacé. Ce lien n’ouvre plus rien.", "success")
        return redirect(url_for("evenings.show", code=code))
    return render_template(
        "evenings/erase.html", token=token, participant=participant, event=event, form=form
    )


def _picture(participant: Participant) -> Markup | None:
    """The QR code of the badge: it leads the desk, and nobody else, to this person."""
    if participant.status != ParticipantStatus.REGISTERED or not has_page("events.badge"):
        return None
    site = current_app.config["PUBLIC_URL"].rstrip("/")
    address = site + url_for(
        "events.badge", event_id=participant.event_id, badge_code=participant.badge_code
    )
    return draw_code(address)


def _links(participant: Participant, token: str, at: datetime) -> list[dict[str, str]]:
    """The pages that mean something now, of those that the site has."""
    event = participant.event
    if participant.status not in (ParticipantStatus.REGISTERED, ParticipantStatus.WAITING):
        return []
    seated = participant.status == ParticipantStatus.REGISTERED
    begun, told = at >= event.starts_at, event.announced_at is not None
    wanted = (
        ("programme", "Mon programme", "Qui je rencontre, à quelle table", "list", seated and told),
        ("schedule_pdf", "À imprimer", "Mon programme sur une page", "printer", seated and told),
        ("cards", "Mes cartes", "Oui, peut-être ou non après chaque rencontre", "pencil",
         seated and begun),
        ("feedback", "Mon avis", "Deux minutes, sans nom", "message", seated and begun),
        ("wishes", "Qui vient en face", "Dire qui rencontrer en premier", "users", not begun),
        ("couple", "Venir en couple", "Avec quelqu’un d’autre qui s’inscrit", "heart",
         not begun and participant.side == EventSide.CANDIDATE),
        ("calendar", "Dans mon agenda", "L’heure et le lieu, tenus à jour", "calendar",
         seated and not begun),
    )  # fmt: skip
    return [
        {
            "href": url_for(f"{blueprint.name}.{name}", token=token),
            "label": label,
            "text": text,
            "icon": icon,
        }
        for name, label, text, icon, meant in wanted
        if meant and has_page(f"{blueprint.name}.{name}")
    ]
