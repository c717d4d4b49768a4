"""Which missing answers count for the most doctors, without pointing at any."""

from __future__ import annotations

from typing import Any

import pytest

from models import Household, db
from models.vocabulary import Theme
from services.completeness import completeness
from services.market import forget_markets
from services.small_groups import FEWEST_SHOWN
from tests.factories import a_published_offer, a_visible_doctor

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def fresh_market() -> None:
    """Pools of an earlier test know people who are gone."""
    forget_markets()


def only(*themes: str) -> dict[str, int]:
    """Nothing else matters."""
    return dict.fromkeys(Theme, 0) | dict.fromkeys(themes, 3)


def some_doctors(count: int, **answers: Any) -> None:
    """Visible doctors of one kind."""
    for _ in range(count):
        a_visible_doctor(**answers)
    db.session.commit()


def gaps_of(**answers: Any) -> dict[str, int | None]:
    """The gaps of an offer, by criterion, with how many doctors look at each."""
    offer = a_published_offer(**answers)
    db.session.commit()
    return {gap.criterion: gap.doctors for gap in completeness(offer).gaps}


def test_the_share_grows_with_answers() -> None:
    empty, more = a_published_offer(facts={}, start_on=None), a_published_offer()
    db.session.commit()
    assert completeness(empty).share < completeness(more).share < 1
    assert completeness(empty).answered == 1  # the description


def test_five_gaps_at_most_the_heaviest_first() -> None:
    some_doctors(FEWEST_SHOWN)
    offer = a_published_offer(facts={}, start_on=None)
    db.session.commit()
    gaps = completeness(offer).gaps
    assert len(gaps) == 5
    weights = [gap.weight for gap in gaps]
    assert weights == sorted(weights, reverse=True)
    assert all(gap.doctors == FEWEST_SHOWN for gap in gaps)


def test_an_answer_closes_its_gap() -> None:
    some_doctors(FEWEST_SHOWN, team=["nurse"], importance=only("team"))
    assert "team" in gaps_of(facts={})
    assert "team" not in gaps_of(facts={"team": []})  # « aucun » is an answer


def test_a_figure_under_five_is_never_given() -> None:
    some_doctors(FEWEST_SHOWN - 1, team=["nurse"], household=None, importance=only("team"))
    assert gaps_of(facts={})["team"] is None


def test_household_needs_of_a_few_are_passed_over() -> None:
    family = {"childcare": True, "schools": ["nursery"], "partner_sectors": ["education"]}
    for _ in range(FEWEST_SHOWN - 1):
        a_visible_doctor(household=Household(**family), importance=only("household"))
    some_doctors(FEWEST_SHOWN, household=None, importance=only("team", "household"))
    private = {"childcare", "schools", "partner_work", "housing"}
    assert not private & set(gaps_of(facts={}))
    a_visible_doctor(household=Household(**family), importance=only("household"))
    db.session.commit()
    assert gaps_of(facts={}).get("childcare") == FEWEST_SHOWN


def test_other_specialties_and_other_posts_do_not_count() -> None:
    some_doctors(FEWEST_SHOWN, opportunities=["locum"])
    assert gaps_of(facts={}, opportunities=["installation"]) == {}
    assert gaps_of(facts={}, opportunities=["locum"])
    assert gaps_of(facts={}, opportunities=["locum"], field="cardiologie") == {}


def test_what_does_not_matter_to_them_does_not_count() -> None:
    some_doctors(FEWEST_SHOWN, importance=only("safety"))
    assert gaps_of(facts={}) == {"safety": FEWEST_SHOWN}
