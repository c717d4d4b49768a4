"""The offers of the demo world."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from models import (
    Doctor,
    Offer,
    OfferSite,
    OfferTransition,
    Organisation,
)
from models.vocabulary import (
    FACT_BY_KEY,
    OFFER_TRANSITIONS,
    CommuneSize,
    FactKind,
    HostTheme,
    OfferStatus,
)
from seeds.demo.geography import Ground
from seeds.demo.tables import Row, World

TODAY = date(2026, 11, 21)
OFFERS = 1_000


def test_the_week_is_whole_and_some_posts_share_it(demo_world: World, ground: Ground) -> None:
    sites: dict[int, list[Row]] = defaultdict(list)
    for site in demo_world.rows[OfferSite]:
        sites[site["offer_id"]].append(site)
    assert len(sites) == OFFERS
    for together in sites.values():
        assert sum(site["share"] for site in together) == 100
        assert [site["position"] for site in together] == list(range(len(together)))
        assert len({site["commune_code"] for site in together}) == len(together)
        assert all(site["commune_code"] in ground.by_code for site in together)
    several = sum(len(together) > 1 for together in sites.values()) / OFFERS
    assert several == pytest.approx(0.12, abs=0.04)


def test_facts_answer_the_catalogue_and_leave_some_of_it_open(
    demo_world: World, ground: Ground
) -> None:
    asked = [key for key in FACT_BY_KEY if key not in ("guaranteed_amount", "local_aid_text")]
    towns = {row["id"]: row["commune_code"] for row in demo_world.rows[Organisation]}
    unsaid: dict[CommuneSize, list[float]] = defaultdict(list)
    for offer in demo_world.rows[Offer]:
        for key, answer in offer["facts"].items():
            check_answer(key, answer)
        open_questions = 1 - sum(key in offer["facts"] for key in asked) / len(asked)
        assert 0.05 <= open_questions <= 0.5
        size = CommuneSize.of(ground.by_code[towns[offer["organisation_id"]]].population)
        unsaid[size].append(open_questions)
    means = {size: sum(values) / len(values) for size, values in unsaid.items()}
    assert means[CommuneSize.UNDER_2000] > means[CommuneSize.FROM_10000] + 0.05


def check_answer(key: str, answer: Any) -> None:
    fact = FACT_BY_KEY[key]
    if fact.kind is FactKind.YES_NO:
        assert isinstance(answer, bool)
    elif fact.kind is FactKind.ONE:
        assert fact.choices is not None
        assert answer in list(fact.choices)
    elif fact.kind is FactKind.MANY:
        assert fact.choices is not None
        assert set(answer) <= set(fact.choices)
    elif fact.kind is FactKind.TEXT:
        assert answer
    else:
        assert fact.low <= answer <= fact.high


def test_states_are_logged_step_by_step(demo_world: World) -> None:
    logs: dict[int, list[Row]] = defaultdict(list)
    for change in demo_world.rows[OfferTransition]:
        logs[change["offer_id"]].append(change)
    for offer in demo_world.rows[Offer]:
        log = logs[offer["id"]]
        assert log[0]["before"] is None
        assert log[-1]["after"] == offer["status"]
        for earlier, later in pairwise(log):
            assert later["before"] == earlier["after"]
            assert later["after"] in OFFER_TRANSITIONS[later["before"]]
            assert earlier["at"] <= later["at"]
    statuses = Counter(offer["status"] for offer in demo_world.rows[Offer])
    assert statuses[OfferStatus.PUBLISHED] / OFFERS > 0.7
    assert set(statuses) == set(OfferStatus)


def test_offers_read_well(demo_world: World) -> None:
    for offer in demo_world.rows[Offer]:
        assert 10 <= len(offer["title"]) <= 120
        text = " ".join([offer["title"], offer["description"], *map(str, offer["facts"].values())])
        assert not re.search(r" [:;?!»]|\{|désert|sous-dense| de (Le|Les) | à (Le|Les) ", text)
        assert set(offer["wish_importance"] or {}) <= set(HostTheme)
        if offer["status"] == OfferStatus.EXPIRED:
            assert offer["expires_on"] < TODAY
        else:
            assert 90 <= (offer["expires_on"] - TODAY).days <= 275
        assert offer["start_on"] is None or offer["start_on"] > TODAY


def test_texts_are_varied(demo_world: World) -> None:
    projects = [doctor["project"] for doctor in demo_world.rows[Doctor] if doctor.get("project")]
    assert len(set(projects)) / len(projects) > 0.75
    descriptions = [offer["description"] for offer in demo_world.rows[Offer]]
    assert len(set(descriptions)) / len(descriptions) > 0.9
