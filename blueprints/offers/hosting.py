"""What a host comes to: their organisations, their offers, what to do next."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.offers.base import blueprint
from blueprints.web.converters import LARGEST_ROW
from blueprints.web.guards import requires
from services.host_board import list_board
from services.offers import create_offer
from services.organisations import check_may_edit, list_memberships, open_organisation
from services.paris_days import today_in_paris
from services.transaction import transaction


@blueprint.get("")
@requires("host")
def index() -> ResponseReturnValue:
    """My organisations and their offers."""
    memberships = list_memberships(current_user.id)
    board = list_board([member.organisation_id for member in memberships], today_in_paris())
    return render_template("offers/index.html", memberships=memberships, board=board)


@blueprint.route("/nouvelle", methods=["GET", "POST"])
@requires("host")
def create() -> ResponseReturnValue:
    """Begin a draft for one of one's organisations."""
    memberships = list_memberships(current_user.id)
    if not memberships:
        return redirect(url_for("organisations.create"))
    if request.method == "GET":
        return render_template("offers/create.html", memberships=memberships)
    wanted = request.form.get("organisation_id", type=int)
    if wanted is None or abs(wanted) > LARGEST_ROW:
        abort(400)
    organisation, member = open_organisation(wanted, current_user)
    check_may_edit(member)
    with transaction():
        offer = create_offer(organisation, current_user, today_in_paris())
    return redirect(url_for("offers.edit", offer_id=offer.id, step="essentiel"))
