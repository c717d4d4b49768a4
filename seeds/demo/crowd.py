"""The doctors of the demo world, as rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from models import Consent, Doctor, DoctorPlace, Household
from models.vocabulary import ConsentKind, Role
from seeds.demo.draws import Draws
from seeds.demo.lives import household, is_partnered, places, surroundings
from seeds.demo.names import Person
from seeds.demo.offers import at_noon
from seeds.demo.people import Portrait, portray, stages_of
from seeds.demo.portrait_texts import write_project
from seeds.demo.tables import Row
from seeds.demo.wishes import importance, practice
from seeds.demo.workshop import Workshop
from services.consent_wordings import current_version
from services.doctors import STEPS
from services.keys import make_rpps

VISIBLE = 0.75
INCOMPLETE = 0.10
STEPS_WHEN_INCOMPLETE = 2
# Nobody has an RPPS number before the end of their studies.
_WITHOUT_RPPS = ("student",)


def gather(shop: Workshop, count: int) -> list[Row]:
    """That many doctors; those who are visible gave their consent."""
    outcomes = {"incomplete": INCOMPLETE, "visible": VISIBLE, "private": 1 - INCOMPLETE - VISIBLE}
    fates = shop.draws.quotas(outcomes, count)
    return [
        add_doctor(shop, portray(stage, is_gp, shop.ground, shop.draws), fate)
        for (stage, is_gp), fate in zip(stages_of(count, shop.draws), fates, strict=True)
    ]


def add_doctor(shop: Workshop, portrait: Portrait, fate: str, person: Person | None = None) -> Row:
    """One doctor with what their steps say."""
    draws = shop.draws
    person = person or shop.registry.person()
    created = at_noon(shop.today - timedelta(days=draws.between(1, 300)))
    account = shop.world.add_account(person.email, Role.DOCTOR, created)
    partnered = is_partnered(portrait, draws)
    complete = fate != "incomplete"
    visible = created + timedelta(days=1)
    doctor = shop.world.add(
        Doctor,
        account_id=account["id"],
        first_name=person.first_name,
        last_name=person.last_name,
        phone=shop.registry.mobile(),
        **_identity(portrait, account["id"]),
        **practice(portrait, shop.today, draws),
        **(_rest(portrait, partnered, draws) if complete else {}),
        steps_done=list(STEPS if complete else STEPS[:STEPS_WHEN_INCOMPLETE]),
        visible_since=visible if fate == "visible" else None,
        visible_wording=current_version(ConsentKind.VISIBLE) if fate == "visible" else None,
        created_at=created,
        updated_at=created,
    )
    if complete:
        _add_private(shop, doctor["id"], portrait, partnered)
    if fate == "visible":
        _agree(shop, doctor)
    return doctor


def _agree(shop: Workshop, doctor: Row) -> None:
    """Those who are visible said so; some of them also want alerts, or to be passed on."""
    number = doctor["account_id"]
    wanted = [ConsentKind.VISIBLE]
    wanted += [ConsentKind.ALERTS] if number % 3 else []
    wanted += [] if number % 4 else [ConsentKind.TERRITORIES]
    for kind in wanted:
        shop.world.add(
            Consent,
            account_id=number,
            kind=kind,
            wording=current_version(kind),
            given_at=doctor["visible_since"],
        )


def _identity(portrait: Portrait, number: int) -> dict[str, Any]:
    return {
        "stage": portrait.stage,
        "specialty_code": portrait.specialty,
        "rpps": None if portrait.stage in _WITHOUT_RPPS else make_rpps(number),
        "experience_years": portrait.experience,
        "languages": list(portrait.languages) or None,
        "skills": list(portrait.skills) or None,
    }


def _rest(portrait: Portrait, partnered: bool, draws: Draws) -> dict[str, Any]:
    return surroundings(portrait, draws) | {
        "project": write_project(portrait, draws) if draws.chance(0.92) else None,
        "importance": importance(partnered, draws),
    }


def _add_private(shop: Workshop, doctor_id: int, portrait: Portrait, partnered: bool) -> None:
    for place in places(portrait, partnered, shop.ground, shop.draws):
        shop.world.add(DoctorPlace, doctor_id=doctor_id, **place)
    needs = household(portrait, partnered, shop.draws)
    if needs:
        shop.world.add(Household, doctor_id=doctor_id, **needs)
