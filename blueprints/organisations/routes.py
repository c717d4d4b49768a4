"""One's organisation: create it, see it, say who acts for it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.organisations.forms import MemberForm, OrganisationForm
from blueprints.web.guards import requires
from blueprints.web.refusals import flash_refusal, sentence
from models.organisations import Organisation
from services.offers import create_offer
from services.organisations import (
    AlreadyMember,
    FinessKeyWrong,
    LastAdmin,
    SiretKeyWrong,
    UnknownMember,
    add_member,
    can_administer,
    check_may_administer,
    create_organisation,
    list_memberships,
    open_organisation,
    remove_member,
)
from services.transaction import transaction

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")


@blueprint.route("/nouvelle", methods=["GET", "POST"])
@requires("host")
def create() -> ResponseReturnValue:
    """One short form, then straight to a first offer."""
    form = OrganisationForm()
    is_first = not list_memberships(current_user.id)
    if form.validate_on_submit():
        try:
            with transaction():
                organisation = _create(form)
                offer = create_offer(organisation, current_user) if is_first else None
        except (SiretKeyWrong, FinessKeyWrong) as refusal:
            field = form.siret if isinstance(refusal, SiretKeyWrong) else form.finess
            field.errors = [sentence(refusal)]
        else:
            flash(f"« {organisation.name} » est créée.", "success")
            if offer:
                return redirect(url_for("offers.edit", offer_id=offer.id, step="essentiel"))
            return redirect(url_for("organisations.show", organisation_id=organisation.id))
    page = render_template("organisations/create.html", form=form, is_first=is_first)
    return page, 422 if form.errors else 200


def _create(form: OrganisationForm) -> Organisation:
    return create_organisation(
        current_user,
        kind=form.kind.data,
        commune_code=form.commune.code or "",
        name=form.name.data,
        siret=form.siret.data,
        finess=form.finess.data,
        phone=form.phone.data,
    )


@blueprint.get("/<int:organisation_id>")
@requires("host")
def show(organisation_id: int) -> ResponseReturnValue:
    """The organisation and its members."""
    return _page(organisation_id, MemberForm(formdata=None))


def _page(organisation_id: int, form: MemberForm) -> ResponseReturnValue:
    organisation, member = open_organisation(organisation_id, current_user)
    page = render_template(
        "organisations/show.html",
        organisation=organisation,
        member=member,
        form=form if can_administer(member) else None,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<int:organisation_id>/membres")
@requires("host")
def invite_member(organisation_id: int) -> ResponseReturnValue:
    """Let someone who has an account act for the organisation."""
    organisation, member = open_organisation(organisation_id, current_user)
    check_may_administer(member)
    form = MemberForm()
    if form.validate_on_submit():
        try:
            with transaction():
                add_member(organisation, form.email.data, form.role.data)
        except (UnknownMember, AlreadyMember) as refusal:
            form.email.errors = [sentence(refusal)]
        else:
            flash("C’est fait : cette personne agit maintenant avec vous.", "success")
            return redirect(url_for("organisations.show", organisation_id=organisation_id))
    return _page(organisation_id, form)


@blueprint.post("/<int:organisation_id>/membres/<int:account_id>/retirer")
@requires("host")
def dismiss_member(organisation_id: int, account_id: int) -> ResponseReturnValue:
    """Someone leaves: an administrator says so, or they do it themselves."""
    organisation, member = open_organisation(organisation_id, current_user)
    if account_id != current_user.id:
        check_may_administer(member)
    try:
        with transaction():
            remove_member(organisation, account_id)
    except LastAdmin as refusal:
        flash_refusal(refusal)
    else:
        flash("Cette personne n’agit plus pour l’organisation.", "success")
        if account_id == current_user.id:
            return redirect(url_for("offers.index"))
    return redirect(url_for("organisations.show", organisation_id=organisation_id))
