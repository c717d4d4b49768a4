"""Consent: what hosts see of a doctor, and whether they do."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.doctors.base import acting_doctor, blueprint, looking_doctor
from blueprints.doctors.forms import ConsentForm
from blueprints.web.guards import requires
from blueprints.web.refusals import flash_refusal
from services.doctors import is_started, set_visibility
from services.masked_doctors import mask
from services.refusals import Refusal
from services.transaction import transaction


@blueprint.route("/visibilite", methods=["GET", "POST"])
@requires("doctor")
def consent() -> ResponseReturnValue:
    """Show exactly what hosts would see; take a consent, or its withdrawal."""
    form = ConsentForm()
    if form.validate_on_submit():
        visible = "withdraw" not in request.form
        if visible and not form.agree.data:
            form.agree.errors = ["Cochez la case pour que les hôtes voient votre profil masqué."]
        else:
            return _decide(visible)
    doctor = looking_doctor()
    page = render_template(
        "doctors/consent.html",
        form=form,
        doctor=doctor,
        started=is_started(doctor),
        masked=mask(doctor) if doctor else None,
    )
    return page, 422 if form.errors else 200


def _decide(visible: bool) -> ResponseReturnValue:
    try:
        with transaction():
            set_visibility(acting_doctor(), visible)
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("doctors.profile", step="identite"))
    if visible:
        flash("Les hôtes voient maintenant votre profil masqué.", "success")
        return redirect(url_for("doctors.offers"))
    flash("Votre profil n’est plus visible. Vos mises en relation restent ouvertes.", "success")
    return redirect(url_for("doctors.consent"))
