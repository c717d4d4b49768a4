"""The table of French sentences for named refusals, and the pages of errors."""

from __future__ import annotations

from math import ceil

from flask import Flask, current_app, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from services import accounts, communes, throttles, uploads
from services.explanations.typography import typeset
from services.refusals import Forbidden, NotFound, Refusal

SENTENCES: dict[type[Refusal], str] = {
    accounts.EmailInvalid: "« {email} » n’est pas une adresse électronique valable.",
    accounts.EmailTaken: "Un compte existe déjà avec cette adresse. Vous pouvez vous connecter.",
    accounts.PasswordTooShort: "Choisissez un mot de passe d’au moins {shortest} caractères.",
    accounts.RoleNotOpen: "Ce rôle est attribué par un pilote, il ne se choisit pas.",
    communes.UnknownCommune: "Nous ne connaissons pas de commune « {text} ». "
    "Essayez une partie de son nom ou son code postal.",
    communes.AmbiguousCommune: "Plusieurs communes répondent à « {text} » : "
    "choisissez la vôtre dans la liste.",
    throttles.TooMany: "Trop d’essais en peu de temps. Vous pourrez recommencer dans {wait}.",
    uploads.UploadMissing: "Ce fichier est vide. Choisissez-en un autre.",
    uploads.UploadTooBig: "Ce fichier dépasse {limit}\u00a0Mo. Choisissez-en un plus léger.",
    uploads.UploadNotAccepted: "Ce fichier n’a pas pu être lu. "
    "Nous acceptons un PDF, une photo JPEG ou une image PNG.",
    uploads.UploadActive: "Ce PDF contient un mot de passe, un formulaire ou un programme. "
    "Imprimez-le dans un nouveau PDF, ou prenez-le en photo.",
}

_ERROR_PAGES = (400, 403, 404, 413, 429)


def add_sentences(sentences: dict[type[Refusal], str]) -> None:
    """A blueprint adds the sentences of its own refusals."""
    SENTENCES.update(sentences)


def sentence(refusal: Refusal) -> str:
    """The French sentence for a refusal, its data quoted."""
    for kind in type(refusal).__mro__:
        if issubclass(kind, Refusal) and kind in SENTENCES:
            quoted = {name: str(value) for name, value in refusal.data.items()}
            if isinstance(refusal, throttles.TooMany):
                quoted["wait"] = _say_wait(int(quoted["minutes"]))
            return typeset(SENTENCES[kind]).format(**quoted)
    raise KeyError(type(refusal).__name__)


def _say_wait(minutes: int) -> str:
    """Beyond an hour, whole hours: nobody counts 1,432 minutes. Never less than the wait."""
    return f"{minutes}\u00a0min" if minutes < 60 else f"{ceil(minutes / 60)}\u00a0h"


def flash_refusal(refusal: Refusal) -> None:
    """Say a refusal on the next page."""
    flash(sentence(refusal), "error")


def _http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error.get_response()  # a redirect raised by the router
    if code >= 500:
        # It stands alone: the database that this person would be read from may be down.
        return current_app.jinja_env.get_template("errors/500.html").render(), code
    return render_template(f"errors/{code if code in _ERROR_PAGES else 404}.html"), code


def register(app: Flask) -> None:
    """Errors are pages too; a stack trace is for the log alone."""

    @app.errorhandler(NotFound)
    def not_found(_refusal: NotFound) -> ResponseReturnValue:
        return render_template("errors/404.html"), 404

    @app.errorhandler(Forbidden)
    def forbidden(_refusal: Forbidden) -> ResponseReturnValue:
        return render_template("errors/403.html"), 403

    @app.errorhandler(throttles.TooMany)
    def too_many(refusal: throttles.TooMany) -> ResponseReturnValue:
        wait = {"Retry-After": str(60 * int(str(refusal.data["minutes"])))}
        return render_template("errors/429.html", said=sentence(refusal)), 429, wait

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> ResponseReturnValue:
        app.logger.info("csrf refused on %s", request.endpoint)
        return render_template("errors/400.html"), 400

    app.register_error_handler(HTTPException, _http_error)
