"""My data: what I agreed to, who looked at my profile, and a copy of everything."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.privacy.base import blueprint
from blueprints.web.guards import requires, requires_login
from blueprints.web.made_files import send_made
from blueprints.web.refusals import flash_refusal
from models.consents import Consent
from models.vocabulary import ConsentKind, Role
from services.consent_wordings import current_version, wording_of
from services.consents import current, give, list_history, withdraw
from services.doctors import ProfileNotStarted, find_doctor_of, set_visibility
from services.paris_days import today_in_paris
from services.privacy_export import copy_everything
from services.profile_views import list_views
from services.throttles import check_rate
from services.transaction import transaction

# What being proposed to hosts means has a sense for doctors only.
_FOR_DOCTORS = (ConsentKind.VISIBLE, ConsentKind.TERRITORIES)


@dataclass(frozen=True, slots=True)
class Agreement:
    """One consent as its card shows it: the words in force, else those that are asked for."""

    kind: ConsentKind
    consent: Consent | None
    wording: str
    is_outdated: bool


@blueprint.get("/mes-donnees")
@requires_login
def index() -> ResponseReturnValue:
    """The four things one can do about one's data."""
    history = list_history(current_user.id)
    return render_template(
        "privacy/index.html",
        agreements=_agreements(),
        history=[(row, ConsentKind(row.kind), _words_of(row)) for row in history],
        is_doctor=current_user.has_role(Role.DOCTOR),
    )


def _agreements() -> list[Agreement]:
    is_doctor = current_user.has_role(Role.DOCTOR)
    return [
        Agreement(
            kind,
            consent,
            _words_of(consent) if consent else wording_of(kind),
            bool(consent and consent.wording != current_version(kind)),
        )
        for kind, consent in current(current_user.id).items()
        if is_doctor or kind not in _FOR_DOCTORS
    ]


def _words_of(consent: Consent) -> str:
    return wording_of(ConsentKind(consent.kind), consent.wording)


@blueprint.post("/mes-donnees/accords/<any(visible,alerts,territories):kind>/<any(oui,non):answer>")
@requires_login
def decide(kind: str, answer: str) -> ResponseReturnValue:
    """Agree to one thing, or take it back."""
    try:
        with transaction():
            _decide(ConsentKind(kind), answer == "oui")
    except ProfileNotStarted as refusal:
        flash_refusal(refusal)
    else:
        said = "Votre accord est noté." if answer == "oui" else "Votre accord est retiré."
        flash(f"{ConsentKind(kind).label}\u00a0: {said[0].lower()}{said[1:]}", "success")
    return redirect(url_for("privacy.index", _anchor="accords"))


def _decide(kind: ConsentKind, agreed: bool) -> None:
    if kind is ConsentKind.VISIBLE:
        doctor = find_doctor_of(current_user.id)
        if doctor is None:
            raise ProfileNotStarted()
        set_visibility(doctor, agreed)
    elif agreed:
        give(current_user.id, kind)
    else:
        withdraw(current_user.id, kind)


@blueprint.get("/mes-donnees/consultations")
@requires("doctor")
def views() -> ResponseReturnValue:
    """Who opened my profile, and when."""
    doctor = find_doctor_of(current_user.id)
    return render_template("privacy/views.html", views=list_views(doctor.id) if doctor else [])


@blueprint.get("/mes-donnees/copie")
@requires_login
def copy() -> ResponseReturnValue:
    """Everything kept on me, to be read."""
    return render_template("privacy/copy.html", copy=copy_everything(current_user))


@blueprint.get("/mes-donnees/fichier-html")
@requires_login
def copy_file() -> ResponseReturnValue:
    """The same as a file that reads without the site."""
    check_rate("export", str(current_user.id))
    text = render_template("privacy/copy_file.html", copy=copy_everything(current_user))
    return _file(text, "text/html; charset=utf-8", "html")


@blueprint.get("/mes-donnees/fichier-json")
@requires_login
def copy_json() -> ResponseReturnValue:
    """The same for a program."""
    check_rate("export", str(current_user.id))
    text = json.dumps(copy_everything(current_user).as_json(), ensure_ascii=False, indent=2)
    return _file(text, "application/json", "json")


def _file(text: str, media_type: str, ending: str) -> Response:
    name = f"ancrage-mes-donnees-{today_in_paris():%Y-%m-%d}.{ending}"
    return send_made(text, media_type, name)
