"""Sign up, log in, log out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from blueprints.auth.forms import LogInForm, SignUpForm
from blueprints.web.guards import open_to_all, requires_login
from blueprints.web.refusals import sentence
from models.accounts import Account
from models.vocabulary import Role
from services.accounts import EmailTaken, add_role, find_by_credentials, hash_password, sign_up
from services.demo_logins import DEMO_PASSWORD, demo_logins
from services.refusals import Refusal
from services.transaction import transaction

blueprint = Blueprint("auth", __name__)


def _home_of(account: Account) -> str:
    if account.has_role(Role.DOCTOR):
        return url_for("doctors.home")
    if account.has_role(Role.HOST):
        return url_for("offers.index")
    return url_for("public.home")


def _next_page(account: Account) -> str:
    wanted = request.args.get("next", "").replace("\\", "/")
    parts = urlsplit(wanted)
    is_ours = wanted.startswith("/") and not wanted.startswith("//") and not parts.netloc
    return wanted if is_ours else _home_of(account)


@blueprint.route("/inscription", methods=["GET", "POST"])
@open_to_all
def signup() -> ResponseReturnValue:
    """Create an account and go straight to what one came for."""
    if current_user.is_authenticated:
        return redirect(_home_of(current_user))
    form = SignUpForm(role=request.args.get("role") or Role.DOCTOR.value)
    if form.validate_on_submit():
        try:
            hashed = hash_password(form.password.data)
            with transaction():
                account = sign_up(form.email.data, hashed, form.role.data)
        except Refusal as refusal:
            form.email.errors = [sentence(refusal)]
            return render_template(
                "auth/signup.html", form=form, taken=isinstance(refusal, EmailTaken)
            ), 422
        login_user(account)
        flash("Bienvenue. Votre compte est créé.", "success")
        return redirect(_next_page(account))
    return render_template("auth/signup.html", form=form), 422 if form.errors else 200


@blueprint.route("/connexion", methods=["GET", "POST"])
@open_to_all
def login() -> ResponseReturnValue:
    """Log in; a wrong address and a wrong password get the same answer."""
    if current_user.is_authenticated:
        return redirect(_next_page(current_user))
    form = LogInForm()
    if form.validate_on_submit():
        account = find_by_credentials(form.email.data, form.password.data)
        if account:
            login_user(account)
            return redirect(_next_page(account))
        form.password.errors = [
            "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les deux."
        ]
    demo = demo_logins() if current_app.config["DEMO_MODE"] else []
    page = render_template(
        "auth/login.html", form=form, demo_logins=demo, demo_password=DEMO_PASSWORD
    )
    return page, 422 if form.errors else 200


@blueprint.post("/deconnexion")
@requires_login
def logout() -> ResponseReturnValue:
    """Leave."""
    logout_user()
    flash("Vous êtes déconnecté.", "info")
    return redirect(url_for("public.home"))


@blueprint.post("/mes-roles/<any(doctor,host):role>")
@requires_login
def take_role(role: str) -> ResponseReturnValue:
    """Use the other part of the site with the same account."""
    with transaction():
        add_role(current_user, role)
    return redirect(url_for("doctors.home" if role == Role.DOCTOR else "offers.index"))
