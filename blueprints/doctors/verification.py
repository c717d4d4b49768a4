"""Who a doctor is: RPPS and name, a faculty address, or a steward."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import EmailField, FileField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from blueprints.doctors.base import acting_doctor, blueprint, looking_doctor
from blueprints.web.forms import BaseForm, longest
from blueprints.web.guards import requires
from blueprints.web.refusals import flash_refusal, sentence
from blueprints.web.uploads import read_file
from models.vocabulary import VerificationState
from services.departements import list_departements
from services.doctor_checks import (
    LINK_HOURS,
    ask_steward,
    confirm_faculty_link,
    may_use_faculty,
    read_faculty_link,
    send_faculty_link,
    verify_by_rpps,
)
from services.links import LinkRefused
from services.refusals import Refusal
from services.stewards import has_steward
from services.throttles import check_rate
from services.transaction import transaction
from services.verifications import LONGEST_NOTE, is_verified, latest_request

_WHERE = "Votre département d’exercice ou d’études"


class RppsForm(BaseForm):
    """The number stands in the profile; where one practises says which steward may look."""

    departement = SelectField(_WHERE, [DataRequired("Choisissez un département.")])

    def fill(self) -> None:
        """Name the départements."""
        self.departement.choices = [("", "Choisissez"), *list_departements()]


class FacultyForm(BaseForm):
    """A student's mailbox."""

    email = EmailField(
        "Votre adresse d’université",
        [DataRequired("Indiquez votre adresse d’université."), Length(max=254)],
        description="Celle des étudiants, en etu.univ-….fr par exemple. Elle ne sera pas montrée.",
    )


class StewardForm(RppsForm):
    """A document and a few words for the steward."""

    document = FileField(
        "Document",
        description="Carte d’étudiant, attestation de l’ordre ou de la faculté… PDF, JPEG ou PNG, "
        "2\u00a0Mo au plus. Seuls les pilotes de ce département le voient, jusqu’à leur décision.",
        render_kw={"accept": "application/pdf,image/jpeg,image/png"},
    )
    note = TextAreaField("Un mot pour le pilote", [longest(LONGEST_NOTE)], render_kw={"rows": 3})


@blueprint.get("/verification")
@requires("doctor")
def verification() -> ResponseReturnValue:
    """How a doctor can be verified, and how far it has come."""
    return _page()


def _page(**used: BaseForm) -> ResponseReturnValue:
    doctor = looking_doctor()
    asked = latest_request(doctor) if doctor and not is_verified(doctor) else None
    forms = {
        "rpps": used.get("rpps") or RppsForm(formdata=None, prefix="rpps"),
        "faculty": used.get("faculty") or FacultyForm(formdata=None, prefix="faculte"),
        "steward": used.get("steward") or StewardForm(formdata=None, prefix="pilote"),
    }
    for form in forms.values():
        if isinstance(form, RppsForm):
            form.fill()
    page = render_template(
        "doctors/verification.html",
        doctor=doctor,
        named=bool(doctor and doctor.first_name and doctor.last_name),
        asked=asked,
        sent=asked is not None and asked.state == VerificationState.SENT,
        has_steward=bool(asked) and has_steward(asked.departement_code if asked else None),
        by_faculty=may_use_faculty(doctor),
        hours=LINK_HOURS,
        forms=forms,
    )
    return page, 422 if any(form.errors for form in used.values()) else 200


def _check_rate() -> None:
    check_rate("verification", str(current_user.id), request.remote_addr or "")


@blueprint.post("/verification/rpps")
@requires("doctor")
def verify_rpps() -> ResponseReturnValue:
    """Compare number and name with the register."""
    form = RppsForm(prefix="rpps")
    form.fill()
    if not form.validate_on_submit():
        return _page(rpps=form)
    _check_rate()
    try:
        with transaction():
            doctor = acting_doctor()
            verify_by_rpps(doctor, current_user, form.departement.data)
            done = is_verified(doctor)
    except Refusal as refusal:
        form.departement.errors = [sentence(refusal)]
        return _page(rpps=form)
    if done:
        flash("Votre identité est vérifiée. Merci.", "success")
    else:
        flash("Un pilote va comparer votre numéro et votre nom.", "success")
    return redirect(url_for("doctors.verification"))


@blueprint.post("/verification/universite")
@requires("doctor")
def send_faculty() -> ResponseReturnValue:
    """Write to a student's mailbox."""
    form = FacultyForm(prefix="faculte")
    if not form.validate_on_submit():
        return _page(faculty=form)
    _check_rate()
    try:
        with transaction():
            send_faculty_link(acting_doctor(), current_user, form.email.data)
    except Refusal as refusal:
        form.email.errors = [sentence(refusal)]
        return _page(faculty=form)
    flash("Le lien est parti vers votre adresse d’université.", "success")
    return redirect(url_for("doctors.verification"))


@blueprint.post("/verification/pilote")
@requires("doctor")
def ask_for_steward() -> ResponseReturnValue:
    """Put a document before the stewards of a département."""
    form = StewardForm(prefix="pilote")
    form.fill()
    if not form.validate_on_submit():
        return _page(steward=form)
    _check_rate()
    try:
        document = read_file(form.document.name)
        with transaction():
            ask_steward(
                acting_doctor(),
                current_user,
                departement_code=form.departement.data,
                note=form.note.data,
                document=document,
            )
    except Refusal as refusal:
        field = form.document if type(refusal).__name__.startswith("Upload") else form.departement
        field.errors = [sentence(refusal)]
        return _page(steward=form)
    flash("Votre demande est entre les mains des pilotes de ce département.", "success")
    return redirect(url_for("doctors.verification"))


@blueprint.route("/verification/adresse/<token>", methods=["GET", "POST"])
@requires("doctor")
def faculty_link(token: str) -> ResponseReturnValue:
    """The end of the link sent to a faculty address: only a button confirms."""
    try:
        if request.method == "POST":
            with transaction():
                confirm_faculty_link(token, acting_doctor(), current_user)
            flash("Votre identité est vérifiée. Merci.", "success")
            return redirect(url_for("doctors.verification"))
        read_faculty_link(token, current_user)
    except LinkRefused as refusal:
        page = render_template("errors/link_over.html", said=sentence(refusal))
        return page, 410
    except Refusal as refusal:
        flash_refusal(refusal)
        return redirect(url_for("doctors.verification"))
    return render_template("doctors/faculty_link.html", form=BaseForm())
