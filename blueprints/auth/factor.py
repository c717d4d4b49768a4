"""The second factor: set it up, keep codes on paper, do without."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.auth.base import back_to_account, blueprint, status_of
from blueprints.auth.forms import CodeForm, FirstCodeForm, RemoveFactorForm
from blueprints.web.drawn_codes import draw_code
from blueprints.web.guards import requires_login
from blueprints.web.presence import presence, remote
from blueprints.web.refusals import flash_refusal, sentence
from services.accounts import PasswordWrong, check_password
from services.refusals import Refusal
from services.second_factors import (
    confirm_factor,
    count_codes,
    find_enrolment,
    has_factor,
    remove_factor,
    renew_codes,
    start_factor,
)
from services.sessions import must_have_factor
from services.throttles import check_rate
from services.transaction import transaction


@blueprint.route("/compte/second-facteur", methods=["GET", "POST"])
@requires_login
def factor() -> ResponseReturnValue:
    """Show the secret to a telephone and take its first code; the codes on paper are shown once."""
    if has_factor(current_user):
        return redirect(url_for("auth.factor_state"))
    enrolment = find_enrolment(current_user)
    if enrolment is None:
        return render_template("auth/factor_start.html", required=must_have_factor(current_user))
    form = FirstCodeForm()
    status = 200
    if form.validate_on_submit():
        try:
            check_rate("second_factor", str(current_user.id), remote())
            with transaction():
                codes = confirm_factor(current_user, form.code.data, _session_id())
            return render_template("auth/factor_codes.html", codes=codes, fresh=True)
        except Refusal as refusal:
            form.code.errors, status = [sentence(refusal)], status_of(refusal)
    page = render_template(
        "auth/factor.html",
        form=form,
        secret=enrolment.secret,
        picture=draw_code(enrolment.uri, scale=5),
    )
    return page, 422 if form.errors and status == 200 else status


@blueprint.post("/compte/second-facteur/commencer")
@requires_login
def factor_start() -> ResponseReturnValue:
    """Make a secret for a telephone to learn."""
    try:
        with transaction():
            start_factor(current_user)
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for("auth.factor"))


@blueprint.get("/compte/second-facteur/actif")
@requires_login
def factor_state() -> ResponseReturnValue:
    """What can be done with a second factor in force."""
    if not has_factor(current_user):
        return redirect(url_for("auth.factor"))
    return render_template(
        "auth/factor_state.html",
        left=count_codes(current_user),
        required=must_have_factor(current_user),
        form=CodeForm(),
        remove=RemoveFactorForm(prefix="retrait"),
    )


@blueprint.post("/compte/second-facteur/codes")
@requires_login
def factor_codes() -> ResponseReturnValue:
    """Ten new codes, for a code of this moment."""
    form = CodeForm()
    try:
        check_rate("second_factor", str(current_user.id), remote())
        with transaction():
            codes = renew_codes(current_user, form.code.data or "")
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("auth.factor_state"))
    return render_template("auth/factor_codes.html", codes=codes, fresh=False)


@blueprint.post("/compte/second-facteur/retirer")
@requires_login
def factor_remove() -> ResponseReturnValue:
    """Do without, for the password and a code."""
    form = RemoveFactorForm(prefix="retrait")
    try:
        check_rate("second_factor", str(current_user.id), remote())
        if not form.validate():
            raise PasswordWrong()
        check_password(current_user, form.current.data)
        with transaction():
            remove_factor(current_user, form.code.data)
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("auth.factor_state"))
    flash("Le second facteur est retiré.", "success")
    return back_to_account()


def _session_id() -> str:
    found = presence()
    return found.session_id if found else ""
