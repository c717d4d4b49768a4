"""One imaginary world on the real communes, shared by the tests that only read it."""

from __future__ import annotations

from datetime import date

import pytest

from seeds import reference_files as files
from seeds.demo.geography import Ground, make_ground
from seeds.demo.tables import World
from seeds.demo.world import imagine_world

TODAY = date(2026, 11, 21)
DOCTORS, OFFERS = 4_000, 1_000


@pytest.fixture(scope="session")
def ground() -> Ground:
    return make_ground(
        (
            (
                row["code"],
                row["nom"],
                row["departement"],
                row["region"],
                row["epci"],
                row["population"],
                row["density"],
                row["lat"],
                row["lon"],
                row["zone"],
            )
            for row in files.read_communes()
        ),
        {row["code"]: row["nom"] for row in files.read_departements()},
        {row["code"]: row["nom"] for row in files.read_epci()},
        {row["code"]: row["filiere"] for row in files.read_specialties()},
    )


@pytest.fixture(scope="session")
def demo_world(ground: Ground) -> World:
    return imagine_world(ground, doctors=DOCTORS, offers=OFFERS, seed=1, today=TODAY)
