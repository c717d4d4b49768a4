"""The end of an account, asked for by its owner."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import BooleanField, PasswordField
from wtforms.validators import DataRequired

from blueprints.privacy.base import blueprint
from blueprints.web.forms import BaseForm
from blueprints.web.guards import requires_login
from blueprints.web.presence import remote
from blueprints.web.refusals import sentence
from models.base import now
from services.accounts import PasswordWrong, check_password
from services.erasure import erase
from services.event_leaving import list_held_alone
from services.leaving import HandOverFirst, preview_leaving
from services.throttles import TooMany, check_rate
from services.transaction import transaction


class EndForm(BaseForm):
    """The password again, and a clear yes."""

    password = PasswordField(
        "Votre mot de passe",
        [
            DataRequired(
                "Donnez votre mot de passe\u00a0: c’est lui qui prouve que c’est bien vous."
            )
        ],
        render_kw={"autocomplete": "current-password"},
    )
    sure = BooleanField(
        "Je sais que rien ne pourra être retrouvé.",
        [DataRequired("Cochez cette case\u00a0: la suppression ne se rattrape pas.")],
    )


@blueprint.route("/mes-donnees/suppression", methods=["GET", "POST"])
@requires_login
def end() -> ResponseReturnValue:
    """Say what goes and what stays; then, with the password, do it at once."""
    form, status = EndForm(), 200
    if form.validate_on_submit():
        try:
            _end(form.password.data)
        except (PasswordWrong, TooMany) as refusal:
            form.password.errors = [sentence(refusal)]
            status = 429 if isinstance(refusal, TooMany) else 422
        except HandOverFirst as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            flash("Votre compte et vos données sont supprimés. Bon vent.", "success")
            return redirect(url_for("public.home"))
    page = render_template(
        "privacy/end.html",
        form=form,
        organisations=preview_leaving(current_user),
        evenings=list_held_alone(current_user.id),
        at=now(),
    )
    return page, 422 if form.errors and status == 200 else status


def _end(password: str) -> None:
    """The password is tried as at log-in: counted, and outside the transaction."""
    check_rate("login", current_user.email, remote())
    check_password(current_user, password)
    number = current_user.id
    with transaction():
        erase(current_user)
    current_app.logger.info("account %s erased by its owner", number)
    session.clear()
