"""The demo world: the same for a seed, shaped like the surveys, and nobody real in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from typing import Any

import numpy as np
import pytest

from models import (
    Account,
    Consent,
    Doctor,
    DoctorPlace,
    Household,
    Introduction,
    Offer,
    Organisation,
)
from models.vocabulary import (
    ConsentKind,
    PracticeMode,
    Stage,
    Theme,
    Zoning,
)
from seeds.demo.draws import Draws
from seeds.demo.geography import Ground, gp_density, imagine_zoning
from seeds.demo.hosts import need
from seeds.demo.tables import Row, World
from seeds.demo.world import imagine_world
from services.accounts import normalise_email
from services.demo_logins import DEMO_DOMAIN
from services.keys import finess_ok, rpps_key_ok, siret_ok

TODAY = date(2026, 11, 21)
DOCTORS = 4_000


def share(rows: list[Row], holds: Any) -> float:
    return sum(bool(holds(row)) for row in rows) / len(rows)


def test_a_seed_makes_one_world(ground: Ground) -> None:
    def digest(**changed: Any) -> str:
        said: dict[str, Any] = {"doctors": 60, "offers": 30, "seed": 5, "today": TODAY} | changed
        return imagine_world(ground, **said).digest()

    assert digest() == digest()
    assert digest() != digest(seed=6)
    assert digest() != digest(today=date(2027, 1, 1))


@pytest.mark.parametrize(("doctors", "offers"), [(1, 2), (2, 3), (7, 5), (50, 2)])
def test_small_worlds_are_complete(ground: Ground, doctors: int, offers: int) -> None:
    small = imagine_world(ground, doctors=doctors, offers=offers, seed=3, today=TODAY)
    assert len(small.rows[Doctor]) == doctors
    assert len(small.rows[Offer]) == offers
    assert small.rows[Introduction]


def test_nobody_has_a_real_address_number_or_telephone(demo_world: World) -> None:
    emails = [account["email"] for account in demo_world.rows[Account]]
    assert len(set(emails)) == len(emails)
    assert all(email.endswith(f"@{DEMO_DOMAIN}") for email in emails)
    assert DEMO_DOMAIN.endswith(".example")
    assert all(normalise_email(email) == email for email in emails)
    assert all(account["is_demo"] for account in demo_world.rows[Account])
    contacts = {offer["contact_email"] for offer in demo_world.rows[Offer]}
    assert contacts <= set(emails)
    fiction = re.compile(r"(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d")
    phones = [row["phone"] for row in demo_world.rows[Doctor] + demo_world.rows[Organisation]]
    phones += [offer["contact_phone"] for offer in demo_world.rows[Offer]]
    assert all(fiction.fullmatch(phone) for phone in phones)


def test_numbers_are_imaginary_and_their_keys_are_right(demo_world: World) -> None:
    rpps = [doctor["rpps"] for doctor in demo_world.rows[Doctor] if doctor["rpps"]]
    siret = [row["siret"] for row in demo_world.rows[Organisation]]
    finess = [row["finess"] for row in demo_world.rows[Organisation] if row["finess"]]
    for numbers, is_right in ((rpps, rpps_key_ok), (siret, siret_ok), (finess, finess_ok)):
        assert numbers
        assert len(set(numbers)) == len(numbers)
        assert all(is_right(number) and number.startswith("99") for number in numbers)


def test_gp_juniors_are_as_many_as_this_november(demo_world: World, ground: Ground) -> None:
    juniors = [
        doctor
        for doctor in demo_world.rows[Doctor]
        if doctor["stage"] == Stage.JUNIOR
        and ground.field_of[doctor["specialty_code"]] == "medecine-generale"
    ]
    assert len(juniors) / DOCTORS == pytest.approx(3_700 / 20_000, abs=0.002)


def test_every_stage_and_both_kinds_of_specialty_are_there(
    demo_world: World, ground: Ground
) -> None:
    doctors = demo_world.rows[Doctor]
    assert {doctor["stage"] for doctor in doctors} == set(Stage)
    assert share(
        doctors, lambda d: ground.field_of[d["specialty_code"]] == "medecine-generale"
    ) == pytest.approx(0.767, abs=0.01)


def test_interns_want_what_the_survey_says(demo_world: World) -> None:
    interns = [doctor for doctor in demo_world.rows[Doctor] if doctor["stage"] == Stage.INTERN]
    together = {PracticeMode.GROUP, PracticeMode.MSP, PracticeMode.MIXED}
    assert share(interns, lambda d: together & set(d["practice_modes"] or ())) == pytest.approx(
        0.72, abs=0.05
    )
    assert share(
        interns, lambda d: PracticeMode.SOLO in (d["practice_modes"] or ())
    ) == pytest.approx(0.03, abs=0.02)


def test_importance_is_spread_as_the_survey_says(demo_world: World) -> None:
    complete = [doctor for doctor in demo_world.rows[Doctor] if len(doctor["steps_done"]) == 5]
    spoken = [doctor["importance"] for doctor in complete if doctor["importance"]]
    for theme in (Theme.RHYTHM, Theme.TEAM):
        assert share(spoken, lambda i, t=theme: i[t] >= 2) > 0.8
    with_partner = {
        row["doctor_id"] for row in demo_world.rows[Household] if row.get("partner_sectors")
    }
    partnered = [d["importance"] for d in complete if d["importance"] and d["id"] in with_partner]
    assert share(partnered, lambda i: i[Theme.HOUSEHOLD] >= 2) == pytest.approx(0.86, abs=0.04)
    essentials = [Counter((d.get("importance") or {}).values())[3] for d in demo_world.rows[Doctor]]
    assert max(essentials) == 1
    assert sum(essentials) / DOCTORS == pytest.approx(0.08, abs=0.02)


def test_three_quarters_agreed_to_be_seen_and_a_tenth_stopped_early(demo_world: World) -> None:
    doctors = demo_world.rows[Doctor]
    assert share(doctors, lambda d: d["visible_since"]) == pytest.approx(0.75, abs=0.01)
    early = [doctor for doctor in doctors if len(doctor["steps_done"]) == 2]
    assert len(early) / DOCTORS == pytest.approx(0.10, abs=0.01)
    assert not any(doctor["visible_since"] or doctor.get("project") for doctor in early)
    private = {
        row["doctor_id"] for row in demo_world.rows[DoctorPlace] + demo_world.rows[Household]
    }
    assert not private & {doctor["id"] for doctor in early}
    assert all(bool(d["visible_since"]) == bool(d["visible_wording"]) for d in doctors)
    agreed = {
        row["account_id"]: row["given_at"]
        for row in demo_world.rows[Consent]
        if row["kind"] == ConsentKind.VISIBLE
    }
    said = {d["account_id"]: d["visible_since"] for d in doctors if d["visible_since"]}
    assert agreed == said


def test_ranges_and_dates_are_in_order(demo_world: World) -> None:
    for doctor in demo_world.rows[Doctor]:
        if doctor["days_min"] is not None:
            assert 1 <= doctor["days_min"] <= doctor["days_max"] <= 6
        if doctor["start_until"]:
            assert doctor["start_from"] <= doctor["start_until"]
        liked, refused = doctor.get("regions_liked"), doctor.get("regions_refused")
        assert not set(liked or ()) & set(refused or ())
    for place in demo_world.rows[DoctorPlace]:
        assert 20 <= place["max_minutes"] <= 90


def test_zoning_has_the_national_shares_of_the_population(ground: Ground) -> None:
    zones = imagine_zoning(ground, Draws(np.random.default_rng(0)))
    people: dict[Zoning | None, float] = defaultdict(float)
    for place, zone in zip(ground.places, zones, strict=True):
        people[zone] += place.population / ground.population.sum()
    expected = {Zoning.ZIP: 0.28, Zoning.ZAC: 0.367, Zoning.NONE: 0.215, None: 0.138}
    assert dict(people) == pytest.approx(expected, abs=0.04)


def test_small_communes_and_those_with_few_gps_publish_more(
    demo_world: World, ground: Ground
) -> None:
    places = [ground.by_code[row["commune_code"]] for row in demo_world.rows[Organisation]]
    villages = sum(place.population < 2_000 for place in places) / len(places)
    assert villages == pytest.approx(0.27, abs=0.03)
    eure_et_loir, hautes_alpes = ground.by_code["28085"], ground.by_code["05061"]
    per_person = [need(place) / place.population**0.5 for place in (eure_et_loir, hautes_alpes)]
    assert per_person[0] > 3 * per_person[1]
    assert gp_density("46", "76") == 71.4
