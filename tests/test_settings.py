import secrets

import pytest

from settings import Unsafe, read_settings

SAFE = {
    "ANCRAGE_ENV": "production",
    "SECRET_KEY": secrets.token_hex(32),
    "DATABASE_URL": "postgres://ancrage@db/ancrage",
    "PUBLIC_URL": "https://ancrage.lot.fr",
}


@pytest.fixture
def production(monkeypatch):
    def settings(**changes):
        for name, value in {**SAFE, **changes}.items():
            monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
        return read_settings()

    return settings


def test_production_has_no_demonstration_and_cookies_of_its_own(production):
    settings = production()
    assert settings["PRODUCTION"]
    assert not settings["DEMO_MODE"]
    assert settings["SQLALCHEMY_DATABASE_URI"].startswith("postgresql+psycopg://")
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert settings["SESSION_COOKIE_PATH"] == "/"
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["SESSION_COOKIE_HTTPONLY"]
    assert settings["ALLOWED_HOSTS"] == ["ancrage.lot.fr"]
    assert settings["LOG_JSON"]
    assert settings["TRUSTED_PROXIES"] == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"SECRET_KEY": ""},
        {"SECRET_KEY": "tests"},
        {"SECRET_KEY": "x" * 64},
        {"SECRET_KEY": "please-change-me-please-change-me-1234567890"},
        {"DATABASE_URL": ""},
        {"PUBLIC_URL": ""},
        {"PUBLIC_URL": "http://ancrage.lot.fr"},
        {"ANCRAGE_DEMO": "1"},
        {"ANCRAGE_ENV": "prod"},
    ],
    ids=str,
)
def test_nothing_starts_with_what_would_put_people_in_danger(production, changes):
    with pytest.raises(Unsafe):
        production(**changes)


def test_other_names_are_said_one_by_one(production):
    settings = production(ALLOWED_HOSTS="ancrage.lot.fr, www.ancrage.lot.fr")
    assert settings["ALLOWED_HOSTS"] == ["ancrage.lot.fr", "www.ancrage.lot.fr"]


def test_one_s_own_machine_needs_no_setting(monkeypatch):
    for name in SAFE:
        monkeypatch.delenv(name, raising=False)
    settings = read_settings()
    assert settings["DEMO_MODE"]
    assert not settings["SESSION_COOKIE_SECURE"]
    assert len(settings["SECRET_KEY"]) == 64
