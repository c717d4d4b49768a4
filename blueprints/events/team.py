"""The team of an evening: invite, change what someone may do, take out, leave, join."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.events.base import blueprint
from blueprints.events.team_forms import InviteOrganiserForm, RightForm
from blueprints.web.forms import BaseForm
from blueprints.web.guards import open_to_all, requires_login
from blueprints.web.refusals import flash_refusal, sentence
from models.vocabulary import EventRight
from services import event_team
from services.accounts import EmailInvalid, NotConfirmed
from services.event_access import find_right, open_event
from services.event_team import AlreadyOrganiser, LastOwner, OrganiserForAnother
from services.links import LinkRefused
from services.throttles import check_rate
from services.transaction import transaction


@blueprint.get("/<int:event_id>/equipe")
@requires_login
def team(event_id: int) -> ResponseReturnValue:
    """Who organises this evening, and what each may do."""
    return _page(event_id, InviteOrganiserForm(formdata=None))


def _page(event_id: int, form: InviteOrganiserForm) -> ResponseReturnValue:
    event = open_event(event_id, current_user.id, EventRight.EDITOR)
    owns = find_right(event_id, current_user.id) == EventRight.OWNER
    page = render_template(
        "events/team.html",
        event=event,
        people=event_team.list_team(event),
        form=form if owns else None,
        right_form=RightForm(formdata=None),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<int:event_id>/equipe")
@requires_login
def invite_organiser(event_id: int) -> ResponseReturnValue:
    """Send someone a link that lets them organise."""
    open_event(event_id, current_user.id, EventRight.OWNER)
    form = InviteOrganiserForm()
    if not form.validate_on_submit():
        return _page(event_id, form)
    check_rate("mail", str(current_user.id), request.remote_addr or "")
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.OWNER, lock=True)
            sent = event_team.invite_organiser(
                event, form.email.data, form.right.data, by=current_user
            )
            flash(f"L’invitation est envoyée à {sent.email}.", "success")
    except (AlreadyOrganiser, EmailInvalid, NotConfirmed) as refusal:
        form.email.errors = [sentence(refusal)]
        return _page(event_id, form)
    return _back(event_id)


@blueprint.post("/<int:event_id>/equipe/<int:organiser_id>/droit")
@requires_login
def set_right(event_id: int, organiser_id: int) -> ResponseReturnValue:
    """What this person may do from now on."""
    open_event(event_id, current_user.id, EventRight.OWNER)
    form = RightForm()
    if not form.validate_on_submit():
        flash("Choisissez un droit dans la liste.", "error")
        return _back(event_id)
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.OWNER, lock=True)
            event_team.change_right(event, organiser_id, form.right.data, by=current_user)
    except LastOwner as refusal:
        flash_refusal(refusal)
    else:
        flash("C’est changé.", "success")
    return _back(event_id)


@blueprint.post("/<int:event_id>/equipe/<int:organiser_id>/retirer")
@requires_login
def remove_organiser(event_id: int, organiser_id: int) -> ResponseReturnValue:
    """Take someone out of the team, or withdraw an invitation."""
    open_event(event_id, current_user.id, EventRight.OWNER)
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.OWNER, lock=True)
            event_team.remove_organiser(event, organiser_id, by=current_user)
    except LastOwner as refusal:
        flash_refusal(refusal)
    else:
        flash("Cette personne n’organise plus la soirée.", "success")
    if find_right(event_id, current_user.id) is None:
        return redirect(url_for("events.index"))
    return _back(event_id)


@blueprint.post("/<int:event_id>/quitter")
@requires_login
def leave(event_id: int) -> ResponseReturnValue:
    """Help no more."""
    event = open_event(event_id, current_user.id, EventRight.DESK)
    try:
        with transaction():
            event_team.leave(event, current_user)
    except LastOwner as refusal:
        flash_refusal(refusal)
    else:
        flash("Vous n’organisez plus cette soirée.", "success")
    return redirect(url_for("events.index"))


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@open_to_all
def invitation(token: str) -> ResponseReturnValue:
    """What an invited person reads before they accept; opening the link accepts nothing."""
    try:
        if request.method == "POST" and current_user.is_authenticated:
            with transaction():
                joined = event_team.accept_invitation(token, current_user)
                flash(f"Vous organisez maintenant «\u00a0{joined.title}\u00a0».", "success")
                event_id = joined.id
            return redirect(url_for("events.overview", event_id=event_id))
        found = event_team.read_invitation(token)
    except LinkRefused as refusal:
        return render_template("errors/link_over.html", said=sentence(refusal)), 410
    except (OrganiserForAnother, AlreadyOrganiser, NotConfirmed) as refusal:
        flash_refusal(refusal)
        return redirect(url_for("events.invitation", token=token))
    return render_template(
        "events/team_invitation.html",
        invitation=found,
        event=found.event,
        right=event_team.tell_right(found.right),
        token=token,
        form=BaseForm(),
    )


def _back(event_id: int) -> ResponseReturnValue:
    return redirect(url_for("events.team", event_id=event_id))
