"""Who acts for an organisation: invite, accept, change a role, leave."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.organisations.base import blueprint, open_as_admin
from blueprints.organisations.forms import InvitationForm, RoleForm
from blueprints.organisations.routes import show_page
from blueprints.web.forms import BaseForm
from blueprints.web.guards import open_to_all, requires
from blueprints.web.refusals import flash_refusal, sentence
from services.accounts import EmailInvalid, NotConfirmed
from services.links import LinkRefused
from services.member_invitations import (
    InvitationForAnother,
    accept_invitation,
    invite_member,
    read_invitation,
    withdraw_invitation,
)
from services.members import AlreadyMember, LastAdmin, change_role, remove_member
from services.organisations import open_organisation
from services.throttles import check_rate
from services.transaction import transaction


@blueprint.post("/<int:organisation_id>/membres")
@requires("host")
def invite(organisation_id: int) -> ResponseReturnValue:
    """Send someone a link that lets them act for the organisation."""
    open_as_admin(organisation_id)
    form = InvitationForm()
    if not form.validate_on_submit():
        return show_page(organisation_id, form)
    check_rate("mail", str(current_user.id), request.remote_addr or "")
    try:
        with transaction():
            organisation = open_as_admin(organisation_id)
            sent = invite_member(organisation, form.email.data, form.role.data, by=current_user)
            flash(f"L’invitation est envoyée à {sent.email}.", "success")
    except (AlreadyMember, EmailInvalid, NotConfirmed) as refusal:
        form.email.errors = [sentence(refusal)]
        return show_page(organisation_id, form)
    return _back(organisation_id)


@blueprint.post("/<int:organisation_id>/invitations/<int:invitation_id>/retirer")
@requires("host")
def withdraw(organisation_id: int, invitation_id: int) -> ResponseReturnValue:
    """The link that was sent opens nothing any more."""
    with transaction():
        withdraw_invitation(open_as_admin(organisation_id), invitation_id)
    flash("L’invitation est retirée.", "success")
    return _back(organisation_id)


@blueprint.post("/<int:organisation_id>/membres/<int:account_id>/role")
@requires("host")
def set_role(organisation_id: int, account_id: int) -> ResponseReturnValue:
    """What this member may do from now on."""
    form = RoleForm()
    organisation = open_as_admin(organisation_id)
    if not form.validate_on_submit():
        flash("Choisissez un rôle dans la liste.", "error")
        return _back(organisation_id)
    try:
        with transaction():
            change_role(organisation, account_id, form.role.data, by=current_user)
    except LastAdmin as refusal:
        flash_refusal(refusal)
    else:
        flash("C’est changé.", "success")
    return _back(organisation_id)


@blueprint.post("/<int:organisation_id>/membres/<int:account_id>/retirer")
@requires("host")
def dismiss_member(organisation_id: int, account_id: int) -> ResponseReturnValue:
    """Someone leaves: an administrator says so, or they do it themselves."""
    organisation, _member = open_organisation(organisation_id, current_user)
    try:
        with transaction():
            remove_member(organisation, account_id, by=current_user)
    except LastAdmin as refusal:
        flash_refusal(refusal)
    else:
        flash("Cette personne n’agit plus pour l’organisation.", "success")
        if account_id == current_user.id:
            return redirect(url_for("offers.index"))
    return _back(organisation_id)


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@open_to_all
def invitation(token: str) -> ResponseReturnValue:
    """What an invited person reads before they accept; opening the link accepts nothing."""
    try:
        if request.method == "POST" and current_user.is_authenticated:
            with transaction():
                joined = accept_invitation(token, current_user)
            flash(f"Vous agissez maintenant pour «\u00a0{joined.name}\u00a0».", "success")
            return redirect(url_for("offers.index"))
        found = read_invitation(token)
    except LinkRefused as refusal:
        said = sentence(refusal)
        return render_template("errors/link_over.html", said=said), 410
    except (InvitationForAnother, AlreadyMember, NotConfirmed) as refusal:
        flash_refusal(refusal)
        return redirect(url_for("organisations.invitation", token=token))
    return render_template(
        "organisations/invitation.html", invitation=found, token=token, form=BaseForm()
    )


def _back(organisation_id: int) -> ResponseReturnValue:
    return redirect(url_for("organisations.show", organisation_id=organisation_id))
