"""What comes by e-mail: confirm an address, choose a new password, undo a change."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.auth.base import blueprint, home_of, link_refused, status_of
from blueprints.auth.forms import AddressForm, NewPasswordForm, PasswordForm, PlainForm
from blueprints.web.guards import open_to_all, requires_login
from blueprints.web.presence import enter, remote
from blueprints.web.refusals import flash_refusal, sentence
from models.accounts import Account
from services.accounts import account_key, check_password, hash_password, is_confirmed
from services.confirmations import account_to_confirm, ask_confirmation, confirm
from services.email_changes import (
    account_to_change,
    address_to_restore,
    change_email,
    undo_email_change,
)
from services.links import LinkRefused
from services.passwords import account_to_reset, ask_reset, reset_password
from services.refusals import Refusal
from services.throttles import check_rate
from services.transaction import transaction


@blueprint.route("/confirmer/<token>", methods=["GET", "POST"])
@open_to_all
def confirm_email(token: str) -> ResponseReturnValue:
    """Claim an address. Elsewhere than in one's own session, the password is asked too:
    a link that someone else had sent to this address confirms nothing for them.
    """
    try:
        account = account_to_confirm(token)
    except LinkRefused as refusal:
        return link_refused(refusal)
    email, form = account.email, _proof_of(account)
    status = 200
    if form.validate_on_submit():
        try:
            _check_proof(form, account)
            with transaction():
                account = confirm(token)
        except Refusal as refusal:
            _say(form, refusal)
            status = status_of(refusal)
        else:
            return _welcome(account, "Votre adresse est confirmée. Merci.")
    page = render_template("auth/confirm.html", form=form, email=email)
    return page, 422 if form.errors and status == 200 else status


@blueprint.post("/compte/confirmation")
@requires_login
def ask_again() -> ResponseReturnValue:
    """Send the link once more."""
    try:
        check_rate("mail", current_user.email, remote())
        if not is_confirmed(current_user):
            with transaction():
                ask_confirmation(current_user)
        flash(f"Un nouveau lien part vers {current_user.email}.", "success")
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for("auth.account"))


@blueprint.route("/mot-de-passe-oublie", methods=["GET", "POST"])
@open_to_all
def forgotten() -> ResponseReturnValue:
    """Ask for a link; the answer is the same whether or not an account has this address."""
    form = AddressForm()
    status, sent_to = 200, None
    if form.validate_on_submit():
        try:
            check_rate("reset", account_key(form.email.data), remote())
            with transaction():
                ask_reset(form.email.data)
            sent_to = form.email.data
        except Refusal as refusal:
            form.email.errors, status = [sentence(refusal)], status_of(refusal)
    page = render_template("auth/forgotten.html", form=form, sent_to=sent_to)
    return page, 422 if form.errors and status == 200 else status


@blueprint.route("/mot-de-passe/<token>", methods=["GET", "POST"])
@open_to_all
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password."""
    form = NewPasswordForm()
    try:
        email = account_to_reset(token).email
        if form.validate_on_submit():
            hashed = hash_password(form.password.data)
            with transaction():
                reset_password(token, hashed)
            session.clear()
            flash("Votre mot de passe est changé. Connectez-vous avec le nouveau.", "success")
            return redirect(url_for("auth.login"))
    except LinkRefused as refusal:
        return link_refused(refusal)
    return render_template("auth/reset.html", form=form, email=email), 422 if form.errors else 200


@blueprint.route("/adresse/<token>", methods=["GET", "POST"])
@open_to_all
def confirm_change(token: str) -> ResponseReturnValue:
    """Take the new address, by its link and by what only the owner of the account has."""
    try:
        account, email = account_to_change(token)
    except LinkRefused as refusal:
        return link_refused(refusal)
    form = _proof_of(account)
    status = 200
    if form.validate_on_submit():
        try:
            _check_proof(form, account)
            with transaction():
                account = change_email(token)
        except Refusal as refusal:
            _say(form, refusal)
            status = status_of(refusal)
        else:
            return _welcome(account, f"Votre adresse est maintenant {account.email}.")
    page = render_template("auth/confirm.html", form=form, email=email)
    return page, 422 if form.errors and status == 200 else status


@blueprint.route("/adresse/annuler/<token>", methods=["GET", "POST"])
@open_to_all
def undo_change(token: str) -> ResponseReturnValue:
    """Bring the old address back, then choose a new password."""
    form = PlainForm()
    try:
        email = address_to_restore(token)
        if form.validate_on_submit():
            with transaction():
                reset_token = undo_email_change(token)
            session.clear()
            flash(f"Votre adresse est de nouveau {email}. Tout le monde est déconnecté.", "success")
            return redirect(url_for("auth.reset", token=reset_token))
    except LinkRefused as refusal:
        return link_refused(refusal)
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("auth.login"))
    return render_template("auth/undo.html", form=form, email=email)


def _is_mine(account: Account) -> bool:
    return bool(current_user.is_authenticated and current_user.id == account.id)


def _proof_of(account: Account) -> PasswordForm | PlainForm:
    return PlainForm() if _is_mine(account) else PasswordForm()


def _check_proof(form: PasswordForm | PlainForm, account: Account) -> None:
    if isinstance(form, PasswordForm):
        check_rate("login", account_key(account.email), remote())
        check_password(account, form.password.data)


def _say(form: PasswordForm | PlainForm, refusal: Refusal) -> None:
    if isinstance(form, PasswordForm):
        form.password.errors = [sentence(refusal)]
    else:
        form.form_errors.append(sentence(refusal))


def _welcome(account: Account, said: str) -> ResponseReturnValue:
    if not _is_mine(account):
        enter(account)
    flash(said, "success")
    return redirect(home_of(account))
