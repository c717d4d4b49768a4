"""Write an offer step by step; a step that fails keeps what was typed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.offers import forms_essentials, forms_wishes
from blueprints.offers.base import blueprint
from blueprints.offers.form_groups import groups_of
from blueprints.offers.forms_essentials import EssentialsForm
from blueprints.offers.forms_facts import answers_of, form_of_step
from blueprints.offers.forms_wishes import WishesForm
from blueprints.offers.refusals import FIELD_OF
from blueprints.offers.steps import shown_sites, stepper_of
from blueprints.web.forms import BaseForm
from blueprints.web.guards import requires
from blueprints.web.refusals import sentence
from models.offers import Offer
from models.vocabulary import OfferStatus
from services.offer_steps import (
    ESSENTIALS,
    LEVERS_OF_STEP,
    STEPS,
    WISHES,
    check_step,
    next_step,
    save_essentials,
    save_facts,
    save_wishes,
)
from services.offers import open_for_editing
from services.paris_days import today_in_paris
from services.refusals import Refusal
from services.transaction import transaction


@blueprint.route("/<int:offer_id>/modifier/<step>", methods=["GET", "POST"])
@requires("host")
def edit(offer_id: int, step: str) -> ResponseReturnValue:
    """One step of an offer."""
    check_step(step)
    offer = open_for_editing(offer_id, current_user)
    form = _form_of(offer, step)
    adds_site = "add_site" in request.form
    if not adds_site and form.validate_on_submit():
        try:
            with transaction():
                _save(offer, step, form)
        except Refusal as refusal:
            _say(form, refusal)
            offer = open_for_editing(offer_id, current_user)
        else:
            return redirect(_after(offer, step))
    return _page(offer, step, form, adds_site=adds_site)


def _page(offer: Offer, step: str, form: BaseForm, *, adds_site: bool) -> ResponseReturnValue:
    template = {ESSENTIALS: "essentials", WISHES: "wishes"}.get(step, "facts")
    page = render_template(
        f"offers/edit_{template}.html",
        offer=offer,
        form=form,
        step=step,
        step_label=STEPS[step],
        steps=stepper_of(offer, step),
        levers=LEVERS_OF_STEP.get(step, ()),
        groups=groups_of(form, step),
        sites=shown_sites(form, one_more=adds_site) if step == ESSENTIALS else (),
        is_draft=offer.status == OfferStatus.DRAFT,
        has_next=next_step(step) is not None,
    )
    return page, 422 if form.errors else 200


def _form_of(offer: Offer, step: str) -> BaseForm:
    if step == ESSENTIALS:
        return EssentialsForm(data=forms_essentials.stored(offer))
    if step == WISHES:
        return WishesForm(data=forms_wishes.stored(offer))
    return form_of_step(step)(data=offer.facts)


def _save(offer: Offer, step: str, form: Any) -> None:
    if step == ESSENTIALS:
        save_essentials(offer, form.said(), today_in_paris())
    elif step == WISHES:
        save_wishes(offer, form.wishes(), form.importance())
    else:
        save_facts(offer, step, answers_of(form, step))


def _say(form: BaseForm, refusal: Refusal) -> None:
    """Beside the field it is about, or above the form."""
    field = FIELD_OF.get(type(refusal))
    if field and field in form:
        form[field].errors = [sentence(refusal)]
    else:
        form.form_errors.append(sentence(refusal))


def _after(offer: Offer, step: str) -> str:
    """On to the next step, or to the last page if that is what was asked."""
    following = next_step(step)
    if "leave" in request.form or following is None:
        flash("Vos réponses sont enregistrées.", "success")
        return url_for("offers.review", offer_id=offer.id)
    return url_for("offers.edit", offer_id=offer.id, step=following)
