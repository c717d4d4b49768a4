"""The page of one's own account: address, password, open sessions."""

from __future__ import annotations

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.auth.base import back_to_account, blueprint, status_of
from blueprints.auth.forms import ChangeEmailForm, ChangePasswordForm
from blueprints.web.guards import requires_login
from blueprints.web.presence import presence, remote
from blueprints.web.refusals import sentence
from services.accounts import EmailInvalid, check_password, hash_password
from services.email_changes import SameEmail, ask_email_change
from services.passwords import change_password
from services.refusals import Refusal
from services.second_factors import has_factor
from services.sessions import end_session, end_sessions, list_sessions
from services.throttles import check_rate
from services.transaction import transaction


@blueprint.get("/compte")
@requires_login
def account() -> ResponseReturnValue:
    """What one can change, and where one is logged in."""
    return render_template(
        "auth/account.html",
        sessions=list_sessions(current_user),
        here=_session_id(),
        has_factor=has_factor(current_user),
    )


@blueprint.route("/compte/mot-de-passe", methods=["GET", "POST"])
@requires_login
def password() -> ResponseReturnValue:
    """Change the password; other sessions end."""
    form = ChangePasswordForm()
    status = 200
    if form.validate_on_submit():
        try:
            check_rate("login", current_user.email, remote())
            check_password(current_user, form.current.data)
            hashed = hash_password(form.password.data)
            with transaction():
                ended = change_password(current_user, hashed, _session_id())
        except Refusal as refusal:
            form.current.errors, status = [sentence(refusal)], status_of(refusal)
        else:
            flash("Votre mot de passe est changé." + _elsewhere(ended), "success")
            return back_to_account()
    page = render_template("auth/password.html", form=form)
    return page, 422 if form.errors and status == 200 else status


@blueprint.route("/compte/adresse", methods=["GET", "POST"])
@requires_login
def email() -> ResponseReturnValue:
    """Ask for another address; it is taken once someone has answered there."""
    form = ChangeEmailForm()
    status = 200
    if form.validate_on_submit():
        try:
            check_rate("login", current_user.email, remote())
            check_rate("mail", current_user.email, remote())
            check_password(current_user, form.current.data)
            with transaction():
                address = ask_email_change(current_user, form.email.data)
        except (EmailInvalid, SameEmail) as refusal:
            form.email.errors = [sentence(refusal)]
        except Refusal as refusal:
            form.current.errors, status = [sentence(refusal)], status_of(refusal)
        else:
            flash(f"Un lien part vers {address}. Ouvrez-le pour confirmer.", "success")
            return back_to_account()
    page = render_template("auth/email.html", form=form)
    return page, 422 if form.errors and status == 200 else status


@blueprint.post("/compte/sessions/<session_id>")
@requires_login
def end_one(session_id: str) -> ResponseReturnValue:
    """Log out one other device."""
    with transaction():
        end_session(current_user, session_id)
    flash("Cet appareil est déconnecté.", "success")
    return back_to_account()


@blueprint.post("/compte/sessions")
@requires_login
def end_others() -> ResponseReturnValue:
    """Log out every other device."""
    with transaction():
        ended = end_sessions(current_user.id, but=_session_id())
    flash("C’est fait." + _elsewhere(ended), "success")
    return back_to_account()


def _session_id() -> str:
    found = presence()
    return found.session_id if found else ""


def _elsewhere(ended: int) -> str:
    if ended == 0:
        return " Aucun autre appareil n’était connecté."
    return " Un autre appareil est déconnecté." if ended == 1 else f" {ended} autres appareils."
