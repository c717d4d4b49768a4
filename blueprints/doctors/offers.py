"""Ranked offers, and a few of them side by side."""

from __future__ import annotations

from flask import render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from blueprints.doctors.base import UNDO, blueprint, looking_doctor
from blueprints.doctors.cards import Card, cards_of, dress
from blueprints.doctors.comparison import MOST_COMPARED, compare_cards
from blueprints.doctors.offer_filters import FiltersForm, page_number
from blueprints.doctors.offer_map import RADIUS, draw_offers
from blueprints.web.guards import requires
from services.doctors import is_started, next_step
from services.interests import PairState
from services.offer_cards import OfferCard, find_offer_card, list_latest_cards
from services.ranking import rank_offers

_LARGEST_ID = 2**31 - 1


@blueprint.get("/offres")
@requires("doctor")
def offers() -> ResponseReturnValue:
    """Offers ranked for who is looking, with filters and a map."""
    doctor = looking_doctor()
    if doctor is None:
        latest = [Card(offer, PairState()) for offer in list_latest_cards()]
        return render_template("doctors/offers_first.html", cards=latest)
    form = FiltersForm(request.args)
    page = page_number(request.args.get("page"))
    ranked = rank_offers(doctor.id, form.filters(), form.sort.data, page)
    cards = dress(doctor.id, ranked.items)
    return render_template(
        "doctors/offers.html",
        form=form,
        ranked=ranked,
        cards=cards,
        drawing=draw_offers(cards, ranked.departements),
        radius=RADIUS,
        doctor=doctor,
        started=is_started(doctor),
        next_step=next_step(doctor),
        url_for_page=lambda number: _page_address(form, number),
        just_hidden=_just_hidden(),
        # A distance is asked, but there is no place to measure it from.
        distance_needs_places=bool(form.minutes.data) and not doctor.places,
    )


def _page_address(form: FiltersForm, page: int) -> str:
    return url_for("doctors.offers", **form.address(), page=page if page > 1 else None)


def _just_hidden() -> OfferCard | None:
    offer_id = session.pop(UNDO, None)
    return find_offer_card(offer_id) if offer_id else None


@blueprint.get("/comparer")
@requires("doctor")
def compare() -> ResponseReturnValue:
    """Up to four offers side by side, a row per criterion."""
    wanted = [text for text in request.args.getlist("o") if text.isascii() and text.isdigit()]
    ids = [number for number in dict.fromkeys(map(int, wanted[:100])) if number <= _LARGEST_ID]
    cards = cards_of(looking_doctor(), ids[:MOST_COMPARED])
    return render_template(
        "doctors/compare.html",
        cards=cards,
        comparison=compare_cards(cards),
        too_many=len(ids) > MOST_COMPARED,
        most=MOST_COMPARED,
    )
