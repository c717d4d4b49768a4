"""Settings: read from the environment only, with defaults that suit one's own machine."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent


def database_url(instance: Path) -> str:
    """``DATABASE_URL`` in SQLAlchemy's spelling, or SQLite in the instance folder."""
    url = os.environ.get("DATABASE_URL", "")
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url or f"sqlite:///{instance / 'ancrage.db'}"


def local_secret(instance: Path) -> str:
    """A secret made once and kept in the instance folder, so that sessions survive a restart.

    Created exclusively: of two workers starting at once, one writes and the other reads.
    """
    path = instance / "secret_key"
    instance.mkdir(parents=True, exist_ok=True)
    fresh = instance / f"secret_key.{os.getpid()}"
    if not path.exists():
        fresh.write_text(secrets.token_hex(32))
        fresh.chmod(0o600)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()


def mail_settings() -> dict[str, Any]:
    """No message leaves this machine unless ``SMTP_HOST`` says through which server."""
    host = os.environ.get("SMTP_HOST", "")
    for name in ("MAIL_FROM", "PUBLIC_URL"):
        if host and not os.environ.get(name):
            raise RuntimeError(f"{name} doit être défini pour que des messages partent.")
    return {
        "SMTP_HOST": host,
        "SMTP_PORT": int(os.environ.get("SMTP_PORT") or 587),
        "SMTP_USER": os.environ.get("SMTP_USER", ""),
        "SMTP_PASSWORD": os.environ.get("SMTP_PASSWORD", ""),
        "SMTP_STARTTLS": os.environ.get("SMTP_STARTTLS", "1") != "0",
        "MAIL_FROM": os.environ.get("MAIL_FROM", "Ancrage <ne-pas-repondre@ancrage.example>"),
        "PUBLIC_URL": os.environ.get("PUBLIC_URL", "http://127.0.0.1:8000"),
    }


# What has been seen in examples and tutorials: anyone could sign our cookies with it.
KNOWN_SECRETS = ("change", "secret", "default", "example", "exemple", "ancrage", "password")
SHORTEST_SECRET = 32


class Unsafe(RuntimeError):
    """These settings would put people in danger: nothing starts."""


def is_production() -> bool:
    """``ANCRAGE_ENV``; a word that means nothing would silently serve a demonstration."""
    environment = os.environ.get("ANCRAGE_ENV", "")
    if environment not in ("", "development", "production"):
        raise Unsafe("ANCRAGE_ENV vaut « production », « development », ou rien.")
    return environment == "production"


def check_production(secret: str) -> None:
    """Refuse to serve real people with a secret that can be guessed, or imaginary people."""
    guessable = len(set(secret)) < 10 or any(word in secret.lower() for word in KNOWN_SECRETS)
    if len(secret) < SHORTEST_SECRET or guessable:
        raise Unsafe(
            f"En production, SECRET_KEY compte au moins {SHORTEST_SECRET} caractères tirés au "
            "hasard : python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    if not os.environ.get("DATABASE_URL"):
        raise Unsafe("En production, DATABASE_URL doit être défini.")
    if not os.environ.get("PUBLIC_URL", "").startswith("https://"):
        raise Unsafe("En production, PUBLIC_URL est l'adresse du site, en https://.")
    if os.environ.get("ANCRAGE_DEMO", "0") != "0":
        raise Unsafe("En production, il n'y a pas de démonstration : retirez ANCRAGE_DEMO.")


def allowed_hosts(*, production: bool) -> list[str]:
    """The names of ``ALLOWED_HOSTS`` (commas), or that of ``PUBLIC_URL``; any on one's own."""
    named = [name.strip() for name in os.environ.get("ALLOWED_HOSTS", "").split(",")]
    public = urlsplit(os.environ.get("PUBLIC_URL", "")).hostname
    return [name for name in named if name] or ([public] if production and public else [])


def web_settings(*, production: bool) -> dict[str, Any]:
    """Cookies, sizes, names and proxies. ``__Host-``: no neighbouring site can set our cookie."""
    return {
        "SESSION_COOKIE_NAME": "__Host-ancrage" if production else "ancrage",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": production,
        "PREFERRED_URL_SCHEME": "https" if production else "http",
        "ALLOWED_HOSTS": allowed_hosts(production=production),
        "TRUSTED_PROXIES": int(os.environ.get("TRUSTED_PROXIES") or 0),
        "LOG_JSON": production or os.environ.get("ANCRAGE_LOG") == "json",
        "MAX_CONTENT_LENGTH": 3 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 3 * 1024 * 1024,
        "MAX_FORM_PARTS": 1_000,
        "WTF_CSRF_TIME_LIMIT": None,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
    }


def read_settings() -> dict[str, Any]:
    """Everything ``create_app`` needs; in production nothing secret has a default."""
    instance = Path(os.environ.get("ANCRAGE_INSTANCE", ROOT / "instance"))
    production = is_production()
    secret = os.environ.get("SECRET_KEY", "")
    if production:
        check_production(secret)
    instance.mkdir(parents=True, exist_ok=True)
    return {
        "SECRET_KEY": secret or local_secret(instance),
        "SQLALCHEMY_DATABASE_URI": database_url(instance),
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},  # errors quote no one's data
        "PRODUCTION": production,
        "DEMO_MODE": not production and os.environ.get("ANCRAGE_DEMO", "1") != "0",
        **mail_settings(),
        "PUBLISHER": os.environ.get("ANCRAGE_PUBLISHER", ""),
        "PUBLISHER_CONTACT": os.environ.get("ANCRAGE_PUBLISHER_CONTACT", ""),
        "HOST_PROVIDER": os.environ.get("ANCRAGE_HOST_PROVIDER", ""),
        **web_settings(production=production),
    }
