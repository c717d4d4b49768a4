"""The blueprint of accounts, and where people go once they are in."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.web.destinations import own_page
from blueprints.web.presence import remote
from blueprints.web.refusals import sentence
from models.accounts import Account
from models.vocabulary import Role
from services.links import LinkRefused
from services.throttles import TooMany, check_rate

blueprint = Blueprint("auth", __name__)


def home_of(account: Account) -> str:
    """The first page of the part of the site that this account uses."""
    if account.has_role(Role.DOCTOR):
        return url_for("doctors.home")
    if account.has_role(Role.HOST):
        return url_for("offers.index")
    return url_for("public.home")


def next_page(account: Account) -> str:
    """Where this person was going, if it is on this site."""
    return own_page(request.args.get("next")) or home_of(account)


def status_of(refusal: Exception) -> int:
    """The status of a form that was refused."""
    return 429 if isinstance(refusal, TooMany) else 422


def link_refused(refusal: LinkRefused) -> ResponseReturnValue:
    """Say why a link opens nothing, and what to do; guessing links is slowed down."""
    try:
        check_rate("link", remote())
    except TooMany:
        return render_template("errors/429.html"), 429
    return render_template("auth/link_refused.html", why=sentence(refusal)), 410


def back_to_account() -> ResponseReturnValue:
    """The page of one's own account."""
    return redirect(url_for("auth.account"))
