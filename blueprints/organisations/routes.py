"""One's organisation: create it, see it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.organisations.base import blueprint
from blueprints.organisations.forms import InvitationForm, OrganisationForm, RoleForm
from blueprints.web.guards import requires
from blueprints.web.refusals import sentence
from models.organisations import Organisation
from services.member_invitations import list_pending
from services.offers import create_offer
from services.organisations import (
    FinessKeyWrong,
    SiretKeyWrong,
    can_administer,
    create_organisation,
    list_memberships,
    open_organisation,
)
from services.transaction import transaction


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
            flash(f"«\u00a0{organisation.name}\u00a0» est créée.", "success")
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
    return show_page(organisation_id, InvitationForm(formdata=None))


def show_page(organisation_id: int, form: InvitationForm) -> ResponseReturnValue:
    """The page, with what was typed in the form of invitations and what is wrong with it."""
    organisation, member = open_organisation(organisation_id, current_user)
    administers = can_administer(member)
    page = render_template(
        "organisations/show.html",
        organisation=organisation,
        member=member,
        form=form if administers else None,
        role_form=RoleForm(formdata=None),
        pending=list_pending(organisation) if administers else (),
    )
    return page, 422 if form.errors else 200
