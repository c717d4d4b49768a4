"""The blueprint of organisations, and how its pages open one."""

from __future__ import annotations

from flask import Blueprint
from flask_login import current_user

from models.organisations import Organisation
from services.organisations import check_may_administer, open_organisation

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")


def open_as_admin(organisation_id: int) -> Organisation:
    """An organisation for who administers it; 404 for strangers, 403 for its other members."""
    organisation, member = open_organisation(organisation_id, current_user)
    check_may_administer(member)
    return organisation
