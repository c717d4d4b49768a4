"""Meetings and log-ins of the demo world, and its way into both databases."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from models import (
    Account,
    Base,
    Bookmark,
    Doctor,
    Interest,
    Introduction,
    MarketChange,
    Member,
    Offer,
    db,
)
from models.vocabulary import (
    Answer,
    MarketKind,
    Role,
    Side,
)
from seeds.demo.tables import World
from seeds.demo.world import DemoWorldRefused, build_world, is_anyone_there
from services.accounts import find_by_credentials
from services.demo_logins import DEMO_PASSWORD, EMAIL_OF_ROLE, demo_logins

TODAY = date(2026, 11, 21)


def test_two_yeses_make_an_introduction(demo_world: World) -> None:
    yeses: dict[tuple[int, int], set[str]] = defaultdict(set)
    for row in demo_world.rows[Interest]:
        if row["answer"] == Answer.YES:
            yeses[row["doctor_id"], row["offer_id"]].add(row["side"])
    both = {pair for pair, sides in yeses.items() if len(sides) == 2}
    introduced = [(row["doctor_id"], row["offer_id"]) for row in demo_world.rows[Introduction]]
    assert sorted(introduced) == sorted(both)
    said = [(r["doctor_id"], r["offer_id"], r["side"]) for r in demo_world.rows[Interest]]
    assert len(set(said)) == len(said)
    marks = [(row["doctor_id"], row["offer_id"]) for row in demo_world.rows[Bookmark]]
    assert len(set(marks)) == len(marks)


def test_every_role_has_a_log_in_worth_opening(demo_world: World) -> None:
    accounts = {row["email"]: row["id"] for row in demo_world.rows[Account]}
    assert [email for _, email in demo_logins()] == list(EMAIL_OF_ROLE.values())
    assert set(EMAIL_OF_ROLE) == set(Role)
    assert set(EMAIL_OF_ROLE.values()) <= set(accounts)

    doctor = next(
        row
        for row in demo_world.rows[Doctor]
        if row["account_id"] == accounts[EMAIL_OF_ROLE[Role.DOCTOR]]
    )
    assert len(doctor["steps_done"]) == 5
    words = [row for row in demo_world.rows[Interest] if row["doctor_id"] == doctor["id"]]
    assert {row["side"] for row in words} == set(Side)
    assert any(row["doctor_id"] == doctor["id"] for row in demo_world.rows[Introduction])

    host = accounts[EMAIL_OF_ROLE[Role.HOST]]
    mine = next(r["organisation_id"] for r in demo_world.rows[Member] if r["account_id"] == host)
    offers = {row["id"] for row in demo_world.rows[Offer] if row["organisation_id"] == mine}
    assert len(offers) == 2
    assert any(
        r["offer_id"] in offers and r["side"] == Side.DOCTOR for r in demo_world.rows[Interest]
    )


def test_a_world_is_loaded_whole(app: Flask) -> None:
    summary = build_world(doctors=40, offers=20, seed=1, today=TODAY)
    for table, count in ((Doctor, summary.doctors), (Offer, summary.offers)):
        assert count_rows(table) == count
    assert (summary.doctors, summary.offers) == (40, 20)
    assert summary.introductions == count_rows(Introduction)
    found = find_by_credentials(EMAIL_OF_ROLE[Role.HOST], DEMO_PASSWORD)
    assert found is not None
    assert found.has_role(Role.HOST)


def test_people_may_still_sign_up_afterwards(app: Flask) -> None:
    build_world(doctors=5, offers=3, seed=1, today=TODAY)
    last = db.session.scalar(select(func.max(Account.id))) or 0
    newcomer = Account(email="someone@example.org", password_hash="x")
    db.session.add(newcomer)
    db.session.flush()
    assert newcomer.id > last


def test_a_world_joins_people_who_were_there_first(app: Flask) -> None:
    assert not is_anyone_there()
    db.session.add(Account(email="someone@example.org", password_hash="x"))
    db.session.commit()
    build_world(doctors=5, offers=3, seed=1, today=TODAY)
    real = db.session.scalars(select(Account.email).where(Account.is_demo.is_(False))).all()
    assert list(real) == ["someone@example.org"]


def test_a_second_world_is_refused_and_changes_nothing(app: Flask) -> None:
    build_world(doctors=5, offers=3, seed=1, today=TODAY)
    before = count_rows(Account)
    with pytest.raises(DemoWorldRefused):
        build_world(doctors=5, offers=3, seed=2, today=TODAY)
    assert count_rows(Account) == before


def test_workers_are_told_to_read_the_market_again(app: Flask) -> None:
    build_world(doctors=5, offers=3, seed=1, today=TODAY)
    kinds = db.session.scalars(select(MarketChange.kind)).all()
    assert list(kinds) == [MarketKind.TEXT_MODEL]


def test_the_command_says_what_it_did_and_passes_over_a_full_base(app: Flask) -> None:
    runner = app.test_cli_runner()
    arguments = ["demo", "--doctors", "6", "--offers", "4", "--today", "2026-11-21"]
    first = runner.invoke(args=arguments)
    assert first.exit_code == 0, first.output
    assert "6 médecins, 4 offres" in first.output
    passed = runner.invoke(args=[*arguments, "--if-empty"])
    assert passed.exit_code == 0
    assert "rien n'est ajouté" in passed.output
    refused = runner.invoke(args=arguments)
    assert refused.exit_code == 1
    assert "déjà un monde de démonstration" in refused.output


def count_rows(table: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0
