"""The profile: where one stands, and its five steps, saved as one goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.doctors.base import acting_doctor, blueprint, looking_doctor
from blueprints.doctors.forms import IdentityForm, LifeForm, PracticeForm, ProjectForm
from blueprints.doctors.forms_places import PlacesForm
from blueprints.web.guards import requires
from blueprints.web.refusals import sentence
from models.doctors import Doctor
from services.doctor_places import save_places
from services.doctors import (
    STEPS,
    is_started,
    next_step,
    rpps_looks_wrong,
    save_identity,
    save_life,
    save_practice,
    save_project,
)
from services.refusals import Refusal
from services.transaction import transaction

TITLES = {
    "identite": "Qui je suis",
    "pratique": "Ma pratique",
    "lieux": "Mes lieux",
    "vie": "Ma vie",
    "projet": "Mon projet",
}
_FORMS = {
    "identite": IdentityForm,
    "pratique": PracticeForm,
    "lieux": PlacesForm,
    "vie": LifeForm,
    "projet": ProjectForm,
}
_SAVE = {
    "identite": save_identity,
    "pratique": save_practice,
    "lieux": save_places,
    "vie": save_life,
    "projet": save_project,
}


@dataclass(frozen=True, slots=True)
class StepLink:
    """One entry of the stepper."""

    step: str
    label: str
    href: str
    state: str


def step_links(doctor: Doctor | None, current: str | None = None) -> list[StepLink]:
    """The five steps and how far each is."""
    done = (doctor.steps_done if doctor else None) or ()

    def state(step: str) -> str:
        return "current" if step == current else "done" if step in done else "todo"

    return [
        StepLink(step, TITLES[step], url_for("doctors.profile", step=step), state(step))
        for step in STEPS
    ]


@blueprint.get("")
@requires("doctor")
def home() -> ResponseReturnValue:
    """Where one stands, and what to do next."""
    doctor = looking_doctor()
    return render_template(
        "doctors/home.html",
        doctor=doctor,
        steps=step_links(doctor),
        next_step=next_step(doctor),
        started=is_started(doctor),
        rpps_warning=rpps_looks_wrong(doctor),
    )


@blueprint.route(f"/profil/<any({','.join(STEPS)}):step>", methods=["GET", "POST"])
@requires("doctor")
def profile(step: str) -> ResponseReturnValue:
    """Show one step, or save it and go on."""
    form = _open_form(step)
    if request.method == "POST" and _is_whole(step, form):
        try:
            with transaction():
                doctor = acting_doctor()
                _SAVE[step](doctor, **form.answers())  # type: ignore[operator]
                warn = step == "identite" and rpps_looks_wrong(doctor)
        except Refusal as refusal:
            _place_refusal(form, refusal)
        else:
            return _go_on(step, warn=warn)
    return _show_step(step, form)


def _open_form(step: str) -> Any:
    form_class = _FORMS[step]
    doctor = looking_doctor()
    kept = form_class.read(doctor) if hasattr(form_class, "read") else {}
    form = form_class(obj=doctor if not kept else None, data=kept)
    form.fill()
    return form


def _is_whole(step: str, form: Any) -> bool:
    if step == "lieux" and "remove" in request.form:
        form.drop_line(request.form["remove"])
    return bool(form.validate())


def _place_refusal(form: Any, refusal: Refusal) -> None:
    """Say a refusal beside the answer that it is about."""
    if "row" in refusal.data:
        lines: list[Any] = form.filled_lines()
        line = lines[int(str(refusal.data["row"]))]
        line.commune.errors = [*line.commune.errors, sentence(refusal)]
    elif refusal.data.get("field") in form:
        field = form[refusal.data["field"]]
        field.errors = [*field.errors, sentence(refusal)]
    else:
        form.form_errors.append(sentence(refusal))


def _show_step(step: str, form: Any) -> ResponseReturnValue:
    doctor = looking_doctor()
    if step == "lieux":
        form.add_lines()
    page = render_template(
        f"doctors/profile_{step}.html",
        form=form,
        doctor=doctor,
        step=step,
        title=TITLES[step],
        number=STEPS.index(step) + 1,
        steps=step_links(doctor, step),
        started=is_started(doctor),
    )
    return page, 422 if form.errors else 200


def _go_on(step: str, *, warn: bool) -> ResponseReturnValue:
    if warn:
        flash(
            "Votre numéro RPPS est enregistré, mais sa clé ne correspond pas\u00a0: "
            "vérifiez-le quand vous pourrez.",
            "warning",
        )
    if "stay" in request.form or "remove" in request.form:
        flash("C’est enregistré.", "success")
        return redirect(url_for("doctors.profile", step=step, _anchor="communes"))
    flash(f"«\u00a0{TITLES[step]}\u00a0»\u00a0: c’est enregistré.", "success")
    if "offers" in request.form:
        return redirect(url_for("doctors.offers"))
    following = STEPS.index(step) + 1
    if following < len(STEPS):
        return redirect(url_for("doctors.profile", step=STEPS[following]))
    return redirect(url_for("doctors.consent"))
