"""While a plan is sought nobody waits, and what is written is what people said last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial, partialmethod
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from models import DatingEvent, EveningPlanRow, Meeting, OutboxMessage, Participant, db
from models.base import now
from models.engine import reading_only
from models.vocabulary import EventStatus, WishKind
from services import evening_jobs as jobs
from services import registrations
from services.evening_drafts import Draft, Task, draft_plan, read_task
from services.evening_evenness import AUTOMATIC, Dial
from services.evening_orders import skip, start
from services.evening_plans import announce, current_plan, make_plan
from services.evening_replans import Mend, ReplanMode, draft_replan, replan
from services.registrations import Registration, register
from services.transaction import transaction
from tests.factories import a_full_event, a_planned_event, an_organiser
from tests.factories.after_evenings import a_wish
from tests.services.test_evening_plans import faults_of, rows_of
from tests.services.test_evening_replans import faults_ahead
from tests.services.test_evening_scores import both_sides
from tests.support.requests import Browser, login

Meanwhile = Callable[[], None]


@pytest.fixture
def sought(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Meanwhile]]:
    """What happens, on another connection, each time that a plan is sought; emptied as it is."""
    acts = list[Meanwhile]()

    def slowly(seek: Callable[[Any], object], task: object) -> object:
        assert acts, "one search more than expected"
        act = acts.pop(0)
        if act is nothing:
            return seek(task)
        with app.app_context():
            if db.engine.dialect.name == "sqlite":
                db.session.connection().exec_driver_sql("PRAGMA busy_timeout=0")
            else:
                db.session.execute(text("SET lock_timeout = '1s'"))
            db.session.commit()
            act()
        return seek(task)

    monkeypatch.setattr(Task, "seek", partialmethod(partial(slowly, Task.seek)))
    monkeypatch.setattr(Mend, "seek", partialmethod(partial(slowly, Mend.seek)))
    yield acts
    assert acts == []


def nothing() -> None:
    """Nobody writes meanwhile."""


def registering(event_id: int) -> Meanwhile:
    """A newcomer takes a seat, which waits for whoever holds the evening."""

    def act() -> None:
        with transaction():
            event = db.session.get_one(DatingEvent, event_id)
            register(
                event, "candidate", Registration(email="neuf@essai.example"),
                source="organiser", is_confirmed=True,
            )  # fmt: skip

    return act


def refusing(event_id: int) -> Meanwhile:
    """A host says no to the first candidate."""

    def act() -> None:
        with transaction():
            people, hosts = both_sides(db.session.get_one(DatingEvent, event_id))
            a_wish(hosts[0], people[0], WishKind.NO)

    return act


def pairs_of(event_id: int) -> set[tuple[int, int]]:
    rows = db.session.execute(
        select(Meeting.candidate_id, Meeting.host_id).where(Meeting.event_id == event_id)
    )
    return {(row.candidate_id, row.host_id) for row in rows}


def due(**answers: object) -> DatingEvent:
    """An evening whose plan is to be made now."""
    event = a_full_event(5, 4, plan_at=now() - timedelta(minutes=2), **answers)
    db.session.commit()
    return event


def run_job() -> jobs.Done:
    """As the clock does."""
    db.session.rollback()
    with transaction():
        return jobs.make_plans(now())


def test_people_register_while_the_clock_seeks_a_plan(app: Flask, sought: list[Meanwhile]) -> None:
    event = due()
    event_id = event.id
    sought += [registering(event_id), nothing]  # sought again: someone came
    assert run_job().acts == 10
    newcomer = db.session.scalars(
        select(Participant).where(Participant.email == "neuf@essai.example")
    ).one()
    assert newcomer.id in {candidate for candidate, _ in pairs_of(event_id)}
    assert faults_of(db.session.get_one(DatingEvent, event_id)) == []


def test_a_no_said_while_the_clock_seeks_is_kept(app: Flask, sought: list[Meanwhile]) -> None:
    event = due()
    event_id = event.id
    people, hosts = both_sides(event)
    pair = people[0].id, hosts[0].id
    sought += [refusing(event_id), nothing]
    assert run_job().acts == 9
    assert pair not in pairs_of(event_id)


def test_what_has_not_changed_is_sought_once(app: Flask, sought: list[Meanwhile]) -> None:
    events = [due().id, due().id]
    sought += [nothing, nothing]
    assert run_job().acts == 18
    assert all(pairs_of(each) for each in events)
    assert not reading_only.get()


def test_who_announces_meanwhile_is_not_told_that_the_plan_failed(
    app: Flask, sought: list[Meanwhile]
) -> None:
    event_id = due().id

    def announced() -> None:
        with transaction():
            db.session.get_one(DatingEvent, event_id).announced_at = now()

    def called_off() -> None:
        with transaction():
            db.session.get_one(DatingEvent, event_id).status = EventStatus.CANCELLED.value
            db.session.get_one(DatingEvent, event_id).announced_at = None

    for act in (announced, called_off):
        with transaction():
            db.session.get_one(DatingEvent, event_id).announced_at = None
        sought.append(act)
        done = run_job()
        assert (done.acts, done.failed) == (0, [])
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 0


def test_a_refusal_is_sought_once_too(app: Flask, sought: list[Meanwhile]) -> None:
    event = due(min_meetings=5)  # five candidates, four hosts
    event.rounds, event.tables = 6, 1
    db.session.commit()
    contact = event.contact_email
    sought.append(nothing)
    assert run_job().acts == 0
    told = db.session.scalars(select(OutboxMessage)).all()
    assert [(each.template, each.to_address) for each in told] == [("evening_plan_failed", contact)]


def test_people_register_while_an_organiser_waits_for_a_plan(
    app: Flask, client: Browser, sought: list[Meanwhile]
) -> None:
    owner = an_organiser()
    event = a_full_event(5, 4, owner)
    login(client, owner)
    event_id = event.id
    db.session.commit()
    sought += [registering(event_id), nothing]
    address = f"/organiser/{event_id}/plan/faire"
    assert client.post(address, data={"min_meetings": "", "alpha": "1.0"}).status_code == 302
    db.session.expire_all()
    plan = current_plan(event_id)
    assert plan is not None
    assert plan.made_by == owner.id
    assert len({candidate for candidate, _ in pairs_of(event_id)}) == 6
    sought.append(nothing)  # a second press, nobody else: sought once
    client.post(address, data={"min_meetings": "1", "alpha": "1.0"})
    db.session.expire_all()
    again = current_plan(event_id)
    assert again is not None
    assert (again.version, again.min_meetings, again.least_candidates) == (2, 1, None)


def test_a_draft_of_another_dial_is_sought_again(app: Flask) -> None:
    event = a_full_event(6, 3, tables=2)
    db.session.commit()
    draft = draft_plan(lambda: event, Dial(2))
    assert isinstance(draft, Draft)
    row = make_plan(event, made_by=None, at=now(), draft=draft)  # the dial was not turned
    assert row.least_candidates is not None
    assert read_task(event).dial == AUTOMATIC


def test_no_plan_is_sought_once_it_is_announced(app: Flask, sought: list[Meanwhile]) -> None:
    event = a_full_event(3, 2)
    event.announced_at = now()
    db.session.commit()
    assert draft_plan(lambda: event) is None
    assert draft_plan(lambda: None) is None


def test_in_someone_elses_transaction_nothing_is_lost(app: Flask) -> None:
    event = a_full_event(3, 2, plan_at=now() - timedelta(minutes=2))
    assert jobs.make_plans(now()).acts == 5  # never committed so far
    assert db.session.scalar(select(func.count(EveningPlanRow.id))) == 1
    assert announce(event, now()) == 0


@pytest.fixture
def mending(client: Browser, sought: list[Meanwhile]) -> Callable[[str], str]:
    """An organiser, on an announced evening from which someone is missing, presses a button."""
    owner = an_organiser()
    sought.append(nothing)
    event = a_planned_event(6, 5, owner)
    registrations.cancel(both_sides(event)[0][0])
    login(client, owner)
    address = f"/organiser/{event.id}/replan/"
    db.session.commit()

    def press(way: str) -> str:
        db.session.rollback()
        assert client.post(address + way).status_code == 302
        said = client.get(address.rstrip("/")).get_data(as_text=True)
        db.session.expire_all()
        return said

    return press


def the_event() -> DatingEvent:
    return db.session.scalars(select(DatingEvent)).one()


@pytest.mark.parametrize("way", ["combler", "refaire"])
def test_who_comes_while_a_plan_is_mended_is_in_it(
    app: Flask, mending: Callable[[str], str], sought: list[Meanwhile], way: str
) -> None:
    sought += [registering(the_event().id), nothing]  # nothing is held: they take their seat
    mending(way)
    newcomer = db.session.scalars(
        select(Participant).where(Participant.email == "neuf@essai.example")
    ).one()
    assert newcomer.id in {candidate for candidate, _ in pairs_of(newcomer.event_id)}
    assert faults_ahead(the_event(), now()) == []


def test_a_no_said_while_a_plan_is_mended_is_kept(
    app: Flask, mending: Callable[[str], str], sought: list[Meanwhile]
) -> None:
    event = the_event()
    people, hosts = both_sides(event)
    pair = people[0].id, hosts[0].id
    assert pair in pairs_of(event.id)
    sought += [refusing(event.id), nothing]
    mending("combler")
    assert pair not in pairs_of(event.id)


def test_a_mended_plan_is_sought_once_and_a_second_press_changes_nothing_more(
    app: Flask, mending: Callable[[str], str], sought: list[Meanwhile]
) -> None:
    event_id = the_event().id

    def someone_else_presses() -> None:
        with transaction():
            replan(the_event(), mode=ReplanMode.FILL, made_by=None, at=now())

    sought += [someone_else_presses, nothing, nothing]
    assert "rien à changer" in mending("combler")  # sought again: the plan is another one
    plan = current_plan(event_id)
    assert plan is not None
    assert (plan.version, plan.kind) == (2, "fill")
    sought.append(nothing)
    assert "rien à changer" in mending("combler")  # sought once, before the evening is held


def test_a_round_begun_while_the_plan_is_mended_stays_as_it_is(
    app: Flask, mending: Callable[[str], str], sought: list[Meanwhile]
) -> None:
    first = {row.id for row in rows_of(the_event()) if row.round == 0}

    def begin() -> None:
        with transaction():
            start(the_event(), now())
            skip(the_event(), now())

    sought += [begin, nothing]
    mending("refaire")
    assert {row.id for row in rows_of(the_event()) if row.round == 0} == first
    assert faults_ahead(the_event(), now()) == []


def test_where_nothing_can_be_mended_nothing_is_sought(app: Flask, sought: list[Meanwhile]) -> None:
    event = a_full_event(3, 2)
    db.session.commit()
    assert draft_replan(lambda: event, ReplanMode.FULL, now()) is None
