"""Sign up, log in, log out."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.auth.base import blueprint, home_of, next_page, status_of
from blueprints.auth.forms import CodeForm, LogInForm, SignUpForm
from blueprints.web.guards import open_to_all, requires_login
from blueprints.web.presence import enter, leave, presence, remote
from blueprints.web.refusals import sentence
from models.vocabulary import Role
from services.accounts import account_key, add_role, find_by_credentials, hash_password, sign_up
from services.confirmations import ask_confirmation
from services.demo_logins import DEMO_PASSWORD, demo_logins
from services.refusals import Refusal
from services.second_factors import pass_factor
from services.throttles import check_rate
from services.transaction import transaction


@blueprint.route("/inscription", methods=["GET", "POST"])
@open_to_all
def signup() -> ResponseReturnValue:
    """Create an account and go straight to what one came for; a known address changes nothing."""
    if current_user.is_authenticated:
        return redirect(home_of(current_user))
    form = SignUpForm(role=request.args.get("role") or Role.DOCTOR.value)
    status = 200
    if form.validate_on_submit():
        try:
            check_rate("sign_up", remote())
            check_rate("mail", account_key(form.email.data), remote())
            hashed = hash_password(form.password.data)
            with transaction():
                account = sign_up(form.email.data, hashed, form.role.data)
                ask_confirmation(account)
        except Refusal as refusal:
            form.email.errors, status = [sentence(refusal)], status_of(refusal)
        else:
            enter(account)
            flash(
                "Bienvenue. Vous pouvez commencer tout de suite\u00a0; un message part "
                f"vers {account.email} pour confirmer votre adresse.",
                "success",
            )
            return redirect(next_page(account))
    return render_template("auth/signup.html", form=form), _status(form, status)


@blueprint.route("/connexion", methods=["GET", "POST"])
@open_to_all
def login() -> ResponseReturnValue:
    """Log in; a wrong address and a wrong password get the same answer."""
    if current_user.is_authenticated:
        return redirect(next_page(current_user))
    form = LogInForm()
    status = 200
    if form.validate_on_submit():
        try:
            check_rate("login", account_key(form.email.data), remote())
        except Refusal as refusal:
            form.password.errors, status = [sentence(refusal)], status_of(refusal)
        else:
            account = find_by_credentials(form.email.data, form.password.data)
            if account:
                enter(account)
                found = presence()
                if found and found.wants_code:
                    return redirect(url_for("auth.login_code", next=request.args.get("next")))
                return redirect(next_page(account))
            form.password.errors = [
                "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les deux. "
                "Si vous venez de créer votre compte, ouvrez d’abord le lien reçu par courriel."
            ]
    demo = demo_logins() if current_app.config["DEMO_MODE"] else []
    page = render_template(
        "auth/login.html", form=form, demo_logins=demo, demo_password=DEMO_PASSWORD
    )
    return page, _status(form, status)


@blueprint.route("/connexion/code", methods=["GET", "POST"])
@open_to_all
def login_code() -> ResponseReturnValue:
    """The second factor, for whoever gave the right password in this browser."""
    found = presence()
    if found is None or not found.wants_code:
        return redirect(url_for("auth.login"))
    form = CodeForm()
    status = 200
    if form.validate_on_submit():
        account_id = found.account.id
        try:
            check_rate("second_factor", str(account_id), remote())
            with transaction():
                pass_factor(found.account, form.code.data, found.session_id)
        except Refusal as refusal:
            form.code.errors, status = [sentence(refusal)], status_of(refusal)
        else:
            return redirect(next_page(found.account))
    return render_template("auth/login_code.html", form=form), _status(form, status)


@blueprint.post("/deconnexion")
@open_to_all
def logout() -> ResponseReturnValue:
    """Leave; also for someone whose code is still to come."""
    leave()
    flash("Vous êtes déconnecté.", "info")
    return redirect(url_for("public.home"))


@blueprint.post("/mes-roles/<any(doctor,host):role>")
@requires_login
def take_role(role: str) -> ResponseReturnValue:
    """Use the other part of the site with the same account."""
    with transaction():
        add_role(current_user, role)
    return redirect(url_for("doctors.home" if role == Role.DOCTOR else "offers.index"))


def _status(form: CodeForm | LogInForm | SignUpForm, status: int) -> int:
    return max(status, 422) if form.errors else status
