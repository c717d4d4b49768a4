"""Settings: read from the environment only, with defaults that suit one's own machine."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

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


def read_settings() -> dict[str, Any]:
    """Everything ``create_app`` needs; in production nothing secret has a default."""
    instance = Path(os.environ.get("ANCRAGE_INSTANCE", ROOT / "instance"))
    production = os.environ.get("ANCRAGE_ENV") == "production"
    secret = os.environ.get("SECRET_KEY", "")
    if production and not secret:
        raise RuntimeError("En production, SECRET_KEY doit être défini.")
    instance.mkdir(parents=True, exist_ok=True)
    return {
        "SECRET_KEY": secret or local_secret(instance),
        "SQLALCHEMY_DATABASE_URI": database_url(instance),
        "PRODUCTION": production,
        "DEMO_MODE": not production and os.environ.get("ANCRAGE_DEMO", "1") != "0",
        **mail_settings(),
        "PUBLISHER": os.environ.get("ANCRAGE_PUBLISHER", ""),
        "PUBLISHER_CONTACT": os.environ.get("ANCRAGE_PUBLISHER_CONTACT", ""),
        "HOST_PROVIDER": os.environ.get("ANCRAGE_HOST_PROVIDER", ""),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": production,
        "MAX_CONTENT_LENGTH": 3 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 3 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
    }
